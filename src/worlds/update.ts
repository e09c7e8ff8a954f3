import type { Context } from '../ca/context.ts'
import type { UserDocument } from '../documents/user.ts'
import type { WorldChange } from '../documents/world.ts'
import { wallClock } from '../domain/clock.ts'
import { hash } from '../domain/password.ts'
import type { Store } from '../store/store.ts'
import type { World } from '../store/worlds.ts'
import { currentWorld } from './current.ts'
import { expiryOf } from './origin.ts'
import { addCredentials, addUser, completeUser } from './users.ts'

/**
 * Changes a world's settings and users. Whoever gets another password, key or set of policies loses the tokens that IAM
 * gave them.
 *
 * @throws Invalid where a token or an access key is taken
 */
export function updateWorld(context: Context, change: WorldChange): Promise<World> {
  const { store } = context
  return store.write(() => {
    const world = currentWorld(context)
    const { project_id } = world
    store.worlds.setSettings({
      project_id,
      review: change.review ?? world.review,
      purchase: change.purchase ?? world.purchase,
      language: change.language ?? world.language,
      duplicate_check: change.duplicate_check ?? world.duplicate_check,
      upload_chain: change.upload_chain ?? world.upload_chain,
      throttle: change.throttle === undefined ? world.throttle : change.throttle,
      account_state: change.account?.state ?? world.account_state,
      revocation: change.revocation ?? world.revocation,
      expires_at: change.expires_in === undefined ? world.expires_at : expiryOf(change.expires_in, wallClock()),
      journal_limit: change.journal?.limit ?? world.journal_limit,
    })
    if (change.journal) store.journal.shorten(project_id, change.journal.limit)
    for (const user of change.users ?? []) changeUser(store, project_id, user)
    store.events.wake(project_id)
    return currentWorld(context)
  })
}

function changeUser(store: Store, project_id: string, change: UserDocument): void {
  const { identities } = store
  const user = identities.userNamed(project_id, change.name)
  if (!user) {
    addUser(store, project_id, completeUser(change))
    return
  }
  const { password, policies, token, access_key, temporary_access_key } = change
  identities.setUser({
    ...user,
    password_hash: password === undefined ? user.password_hash : hash(password),
    policies: policies ?? user.policies,
  })
  if (password !== undefined || policies || access_key || temporary_access_key) {
    identities.endTokens(project_id, user.user_id)
  }
  if (access_key) identities.removeKeys(project_id, user.user_id)
  addCredentials(store, user, { token, access_key, temporary_access_key })
}
