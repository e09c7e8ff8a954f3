import { X509Certificate } from 'node:crypto'
import type { Contents } from '../documents/contents.ts'
import { mayBe } from '../domain/bounds.ts'
import { Invalid } from '../domain/check.ts'
import { iso } from '../domain/clock.ts'
import { type FaultDocument, sizeOf } from '../domain/fault.ts'
import type { Store } from '../store/store.ts'
import { validateFault } from './fault-rules.ts'

/** How much of an audit trail a document holds: the newest. */
const EVENTS = 20_000

/**
 * What is in a world beside its certificates, and its throttle's window.
 *
 * @param most how many events of the audit trail, the newest
 */
export function takeContents(store: Store, project_id: string, most = EVENTS): Contents {
  const { tags, pushes, deployments, notices, pki, csrs, faults, events, windows } = store
  const since = Math.max(0, events.last(project_id) - most)
  return {
    tags: tags.rows(project_id),
    pushes: pushes.all(project_id).map((push) => ({ ...push, at: iso(push.at) })),
    deployments: deployments.all(project_id),
    notices: notices.all(project_id),
    uploads: pki.uploaded(project_id).map(({ certificate_id, certificate, chain, private_key }) => ({
      certificate_id,
      certificate,
      chain,
      private_key,
    })),
    csrs: csrs.all(project_id).map(({ project_id: _, create_time, update_time, ...csr }) => ({
      ...csr,
      create_time: iso(create_time),
      update_time: iso(update_time),
    })),
    faults: faults.of(project_id).map((fault) => ({ ...fault })),
    events: events.after(project_id, since, most).map((event) => ({ ...event, at: iso(event.at) })),
    window: windows.of(project_id) ?? null,
  }
}

/**
 * Looks whether what a document says can be in a world with these certificates.
 *
 * @throws Invalid with the place of the first mistake
 */
export function checkContents(contents: Partial<Contents>, certificates: readonly { readonly id: string }[]): void {
  const { tags = [], pushes = [], deployments = [], notices = [], uploads = [], csrs = [] } = contents
  const { faults = [], events = [] } = contents
  const known = new Set(certificates.map(({ id }) => id))
  for (const [place, rows] of Object.entries({ tags, pushes, deployments, notices, uploads })) {
    const index = rows.findIndex(({ certificate_id }) => !known.has(certificate_id))
    if (index >= 0) throw new Invalid(`/${place}/${index}/certificate_id is no certificate of this document`)
  }
  unique('/uploads', uploads, 'certificate_id')
  unique('/csrs', csrs, 'id')
  unique('/faults', faults, 'id')
  unique('/events', events, 'id')
  for (const [index, { certificate }] of uploads.entries()) fingerprintOf(certificate, `/uploads/${index}/certificate`)
  for (const [index, fault] of faults.entries()) {
    try {
      validateFault(fault)
    } catch (error) {
      throw new Invalid((error as Error).message.replace('body', `/faults/${index}`))
    }
  }
  const index = events.findIndex(({ id, at }) => !(Number.isSafeInteger(id) && id > 0 && Date.parse(at)))
  if (index >= 0) throw new Invalid(`/events/${index} has no number from 1 on, or no instant`)
}

/**
 * Puts what a document holds beside certificates into a world that has the certificates already. What the document
 * leaves out becomes as in a new world, but for the audit trail, which stays. For use inside `Store.write`.
 *
 * @throws TooMany where the faults of all worlds would take more than they may
 */
export function putContents(store: Store, project_id: string, contents: Partial<Contents>): void {
  const { tags = [], pushes = [], deployments = [], notices = [], uploads, csrs = [] } = contents
  const { faults = [], events, window = null } = contents
  const size = (all: readonly FaultDocument[]) => all.reduce((sum, fault) => sum + sizeOf(fault), 0)
  mayBe('fault_bytes', store.faults.bytes() - size(store.faults.of(project_id)) + size(faults))
  for (const { certificate_id, ...tag } of tags) store.tags.put(project_id, certificate_id, tag)
  store.pushes.clear(project_id)
  for (const { certificate_id, ...push } of pushes) {
    store.pushes.add(project_id, certificate_id, { ...push, at: Date.parse(push.at) })
  }
  for (const deployment of deployments) store.deployments.put(project_id, deployment)
  for (const notice of notices) store.notices.enable(project_id, notice)
  if (uploads) {
    for (const { certificate_id } of store.pki.uploaded(project_id)) {
      store.pki.removeMaterial(project_id, certificate_id)
    }
  }
  for (const upload of uploads ?? []) {
    const fingerprint = fingerprintOf(upload.certificate, '/uploads')
    store.pki.addMaterial({ ...upload, project_id, fingerprint })
  }
  store.csrs.clear(project_id)
  for (const csr of csrs) {
    const [create_time, update_time] = [Date.parse(csr.create_time), Date.parse(csr.update_time)]
    store.csrs.insert({ ...csr, project_id, create_time, update_time })
  }
  if (events) {
    store.events.replace(
      project_id,
      events.map((event) => ({ ...event, at: Date.parse(event.at) })),
    )
  }
  store.faults.load(project_id, faults)
  store.windows.forget(project_id)
  store.windows.load(project_id, window ?? undefined)
}

/** As the service has it: SHA-1, lower-case hex. @throws Invalid where it is no certificate */
function fingerprintOf(certificate: string, place: string): string {
  try {
    return new X509Certificate(certificate).fingerprint.replaceAll(':', '').toLowerCase()
  } catch {
    throw new Invalid(`${place} is no certificate in PEM`)
  }
}

/** @throws Invalid where two rows have the same value in a field */
export function unique<Row extends object>(place: string, rows: readonly Row[], field: keyof Row & string): void {
  const seen = new Set()
  for (const [index, row] of rows.entries()) {
    if (row[field] === undefined) continue
    if (seen.has(row[field])) throw new Invalid(`${place}/${index}/${field} is given twice: ${row[field]}`)
    seen.add(row[field])
  }
}
