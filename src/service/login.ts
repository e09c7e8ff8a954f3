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
  /** Where a project's account is named, it is the user's. */
  readonly project?: Named & { readonly domain?: Named }
  readonly domain?: Named
}

/** Who wants to log in: a user by their id, which is of one account, or by name. */
type Shown = { readonly password: string } & ({ readonly id: string } | { readonly name: string })

/** The user whose name or id, and password, these are. @throws Refusal where they are nobody's */
export async function login(
  { store }: Pick<Context, 'store'>,
  world: World | null,
  shown: Shown,
): Promise<{ world: World; user: User }> {
  const find = ({ project_id }: World) =>
    'id' in shown ? store.identities.user(project_id, shown.id) : store.identities.userNamed(project_id, shown.name)
  const user = world && find(world)
  if (!(world && user?.password_hash && (await matches(shown.password, user.password_hash)))) {
    throw refuse('iam_password')
  }
  return { world, user }
}

/**
 * The user whose token this is, and the token, for which they want another one.
 *
 * @throws Refusal where it is nobody's, or has expired
 */
export function exchange(
  { store, world, now }: Pick<Context, 'store' | 'now'> & { readonly world: World | null },
  sent: string,
): { world: World; user: User; source: Token } {
  const source = store.identities.token(sent)
  const user = source && store.identities.user(source.project_id, source.user_id)
  if (!(world && user)) throw refuse('iam_token')
  if (source.expires_at !== null && source.expires_at <= now) throw refuse('iam_token', 'the token has expired')
  return { world, user, source }
}

/**
 * Gives a user who has logged in a token.
 *
 * @param source the token that they showed instead of a password: the new one ends with it, as Keystone has it (assumed)
 * @throws Refusal where the scope is not the user's, the password was changed since they logged in, or the token ended
 */
export async function issueToken(
  { store, world, now }: Pick<Context, 'store' | 'world' | 'now'>,
  user: User,
  scope: Scope = {},
  source?: Token,
): Promise<Token> {
  const { project_id } = world
  const token: Token = {
    token: `MII${randomBytes(96).toString('base64url')}`,
    project_id,
    user_id: user.user_id,
    scope: kindOf(scope, world),
    method: source ? 'token' : 'password',
    issued_at: now,
    expires_at: source?.expires_at ?? withinCalendar(now + LIFETIME),
  }
  await store.write(() => {
    // A changed password ends tokens; the whole world may be gone.
    const { password_hash } = store.identities.user(project_id, user.user_id) ?? {}
    if (password_hash !== user.password_hash) throw refuse('iam_password', 'the password has been changed meanwhile')
    if (source && !store.identities.token(source.token)) throw refuse('iam_token', 'the token has ended meanwhile')
    store.identities.addToken(token)
  })
  return token
}

function kindOf({ project, domain }: Scope, world: World): Token['scope'] {
  if (project?.domain) own('domain', project.domain, { id: world.domain_id, name: world.domain_name })
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
