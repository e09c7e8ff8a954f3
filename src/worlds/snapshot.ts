import { type Static, Type } from 'typebox'
import { settleAll } from '../ca/due.ts'
import { CertificateView } from '../documents/certificate-view.ts'
import { describe, place } from '../documents/row.ts'
import { CertificateId, RevocationDocument, type WorldDocument } from '../documents/world-schema.ts'
import { iso, read, set } from '../domain/clock.ts'
import type { Store } from '../store/store.ts'
import { ACCOUNT_STATES } from '../store/worlds.ts'
import { ClockState } from './clock.ts'
import { settingsOf, startOf, withIds } from './create.ts'
import { revocationOf } from './settings.ts'

/** A world's state: the document that brings a world into it. */
export const Snapshot = Type.Object(
  {
    version: Type.Literal(1),
    review: Type.String(),
    throttle: Type.Optional(Type.String()),
    journal: Type.Object({ limit: Type.Integer() }),
    revocation: RevocationDocument,
    account: Type.Object({ state: Type.Enum([...ACCOUNT_STATES]) }),
    clock: ClockState,
    certificates: Type.Array(CertificateView),
    foreign_certificates: Type.Array(CertificateId),
    retired_certificates: Type.Array(CertificateId),
  },
  {
    examples: [
      {
        ...{ version: 1, review: '2s', journal: { limit: 1000 }, revocation: {}, account: { state: 'active' } },
        clock: { now: '2026-11-24T08:00:00.000Z', frozen: false },
        ...{ certificates: [], foreign_certificates: ['scs1700000000101'], retired_certificates: [] },
      },
    ],
  },
)
export type Snapshot = Static<typeof Snapshot>

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
      revocation: revocationOf(world),
      account: { state: world.account_state },
      clock: { now: iso(now), frozen: world.clock_frozen_at !== null },
      certificates: certificates.all(project_id).map(describe),
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
    for (const row of rows) certificates.insert(place(row, project_id, now))
    store.pki.removeMade(project_id)
    for (const id of document.foreign_certificates ?? []) certificates.addForeign(project_id, id)
    for (const id of document.retired_certificates ?? []) certificates.addRetired(project_id, id)
    return true
  })
}
