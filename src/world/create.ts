import { randomBytes } from 'node:crypto'
import { Invalid } from '../domain/check.ts'
import { instant, set, wallClock } from '../domain/clock.ts'
import { hash } from '../domain/password.ts'
import type { World } from '../store/projects.ts'
import type { Store } from '../store/store.ts'
import type { CertificateDocument, UserDocument, WorldDocument } from './document.ts'
import { place } from './place.ts'

type SettledUser = Omit<UserDocument, 'password'> &
  Required<Pick<UserDocument, 'id' | 'token' | 'access_key'>> & { password_hash: string | null }

/** A document with every id and secret in it settled: what a world is made from, and what reset comes back to. */
export type Origin = Omit<WorldDocument, 'users' | 'certificates'> &
  Required<Pick<WorldDocument, 'project_id' | 'name' | 'review'>> & {
    account: { id: string; name: string; state: World['account_state'] }
    users: SettledUser[]
    certificates: (CertificateDocument & { id: string })[]
  }

const hex = (bytes: number) => randomBytes(bytes).toString('hex')

/**
 * Gives every part of a document its identity.
 *
 * @param defaults the server's settings for what the document leaves open
 * @throws Invalid where one id is given twice
 */
export function originOf(document: WorldDocument, defaults: { review: string }): Origin {
  const project_id = document.project_id ?? hex(16)
  const users = document.users?.length ? document.users : [{ name: 'user' }]
  const certificates = withIds(document.certificates ?? [], wallClock())
  unique(
    '/certificates',
    'id',
    certificates.map(({ id }) => id),
  )
  unique(
    '/users',
    'name',
    users.map(({ name }) => name),
  )
  return {
    ...document,
    project_id,
    name: document.name ?? 'cn-north-4',
    review: document.review ?? defaults.review,
    account: {
      id: document.account?.id ?? hex(16),
      name: document.account?.name ?? `account-${project_id.slice(0, 12)}`,
      state: document.account?.state ?? 'active',
    },
    users: users.map(({ password, ...user }) => ({
      ...user,
      id: user.id ?? hex(16),
      token: user.token ?? randomBytes(48).toString('base64url'),
      access_key: user.access_key ?? { ak: hex(10).toUpperCase(), sk: randomBytes(30).toString('base64url') },
      password_hash: password === undefined ? null : hash(password),
    })),
    certificates,
  }
}

function withIds(documents: CertificateDocument[], now: number): Origin['certificates'] {
  const taken = new Set(documents.map(({ id }) => id))
  let digits = now
  const next = () => {
    while (taken.has(`scs${digits}`)) digits += 1
    const id = `scs${digits}`
    taken.add(id)
    return id
  }
  return documents.map((document) => ({ ...document, id: document.id ?? next() }))
}

function unique(place: string, field: string, values: string[]): void {
  const twice = values.findIndex((value, index) => values.indexOf(value) !== index)
  if (twice >= 0) throw new Invalid(`${place}/${twice}/${field} is there twice: ${values[twice]}`)
}

/**
 * Writes a world's rows as its origin describes them, at the present time. For use inside `Store.write`.
 *
 * @throws Invalid where something that must be the server's only one is taken: a project, an account, a token, a key
 */
export function install(store: Store, origin: Origin): World {
  const { projects, certificates } = store
  const { project_id, account, review, name } = origin
  if (projects.get(project_id)) throw new Invalid(`/project_id is taken: ${project_id}`)
  if (projects.ofDomain(account.name)) throw new Invalid(`/account/name is taken: ${account.name}`)
  const wall = wallClock()
  const now = origin.clock?.now === undefined ? wall : instant(origin.clock.now, wall)
  const world: World = {
    project_id,
    name,
    domain_id: account.id,
    domain_name: account.name,
    account_state: account.state,
    review,
    throttle: origin.throttle ?? null,
    ...(origin.clock ? set(now, origin.clock.frozen ?? false) : { clock_offset: 0, clock_frozen_at: null }),
  }
  projects.insert({ ...world, origin: JSON.stringify(origin) })
  for (const user of origin.users) addUser(store, project_id, user, now)
  for (const document of origin.certificates) certificates.insert(place(document, project_id, now))
  for (const id of origin.foreign_certificates ?? []) certificates.addForeign(project_id, id)
  return world
}

function addUser({ identities }: Store, project_id: string, user: SettledUser, now: number): void {
  const { id, name, password_hash, policies = ['SCM FullAccess'], token, access_key, temporary_access_key } = user
  const owner = { project_id, user_id: id }
  const keys = [{ ...access_key, security_token: null }, ...(temporary_access_key ? [temporary_access_key] : [])]
  if (identities.token(token)) throw new Invalid(`/users: the token of ${name} is taken`)
  identities.addUser({ ...owner, name, password_hash, policies })
  identities.addToken({ ...owner, token, scope: 'project', issued_at: now, expires_at: null })
  for (const key of keys) {
    if (identities.accessKey(key.ak)) throw new Invalid(`/users: the access key ${key.ak} is taken`)
    identities.addAccessKey({ ...owner, ...key })
  }
}

/** Makes a world from a document, all of it or nothing. @throws Invalid */
export function create(store: Store, document: WorldDocument, defaults: { review: string }): Promise<World> {
  const origin = originOf(document, defaults)
  return store.write(() => install(store, origin))
}
