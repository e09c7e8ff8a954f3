import type { Context } from '../ca/context.ts'
import { applyDue } from '../ca/due.ts'
import { rowOf, viewOf } from '../documents/row.ts'
import type { Snapshot } from '../documents/snapshot.ts'
import type { WorldDocument } from '../documents/world.ts'
import { Invalid } from '../domain/check.ts'
import { set } from '../domain/clock.ts'
import { showClock } from './clock.ts'
import { checkContents, putContents, takeContents } from './contents.ts'
import { currentWorld } from './current.ts'
import { beginning, type Defaults, settingsOf, withIds } from './origin.ts'

/** A document with more certificates is longer than a text can be, and than a restore takes. */
const MOST = 100_000

/**
 * A world as a document: all that is in it now, without its identity (project, account, users and what they have, its
 * CA). Private keys of uploads and CSRs are part of it. Fixtures take the same.
 *
 * @throws Invalid where it has too many certificates for a document
 */
export function takeSnapshot(context: Context): Promise<Snapshot> {
  const { store, now } = context
  const count = store.certificates.count(context.world.project_id)
  if (count > MOST) throw new Invalid(`the world has ${count} certificates; a snapshot holds at most ${MOST}`)
  return store.write(() => {
    const world = currentWorld(context)
    applyDue(context)
    return stateOf({ store, world, now })
  })
}

/**
 * All that is in a world as it stands: what is due is not settled.
 *
 * @param events how many events of the audit trail, the newest; all that a document holds unless given
 */
export function stateOf({ store, world, now }: Pick<Context, 'store' | 'world' | 'now'>, events?: number): Snapshot {
  const { project_id, throttle } = world
  const { certificates } = store
  return {
    version: 1,
    review: world.review,
    purchase: world.purchase,
    language: world.language,
    duplicate_check: world.duplicate_check,
    upload_chain: world.upload_chain,
    ...(throttle !== null && { throttle }),
    journal: { limit: world.journal_limit },
    revocation: world.revocation,
    account: { state: world.account_state },
    clock: showClock({ world, now }),
    certificates: certificates.all(project_id).map(viewOf),
    foreign_certificates: certificates.foreign(project_id),
    retired_certificates: certificates.retired(project_id),
    ...takeContents(store, project_id, events),
  }
}

/**
 * Puts a world into the state of a document. It keeps its own identity and how it was made; what the document leaves out
 * becomes as in a new world, but for the audit trail, which then stays.
 *
 * @param context its `now` is the machine's time, at which the document begins
 * @throws Invalid
 */
export function restoreSnapshot(context: Context & { config: Defaults }, document: WorldDocument): Promise<void> {
  const { store, config } = context
  const { worlds, certificates } = store
  const begins = beginning(document.clock, context.now)
  const settings = settingsOf(document, config)
  const documents = withIds(document.certificates ?? [], begins)
  checkContents(document, documents)
  return store.write(() => {
    const { project_id, expires_at } = currentWorld(context)
    worlds.setSettings({ project_id, expires_at, ...settings })
    worlds.setClock(project_id, set(begins, document.clock?.frozen ?? false))
    store.journal.shorten(project_id, settings.journal_limit)
    certificates.clear(project_id)
    for (const one of documents) certificates.insert(rowOf(one, project_id, begins))
    store.pki.removeMade(project_id)
    for (const id of document.foreign_certificates ?? []) certificates.addForeign(project_id, id)
    for (const id of document.retired_certificates ?? []) certificates.addRetired(project_id, id)
    putContents(store, project_id, document)
    store.tapes.forget(project_id)
    store.events.wake(project_id)
  })
}
