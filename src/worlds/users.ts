import { randomBytes } from 'node:crypto'
import type { UserDocument } from '../documents/user.ts'
import { Invalid } from '../domain/check.ts'
import { hash } from '../domain/password.ts'
import type { AccessKey, User } from '../store/identities.ts'
import type { Store } from '../store/store.ts'

/** A user with everything that they need to ask; the password only as its hash. */
export type CompleteUser = Omit<UserDocument, 'password'> &
  Required<Pick<UserDocument, 'id' | 'token' | 'access_key'>> & { password_hash: string | null }

/** Random bytes in hexadecimal: ids are 16 of them. */
export const hex = (bytes: number) => randomBytes(bytes).toString('hex')

/** Gives a user an id, a token and an access key where the document leaves them open. */
export function completeUser({ password, ...user }: UserDocument): CompleteUser {
  return {
    ...user,
    id: user.id ?? hex(16),
    token: user.token ?? randomBytes(48).toString('base64url'),
    access_key: user.access_key ?? { ak: hex(10).toUpperCase(), sk: randomBytes(30).toString('base64url') },
    password_hash: password === undefined ? null : hash(password),
  }
}

/** Writes a user. For use inside `Store.write`. @throws Invalid where a token or an access key is taken */
export function addUser(store: Store, project_id: string, complete: CompleteUser): void {
  const { id, name, password_hash, policies = ['SCM FullAccess'] } = complete
  const user: User = { project_id, user_id: id, name, password_hash, policies }
  if (store.identities.user(project_id, id)) throw new Invalid(`/users: the id ${id} is taken`)
  store.identities.addUser(user)
  addCredentials(store, user, complete)
}

type Given = { [Field in 'token' | 'access_key' | 'temporary_access_key']?: UserDocument[Field] | undefined }

/** Writes credentials that never expire. For use inside `Store.write`. @throws Invalid where one of them is taken */
export function addCredentials({ identities }: Store, { project_id, user_id, name }: User, given: Given): void {
  const owner = { project_id, user_id }
  if (given.token !== undefined) {
    if (identities.token(given.token)) throw new Invalid(`/users: the token of ${name} is taken`)
    identities.addToken({
      ...owner,
      token: given.token,
      scope: 'project',
      method: 'password',
      issued_at: 0,
      expires_at: null,
    })
  }
  const keys: Pick<AccessKey, 'ak' | 'sk' | 'security_token'>[] = []
  if (given.access_key) keys.push({ ...given.access_key, security_token: null })
  if (given.temporary_access_key) keys.push(given.temporary_access_key)
  for (const key of keys) {
    if (identities.accessKey(key.ak)) throw new Invalid(`/users: the access key ${key.ak} is taken`)
    identities.addAccessKey({ ...owner, ...key })
  }
}
