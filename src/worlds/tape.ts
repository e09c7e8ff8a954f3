import type { Context } from '../ca/context.ts'
import type { UserDocument } from '../documents/user.ts'
import type { WorldDocument } from '../documents/world.ts'
import { HIDDEN } from '../domain/redaction.ts'
import type { User } from '../store/identities.ts'
import type { Step } from '../store/memory/tapes.ts'
import { stateOf } from './snapshot.ts'

/** A world with more certificates has no tape: to write its state down would hold everybody up. */
const MOST = 2_000

/**
 * Keeps how a world is before the first that happens to it, so that a case can play what follows again. For use before
 * each request and each control call that changes something: all but the first find a tape.
 */
export function beginTape({ store, world, now }: Pick<Context, 'store' | 'world' | 'now'>): void {
  const { project_id, journal_limit } = world
  if (journal_limit === 0 || store.tapes.of(project_id) !== undefined) return
  if (store.certificates.count(project_id) > MOST) {
    store.tapes.begin(project_id, 'large')
    return
  }
  // No answer depends on the audit trail.
  const { account, ...state } = stateOf({ store, world, now }, 0)
  const document: WorldDocument = {
    ...state,
    project_id,
    name: world.name,
    account: { ...account, id: world.domain_id, name: world.domain_name },
    users: store.identities.users(project_id).map(userOf),
  }
  store.tapes.begin(project_id, { state: JSON.stringify(document), after: store.journal.last(project_id) })
}

/** A user as a case holds them. What stands for their password in the journal is their password in a replay. */
function userOf({ user_id, name, policies, password_hash }: User): UserDocument {
  return { id: user_id, name, policies, ...(password_hash !== null && { password: HIDDEN }) }
}

/** Notes a control call that has changed a world. */
export function noteStep({ store, world }: Pick<Context, 'store' | 'world'>, step: Omit<Step, 'after'>): void {
  const { project_id } = world
  if (store.worlds.get(project_id)?.journal_limit === 0) store.tapes.begin(project_id, 'journal')
  else store.tapes.note(project_id, { ...step, after: store.journal.last(project_id) })
}
