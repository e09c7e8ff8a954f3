import type { Context } from '../ca/context.ts'
import { applyDue, bringUpToDate } from '../ca/due.ts'
import type {
  CertificateChange,
  CertificateDocument,
  CertificatePage,
  CertificateView,
} from '../documents/certificate.ts'
import { rowOf, viewOf } from '../documents/row.ts'
import { Invalid } from '../domain/check.ts'
import { iso } from '../domain/clock.ts'

/** Places a certificate in any status. @throws Invalid if its id is or was in use */
export function placeCertificate(
  { store, world: { project_id }, now }: Context,
  document: CertificateDocument,
): Promise<CertificateView> {
  return store.write(() => {
    const id = document.id ?? store.certificates.freeId(project_id, now)
    if (store.certificates.isTaken(project_id, id)) {
      throw new Invalid(`body /id: ${id} is, or was, in use in this world`)
    }
    const certificate = rowOf({ ...document, id }, project_id, now)
    store.certificates.insert(certificate)
    store.events.wake(project_id)
    return viewOf(certificate)
  })
}

/** A certificate as it is now; this does not count as a read for the CA. @throws Refusal SCM.0020 */
export async function readCertificate(context: Context, id: string): Promise<CertificateView> {
  await bringUpToDate(context)
  return viewOf(context.store.certificates.find(context.world.project_id, id))
}

/** A page of a world's certificates as they are now, in the order of their ids. */
export async function listCertificates(
  context: Context,
  { after, limit }: { after: string; limit: number },
): Promise<CertificatePage> {
  await bringUpToDate(context)
  const rows = context.store.certificates.page(context.world.project_id, { after, limit: limit + 1 })
  const certificates = rows.slice(0, limit).map(viewOf)
  return { certificates, next: rows.length > limit ? (certificates.at(-1)?.id ?? null) : null }
}

/** Changes fields of a certificate, whatever its status. @throws Refusal SCM.0020 */
export function changeCertificate(context: Context, id: string, change: CertificateChange): Promise<CertificateView> {
  const { store, world, now } = context
  const { project_id } = world
  return store.write(() => {
    applyDue(context)
    const found = store.certificates.find(project_id, id)
    const { review, revoke_reason, revoked_at, ...before } = viewOf(found)
    // What belongs to the old status goes with it.
    const kept = change.status === undefined ? definedOf({ review, revoke_reason, revoked_at }) : {}
    const certificate = rowOf({ ...before, ...kept, ...change, id, updated_at: iso(now) }, project_id, now)
    store.certificates.replace(certificate, found)
    store.events.wake(project_id)
    return viewOf(certificate)
  })
}

/** Removes a certificate, whatever its status. @throws Refusal SCM.0020 */
export function removeCertificate({ store, world: { project_id } }: Context, id: string): Promise<void> {
  return store.write(() => {
    store.certificates.erase(store.certificates.find(project_id, id))
    store.events.wake(project_id)
  })
}

function definedOf<T extends object>(fields: T) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
