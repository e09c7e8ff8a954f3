import { settleAll } from '../ca/due.ts'
import { rowOf, viewOf } from '../documents/row.ts'
import type { Snapshot } from '../documents/snapshot.ts'
import type { WorldDocument } from '../documents/world.ts'
import { iso, read, set } from '../domain/clock.ts'
import type { Store } from '../store/store.ts'
import { settingsOf, startOf, withIds } from './create.ts'

/**
 * A world as a document: its settings, clock and certificates as they are now, without its identity (project, account,
 * users and what they have). Fixtures take the same. Nothing where there is no such world.
 */
export function takeSnapshot(store: Store, project_id: string): Promise<Snapshot | undefined> {
  const { worlds, certificates } = store
  return store.write(() => {
    const world = worlds.get(project_id)
    if (!world) return undefined
    const now = read(world)
    settleAll(store, project_id, now)
    return {
      version: 1,
      review: world.review,
      ...(world.throttle !== null && { throttle: world.throttle }),
      journal: { limit: world.journal_limit },
      revocation: world.revocation,
      account: { state: world.account_state },
      clock: { now: iso(now), frozen: world.clock_frozen_at !== null },
      certificates: certificates.all(project_id).map(viewOf),
      foreign_certificates: certificates.foreign(project_id),
      retired_certificates: certificates.retired(project_id),
    }
  })
}

/**
 * Puts a world into the state of a document. It keeps its own identity, its audit trail and how it was made; what the
 * document leaves out becomes as in a new world. Resolves to whether there is such a world.
 *
 * @throws Invalid
 */
export function restoreSnapshot(
  store: Store,
  project_id: string,
  document: WorldDocument,
  defaults: { review: string },
): Promise<boolean> {
  const { worlds, certificates } = store
  const now = startOf(document.clock)
  const settings = settingsOf(document, defaults)
  const rows = withIds(document.certificates ?? [], now)
  return store.write(() => {
    if (!worlds.get(project_id)) return false
    worlds.setSettings({ project_id, ...settings })
    worlds.setClock(project_id, set(now, document.clock?.frozen ?? false))
    store.journal.shorten(project_id, settings.journal_limit)
    certificates.clear(project_id)
    store.pushes.clear(project_id)
    store.events.wake(project_id)
    for (const row of rows) certificates.insert(rowOf(row, project_id, now))
    store.pki.removeMade(project_id)
    for (const id of document.foreign_certificates ?? []) certificates.addForeign(project_id, id)
    for (const id of document.retired_certificates ?? []) certificates.addRetired(project_id, id)
    return true
  })
}
