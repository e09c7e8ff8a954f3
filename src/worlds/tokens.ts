import { randomBytes } from 'node:crypto'
import type { Context } from '../ca/context.ts'
import type { AccessKey } from '../documents/user.ts'
import { Invalid, suggest } from '../domain/check.ts'
import type { User } from '../store/identities.ts'

/**
 * A user of a world by name; the first one unless a name is given.
 *
 * @throws Invalid where there is none, with the nearest name
 */
export function userOf({ store, world: { project_id } }: Pick<Context, 'store' | 'world'>, name?: string): User {
  const users = store.identities.users(project_id)
  const user = name === undefined ? users[0] : users.find((known) => known.name === name)
  if (user) return user
  const names = users.map((known) => known.name)
  throw new Invalid(`body /user: the world has no user ${name ?? ''}${suggest(name ?? '', names)}`)
}

/** A user's credentials: a new token, and the access key, null where the user has none. */
export interface Credentials {
  user: string
  token: string
  access_key: AccessKey | null
}

/** Makes a token that never expires, scoped to the project. @throws Invalid where there is no such user */
export function createToken(context: Context, name?: string): Promise<Credentials> {
  const { store, now } = context
  return store.write(() => {
    const { project_id, user_id, name: user } = userOf(context, name)
    const token = randomBytes(48).toString('base64url')
    store.identities.addToken({
      token,
      project_id,
      user_id,
      scope: 'project',
      method: 'password',
      issued_at: now,
      expires_at: null,
    })
    const key = store.identities.keyOf(project_id, user_id)
    return { user, token, access_key: key ? { ak: key.ak, sk: key.sk } : null }
  })
}
