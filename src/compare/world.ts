import type { UserDocument } from '../documents/user.ts'
import type { WorldDocument } from '../documents/world.ts'
import { iso, wallClock } from '../domain/clock.ts'
import type { Store } from '../store/store.ts'
import { createWorld, type Making } from '../worlds/create.ts'
import { hex } from '../worlds/users.ts'
import { at, type Call, textAt } from './call.ts'
import { field } from './har.ts'
import { type Known, knownCertificates } from './history.ts'

/** The tokens of a fresh world: of one who may do all, and of one who may do nothing. */
interface Tokens {
  readonly all: string
  readonly nothing: string
  /** Not for a project. */
  readonly unscoped: string
}

/** The fresh worlds that a recording needs. */
export interface Scene {
  /** The world of the recorded caller. */
  projectOf(call: Call): string
  /** What the caller shows here instead of the credentials that were recorded. */
  tokenOf(call: Call): string
  /** Certificates that the recording says are not there, and shows later: they come then. */
  readonly late: readonly Known[]
  /** The password that belongs to a name here; undefined where nobody of this name was given a token. */
  passwordOf(name: string): string | undefined
}

export const TOKEN = 'KeystoneCreateUserTokenByPassword'

/** What the service gave an id to, and where its answer says so. */
export const BORN: Readonly<Record<string, (received: unknown) => unknown[]>> = {
  PurchaseCertificate: bought,
  SubscribeCertificate: bought,
  UploadCertificate: (received) => [at(received, 'cert_id')],
  ImportCertificate: (received) => [at(received, 'certificate_id')],
  CreateCsr: (received) => [at(received, 'id')],
  UploadCsr: (received) => [at(received, 'id')],
}

const ID = /^[0-9a-f]{32}$/
const PROJECT_REFUSED = ['SCM.0002', 'SCM.0069']

/** Makes fresh worlds in which a recording can take place; their clocks stand at its beginning. */
export async function createScene(store: Store, calls: readonly Call[]): Promise<Scene> {
  const making: Making = { store, config: { review: 'manual' }, now: wallClock() }
  const own = new Set<string>()
  const projects = new Map<string, string>()
  for (const call of calls) {
    const id = isTokenGiven(call) ? textAt(call.received, 'token', 'project', 'id') : call.project
    if (id === undefined || !ID.test(id) || !call.isLetIn || PROJECT_REFUSED.includes(call.code ?? '')) continue
    own.add(id)
    const shown = isTokenGiven(call) ? field(call.answer.headers, 'x-subject-token') : credentialOf(call)
    if (shown !== undefined && !projects.has(shown)) projects.set(shown, id)
  }
  const [main = hex(16)] = own
  own.add(main)
  const projectOf = (call: Call) => {
    if (call.project !== undefined && own.has(call.project)) return call.project
    return projects.get(credentialOf(call) ?? '') ?? main
  }

  const others = calls.filter(({ code, project = '' }) => code === 'SCM.0002' && ID.test(project) && !own.has(project))
  const born = new Set(
    calls.flatMap(({ operation, isDone, received }) => (isDone && BORN[operation]?.(received)) || []),
  )
  const passwords = new Map<string, string>()
  const late: Known[] = []
  const tokens = new Map<string, Tokens>()
  const taken = new Set<string>()
  for (const project_id of own) {
    const here = calls.filter((call) => projectOf(call) === project_id)
    const known = knownCertificates(here, born as ReadonlySet<string>)
    late.push(...known.filter(({ isLate }) => isLate))
    const users = usersOf(here)
    for (const { name, password } of users) if (password !== undefined) passwords.set(name, password)
    const document: WorldDocument = {
      ...identityOf(project_id, here, taken),
      project_id,
      review: 'manual',
      journal: { limit: 0 },
      clock: { now: iso(calls[0]?.at ?? 0), frozen: true },
      users: [{ name: '(all)' }, { name: '(nothing)', policies: [] }, ...users],
      certificates: known.filter(({ isLate }) => !isLate).map(({ document }) => document),
      foreign_certificates: foreignOf(here),
    }
    tokens.set(project_id, await withTokens(making, document))
  }
  const strangers = new Set(others.map(({ project }) => project as string))
  for (const project_id of strangers) await createWorld(making, { project_id })
  const stranger = await createWorld(making, {})

  return {
    projectOf,
    late,
    tokenOf(call) {
      const { all, nothing, unscoped } = tokens.get(projectOf(call)) as Tokens
      // A project of one's own that was another's to whoever asked: they were strangers there.
      if (call.code === 'SCM.0002') return own.has(call.project ?? '') ? stranger.token : all
      return ({ 'SCM.4002': nothing, 'SCM.1000': unscoped } as Record<string, string>)[call.code ?? ''] ?? all
    },
    passwordOf: (name) => passwords.get(name),
  }
}

