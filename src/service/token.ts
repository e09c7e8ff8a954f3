import { refuse } from '../domain/rules.ts'
import type { Token, User } from '../store/identities.ts'
import type { World } from '../store/worlds.ts'
import type { Context } from './context.ts'

/** A token, with whose it is. */
export interface KnownToken {
  readonly token: Token
  readonly world: World
  readonly user: User
}

/** The caller's world, where they have one. */
type Caller = Pick<Context, 'store' | 'now'> & { readonly world: World | null }

/**
 * What a token is that somebody of the same account asks about.
 *
 * @throws Refusal where it is unknown, another account's, or has expired
 */
export function showToken({ store, world, now }: Caller, subject?: string): KnownToken {
  const token = subject === undefined ? undefined : store.identities.token(subject)
  const user = token && store.identities.user(token.project_id, token.user_id)
  if (!(world && user) || token.project_id !== world.project_id) throw refuse('iam_subject')
  if (token.expires_at !== null && token.expires_at <= now) {
    throw refuse('iam_subject', 'the token in X-Subject-Token has expired')
  }
  return { token, world, user }
}
