import { bringUpToDate, NOBODY } from '../ca/due.ts'
import type { Certificate } from '../domain/certificate.ts'
import { refuse } from '../domain/rules.ts'
import { observe } from '../domain/transition.ts'
import type { Query } from '../store/certificates.ts'
import type { Store } from '../store/store.ts'

/** Whether looking at a certificate changes it: something is due, or the CA counts reads. */
function stirs({ due_at, review }: Certificate, now: number): boolean {
  return (due_at !== null && due_at <= now) || review?.reads != null
}

/**
 * A client looks at one certificate, at the world's time `now`.
 *
 * @throws Refusal SCM.0020, SCM.0003
 */
export async function show({ certificates }: Store, project_id: string, id: string, now: number): Promise<Certificate> {
  const certificate = certificates.find(project_id, id)
  if (!stirs(certificate, now)) return certificate
  const current = await certificates.change(project_id, id, NOBODY, (found) => observe(found, now))
  if (current === null) throw refuse('certificate_unknown', `certificate ${id} is gone by now`)
  return current
}

/**
 * A certificate as it is now; no read that a CA would count.
 *
 * @throws Refusal SCM.0020, SCM.0003
 */
export async function glance(store: Store, project_id: string, id: string, now: number): Promise<Certificate> {
  await bringUpToDate({ store, world: { project_id }, now })
  return store.certificates.find(project_id, id)
}

/** A client lists certificates: what is due happens first, then the filter, and what is returned counts as read. */
export async function list(store: Store, project_id: string, query: Query, now: number) {
  const { certificates } = store
  await bringUpToDate({ store, world: { project_id }, now })
  const found = certificates.list(project_id, query)
  if (!found.certificates.some((certificate) => stirs(certificate, now))) return found
  return store.write(() => {
    const { total, certificates: rows } = certificates.list(project_id, query)
    const seen = rows.map((certificate) => {
      const step = observe(certificate, now)
      certificates.save(certificate, step, NOBODY)
      return step.certificate
    })
    return { total, certificates: seen.filter((certificate) => certificate !== null) }
  })
}
