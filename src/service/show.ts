import { bringUpToDate, NOBODY } from '../ca/due.ts'
import type { Certificate } from '../domain/certificate.ts'
import { refuse } from '../domain/rules.ts'
import { countRead } from '../domain/transition.ts'
import type { Context } from './context.ts'

/** Whether reading a certificate changes it: something is due, or the CA counts reads. */
export function isChangedByReading({ due_at, review }: Certificate, now: number): boolean {
  return (due_at !== null && due_at <= now) || review?.reads != null
}

/** A client reads a certificate. @throws Refusal SCM.0020, SCM.0003 */
export async function show({ store, world, now }: Context, id: string): Promise<Certificate> {
  const certificate = store.certificates.find(world.project_id, id)
  if (!isChangedByReading(certificate, now)) return certificate
  const read = await store.certificates.change(world.project_id, id, NOBODY, (found) => countRead(found, now))
  if (read === null) throw refuse('certificate_unknown', `certificate ${id} no longer exists`)
  return read
}

/** A certificate as it is now: no read that a CA would count. @throws Refusal SCM.0020, SCM.0003 */
export async function current(context: Context, id: string): Promise<Certificate> {
  await bringUpToDate(context)
  return context.store.certificates.find(context.world.project_id, id)
}

/** The SHA-1 of what the CA issued, or was uploaded; null where there is nothing yet. */
export async function fingerprintOf({ ca, base }: Context, certificate: Certificate): Promise<string | null> {
  return (await ca.bundle(certificate, base))?.fingerprint ?? null
}
