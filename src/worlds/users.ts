import { randomBytes } from 'node:crypto'
import { type Static, Type } from 'typebox'
import { Invalid } from '../domain/check.ts'
import { hash } from '../domain/password.ts'
import { SYSTEM_POLICIES, type SystemPolicy } from '../domain/policy.ts'
import type { AccessKey, User } from '../store/identities.ts'
import type { Store } from '../store/store.ts'

const strict = { additionalProperties: false }

/** What IAM gives its users, projects and accounts. */
export const Id = Type.String({ pattern: '^[0-9a-f]{32}$', description: '32 hexadecimal digits' })

const ak = Type.String({ pattern: '^[A-Za-z0-9]{8,64}$', description: '8 to 64 letters and digits' })
const secret = Type.String({
  minLength: 8,
  maxLength: 4096,
  pattern: '^[\\x21-\\x7e]+$',
  description: 'printable ASCII',
})

/** A policy: one of the system's by name, or one of its own. */
export const PolicyDocument = Type.Union([
  Type.Enum(Object.keys(SYSTEM_POLICIES) as SystemPolicy[]),
  Type.Object(
    {
      Version: Type.Literal('1.1'),
      Statement: Type.Immutable(
        Type.Array(
          Type.Object(
            {
              Effect: Type.Enum(['Allow', 'Deny']),
              Action: Type.Immutable(Type.Array(Type.String({ maxLength: 128, pattern: '^[A-Za-z0-9:*]+$' }))),
            },
            strict,
          ),
        ),
      ),
    },
    strict,
  ),
])

export const UserDocument = Type.Object(
  {
    id: Type.Optional(Id),
    name: Type.String({ minLength: 1, maxLength: 64, pattern: '^\\P{Surrogate}*$' }),
    password: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    policies: Type.Optional(Type.Array(PolicyDocument)),
    token: Type.Optional(secret),
    access_key: Type.Optional(Type.Object({ ak, sk: secret }, strict)),
    temporary_access_key: Type.Optional(Type.Object({ ak, sk: secret, security_token: secret }, strict)),
  },
  strict,
)
export type UserDocument = Static<typeof UserDocument>

/** A user with everything that they need to ask; the password only as its hash. */
export type SettledUser = Omit<UserDocument, 'password'> &
  Required<Pick<UserDocument, 'id' | 'token' | 'access_key'>> & { password_hash: string | null }

/** Random bytes in hexadecimal: ids are 16 of them. */
export const hex = (bytes: number) => randomBytes(bytes).toString('hex')

/** Gives a user an id, a token and an access key where the document leaves them open. */
export function settleUser({ password, ...user }: UserDocument): SettledUser {
  return {
    ...user,
    id: user.id ?? hex(16),
    token: user.token ?? randomBytes(48).toString('base64url'),
    access_key: user.access_key ?? { ak: hex(10).toUpperCase(), sk: randomBytes(30).toString('base64url') },
    password_hash: password === undefined ? null : hash(password),
  }
}

/** Writes a user. For use inside `Store.write`. @throws Invalid where a token or an access key is taken */
export function addUser(store: Store, project_id: string, settled: SettledUser): void {
  const { id, name, password_hash, policies = ['SCM FullAccess'] } = settled
  const user: User = { project_id, user_id: id, name, password_hash, policies }
  if (store.identities.user(project_id, id)) throw new Invalid(`/users: the id ${id} is taken`)
  store.identities.addUser(user)
  addCredentials(store, user, settled)
}

type Given = { [Field in 'token' | 'access_key' | 'temporary_access_key']?: UserDocument[Field] | undefined }

/** Writes credentials that never expire. For use inside `Store.write`. @throws Invalid where one of them is taken */
export function addCredentials({ identities }: Store, { project_id, user_id, name }: User, given: Given): void {
  const owner = { project_id, user_id }
  if (given.token !== undefined) {
    if (identities.token(given.token)) throw new Invalid(`/users: the token of ${name} is taken`)
    identities.addToken({ ...owner, token: given.token, scope: 'project', issued_at: 0, expires_at: null })
  }
  const keys: Pick<AccessKey, 'ak' | 'sk' | 'security_token'>[] = []
  if (given.access_key) keys.push({ ...given.access_key, security_token: null })
  if (given.temporary_access_key) keys.push(given.temporary_access_key)
  for (const key of keys) {
    if (identities.accessKey(key.ak)) throw new Invalid(`/users: the access key ${key.ak} is taken`)
    identities.addAccessKey({ ...owner, ...key })
  }
}
