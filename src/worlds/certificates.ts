import { settleAll, settled } from '../ca/due.ts'
import type { CertificateDocument, CertificateView } from '../documents/certificate.ts'
import { rowOf, viewOf } from '../documents/row.ts'
import { Invalid } from '../domain/check.ts'
import { iso, read } from '../domain/clock.ts'
import type { Store } from '../store/store.ts'
import type { World } from '../store/worlds.ts'

/** Places a certificate in any status. @throws Invalid where its id is, or was, another's */
export function placeCertificate(store: Store, world: World, document: CertificateDocument): Promise<CertificateView> {
  const { project_id } = world
  return store.write(() => {
    const now = read(world)
    const id = document.id ?? freeId(store, project_id, now)
    if (store.certificates.isTaken(project_id, id))
      throw new Invalid(`body /id: ${id} is, or was, in use in this world`)
    const certificate = rowOf({ ...document, id }, project_id, now)
    store.certificates.insert(certificate)
    store.events.wake(project_id)
    return viewOf(certificate)
  })
}

/** A certificate as it is now; looking from here is no read that a CA would count. @throws Refusal SCM.0020 */
export async function readCertificate(store: Store, world: World, id: string): Promise<CertificateView> {
  await settled(store, world.project_id, read(world))
  return viewOf(store.certificates.find(world.project_id, id))
}

/** All certificates of a world as they are now. */
export async function readCertificates(store: Store, world: World): Promise<CertificateView[]> {
  await settled(store, world.project_id, read(world))
  return store.certificates.all(world.project_id).map(viewOf)
}

/** Changes fields of a certificate, whatever its status. @throws Refusal SCM.0020 */
export function changeCertificate(store: Store, world: World, id: string, change: Omit<CertificateDocument, 'id'>) {
  return store.write(() => {
    const now = read(world)
    settleAll(store, world.project_id, now)
    const found = store.certificates.find(world.project_id, id)
    const { review, revoke_reason, revoked_at, ...before } = viewOf(found)
    // What belongs to the old status goes with it.
    const kept = change.status === undefined ? definedOf({ review, revoke_reason, revoked_at }) : {}
    const certificate = rowOf({ ...before, ...kept, ...change, id, updated_at: iso(now) }, world.project_id, now)
    store.certificates.replace(certificate, found)
    store.events.wake(world.project_id)
    return viewOf(certificate)
  })
}

/** Removes a certificate, whatever its status. @throws Refusal SCM.0020 */
export function removeCertificate(store: Store, world: World, id: string): Promise<void> {
  return store.write(() => store.certificates.erase(store.certificates.find(world.project_id, id)))
}

/** The first id from the world's time on that is free. For use inside `Store.write`. */
export function freeId(store: Store, project_id: string, now: number): string {
  let digits = Math.max(0, now)
  while (store.certificates.isTaken(project_id, idOf(digits))) digits += 1
  return idOf(digits)
}

/** `scs` and 13 digits. */
export function idOf(digits: number): string {
  return `scs${String(digits % 1e13).padStart(13, '0')}`
}

/** The fields that have a value. */
export function definedOf<T extends object>(fields: T) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
