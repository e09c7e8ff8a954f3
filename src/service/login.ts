import { randomBytes } from 'node:crypto'
import { withinCalendar } from '../domain/clock.ts'
import { DAY } from '../domain/duration.ts'
import { matches } from '../domain/password.ts'
import { refuse } from '../domain/rules.ts'
import type { Token, User } from '../store/identities.ts'
import type { World } from '../store/worlds.ts'
import type { Context } from './context.ts'

/** A token lives 24 hours of its world's time; a new one does not end older ones (IAM API reference). */
const LIFETIME = DAY

/** A project or an account, by its id, its name or both. */
interface Named {
  readonly id?: string
  readonly name?: string
}

/** What a token is asked for; with both the project wins, with none it is unscoped (IAM API reference). */
export interface Scope {
  readonly project?: Named
  readonly domain?: Named
}

/** The user whose name and password these are. @throws Refusal where they are nobody's */
export async function login(
  { store }: Pick<Context, 'store'>,
  world: World | null,
  { name, password }: { name: string; password: string },
): Promise<{ world: World; user: User }> {
  const user = world && store.identities.userNamed(world.project_id, name)
  if (!(world && user?.password_hash && (await matches(password, user.password_hash)))) throw refuse('iam_password')
  return { world, user }
}

/**
 * Gives a user who has logged in a token.
 *
 * @throws Refusal where the scope is not the user's, or the password was changed since they logged in
 */
export async function issueToken(
  { store, world, now }: Pick<Context, 'store' | 'world' | 'now'>,
  user: User,
  scope: Scope = {},
): Promise<Token> {
  const { project_id } = world
  const token: Token = {
    token: `MII${randomBytes(96).toString('base64url')}`,
    project_id,
    user_id: user.user_id,
    scope: kindOf(scope, world),
    issued_at: now,
    expires_at: withinCalendar(now + LIFETIME),
  }
  await store.write(() => {
    // A changed password ends tokens; the whole world may be gone.
    const { password_hash } = store.identities.user(project_id, user.user_id) ?? {}
    if (password_hash !== user.password_hash) throw refuse('iam_password', 'the password has been changed meanwhile')
    store.identities.addToken(token)
  })
  return token
}

function kindOf({ project, domain }: Scope, world: World): Token['scope'] {
  if (project) return own('project', project, { id: world.project_id, name: world.name })
  if (domain) return own('domain', domain, { id: world.domain_id, name: world.domain_name })
  return 'none'
}

function own<Kind extends 'project' | 'domain'>(kind: Kind, wanted: Named, { id, name }: Required<Named>): Kind {
  const isNamed = (wanted.id ?? wanted.name) !== undefined
  if (isNamed && (wanted.id ?? id) === id && (wanted.name ?? name) === name) return kind
  const what = kind === 'project' ? 'project' : 'account'
  throw refuse('iam_scope', `the user has no ${what} ${wanted.id ?? wanted.name}`)
}
