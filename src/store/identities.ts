import type { Policy, SystemPolicy } from '../domain/policy.ts'
import type { Database } from './database.ts'

export interface User {
  project_id: string
  user_id: string
  name: string
  password_hash: string | null
  policies: (Policy | SystemPolicy)[]
}

type StoredUser = Omit<User, 'policies'> & { policies: string }

/** A token speaks for a user; null in `expires_at` is never. */
export interface Token {
  token: string
  project_id: string
  user_id: string
  scope: 'project' | 'domain' | 'none'
  /** What was shown for it. */
  method: 'password' | 'token'
  issued_at: number
  expires_at: number | null
}

export interface AccessKey {
  ak: string
  sk: string
  project_id: string
  user_id: string
  /** A temporary key goes with this; null for a permanent one. */
  security_token: string | null
}

/** Users and their credentials. What writes is for use inside `Database.write`. */
export function createIdentities({ prepare, cached, touch }: Database) {
  const user = prepare<[string, string], StoredUser>('SELECT * FROM users WHERE project_id = ? AND user_id = ?')
  const userNamed = prepare<[string, string], StoredUser>('SELECT * FROM users WHERE project_id = ? AND name = ?')
  const usersWithId = prepare<[string], StoredUser>('SELECT * FROM users WHERE user_id = ? LIMIT 2')
  const token = prepare<[string], Token>('SELECT * FROM tokens WHERE token = ?')
  const accessKey = prepare<[string], AccessKey>('SELECT * FROM access_keys WHERE ak = ?')
  const lasting = prepare<[string], Token>(
    `SELECT * FROM tokens WHERE project_id = ? AND expires_at IS NULL ORDER BY token LIMIT 1`,
  )
  const keyOf = prepare<[string], AccessKey>(
    'SELECT * FROM access_keys WHERE project_id = ? AND security_token IS NULL ORDER BY ak LIMIT 1',
  )
  const keyOfUser = prepare<[string, string], AccessKey>(
    'SELECT * FROM access_keys WHERE project_id = ? AND user_id = ? AND security_token IS NULL ORDER BY ak LIMIT 1',
  )
  const addUser = prepare<StoredUser>(
    'INSERT INTO users (project_id, user_id, name, password_hash, policies) VALUES (@project_id, @user_id, @name, @password_hash, @policies)',
  )
  const addToken = prepare<Token>(
    `INSERT INTO tokens (token, project_id, user_id, scope, method, issued_at, expires_at)
     VALUES (@token, @project_id, @user_id, @scope, @method, @issued_at, @expires_at)`,
  )
  const addAccessKey = prepare<AccessKey>(
    'INSERT INTO access_keys (ak, sk, project_id, user_id, security_token) VALUES (@ak, @sk, @project_id, @user_id, @security_token)',
  )
  const users = prepare<[string], StoredUser>('SELECT * FROM users WHERE project_id = ? ORDER BY rowid')
  const setUser = prepare<StoredUser>(
    `UPDATE users SET password_hash = @password_hash, policies = @policies
     WHERE project_id = @project_id AND user_id = @user_id`,
  )
  const endTokens = prepare<[string, string]>(
    'DELETE FROM tokens WHERE project_id = ? AND user_id = ? AND expires_at IS NOT NULL',
  )
  const removeKeys = prepare<[string, string]>('DELETE FROM access_keys WHERE project_id = ? AND user_id = ?')
  const byKey = cached((key) => {
    const [project_id = '', user_id = ''] = key.split('/')
    return parse(user.get(project_id, user_id))
  })

  /** Runs a statement that writes what is cached. */
  function write<Row>(statement: { run(row: Row): unknown }, row: Row): void {
    touch()
    statement.run(row)
  }

  return {
    users: (project_id: string) => users.all(project_id).map(parse),
    setUser: (row: User) => write(setUser, { ...row, policies: JSON.stringify(row.policies) }),
    /** Ends the tokens that IAM issued to a user. */
    endTokens(project_id: string, user_id: string): void {
      touch()
      endTokens.run(project_id, user_id)
    },
    removeKeys(project_id: string, user_id: string): void {
      touch()
      removeKeys.run(project_id, user_id)
    },
    user: (project_id: string, user_id: string) => byKey(`${project_id}/${user_id}`),
    userNamed: (project_id: string, name: string) => parse(userNamed.get(project_id, name)),
    /** Users of all worlds with an id: two at most, since more than one is nobody. */
    usersWithId: (user_id: string) => usersWithId.all(user_id).map(parse),
    token: cached((value) => token.get(value)),
    accessKey: cached((ak) => accessKey.get(ak)),
    /** A user's permanent key; a user may have none. */
    keyOf: (project_id: string, user_id: string) => keyOfUser.get(project_id, user_id),
    /** Credentials of a world that may be shown to whoever runs the server. */
    lasting: (project_id: string) => ({ token: lasting.get(project_id)?.token, key: keyOf.get(project_id) }),
    addUser: (row: User) => write(addUser, { ...row, policies: JSON.stringify(row.policies) }),
    addToken: (row: Token) => write(addToken, row),
    addAccessKey: (row: AccessKey) => write(addAccessKey, row),
  }
}

function parse<Row extends StoredUser | undefined>(row: Row) {
  return row && { ...row, policies: JSON.parse(row.policies) as User['policies'] }
}