/** Makes a world, and the tokens for it. */
async function withTokens(making: Making, document: WorldDocument): Promise<Tokens> {
  const { project_id, users } = await createWorld(making, document)
  const [all, nothing] = users
  if (!all || !nothing) throw new Error('a world has the users that it was made with')
  const unscoped = hex(32)
  const token = { token: unscoped, project_id, user_id: all.id, issued_at: 0, expires_at: null }
  await making.store.write(() => making.store.identities.addToken({ ...token, scope: 'none', method: 'password' }))
  return { all: all.token, nothing: nothing.token, unscoped }
}

export function isTokenGiven({ operation, isDone }: Call): boolean {
  return operation === TOKEN && isDone
}

/** The access key or the token that was shown. */
export function credentialOf({ headers }: Call): string | undefined {
  const [, access] = /\bAccess=([^,\s]+)/.exec(field(headers, 'authorization') ?? '') ?? []
  return access ?? field(headers, 'x-auth-token')
}

/** What IAM said of a project: its name, and its account. */
function identityOf(project_id: string, calls: readonly Call[], taken: Set<string>): WorldDocument {
  const given = calls.filter(isTokenGiven).map(({ received }) => at(received, 'token'))
  const listed = calls.flatMap(({ operation, received }) =>
    operation === 'KeystoneListProjects' ? ((at(received, 'projects') as unknown[] | undefined) ?? []) : [],
  )
  const find = (values: (string | undefined)[], isRight: (value: string) => boolean) =>
    values.find((value): value is string => value !== undefined && isRight(value) && !taken.has(value))
  const own = listed.filter((row) => at(row, 'id') === project_id)
  const name = find(
    [...given.map((token) => textAt(token, 'project', 'name')), ...own.map((row) => textAt(row, 'name'))],
    (value) => /^[A-Za-z0-9_-]{1,64}$/.test(value),
  )
  const account = find(
    given.map((token) => textAt(token, 'user', 'domain', 'name')),
    (value) => value.length > 0 && value.length <= 64,
  )
  const id = find(
    [...given.map((token) => textAt(token, 'user', 'domain', 'id')), ...own.map((row) => textAt(row, 'domain_id'))],
    (value) => ID.test(value),
  )
  for (const value of [account, id]) if (value !== undefined) taken.add(value)
  return {
    ...(name !== undefined && { name }),
    account: { ...(account !== undefined && { name: account }), ...(id !== undefined && { id }) },
  }
}

/** The users who were given a token for a password, with the first one that was right. */
function usersOf(calls: readonly Call[]): UserDocument[] {
  const users = new Map<string, UserDocument>()
  for (const call of calls.filter(isTokenGiven)) {
    const user = at(call.sent, 'auth', 'identity', 'password', 'user')
    const [name = '', password = ''] = [textAt(user, 'name'), textAt(user, 'password')]
    const isRight = name !== '' && name.length <= 64 && password !== '' && password.length <= 128
    if (isRight && !users.has(name)) users.set(name, { name, password })
  }
  return [...users.values()]
}

/** The certificates that are another tenant's. */
function foreignOf(calls: readonly Call[]): string[] {
  return [
    ...new Set(calls.flatMap(({ code, certificate }) => (code === 'SCM.0003' && certificate ? [certificate] : []))),
  ]
}

function bought(received: unknown): unknown[] {
  const rows = at(received, 'cert')
  return Array.isArray(rows) ? rows.map((row) => at(row, 'cert_id')) : []
}
