import type { Case, CaseRequest } from '../documents/case.ts'
import type { CreatedWorld } from '../documents/created.ts'
import { HIDDEN } from '../domain/redaction.ts'
import type { Token } from '../store/identities.ts'
import type { Store } from '../store/store.ts'
import { hex } from '../worlds/users.ts'

/** Neither a password nor a token that anybody has. */
const WRONG = 'wrong-on-purpose'

/** Rules that judge a signature, which a case does not hold. */
export const SIGNATURE: readonly (string | null)[] = [
  'authorization_malformed',
  'access_key_unknown',
  'signature_expired',
  'signature_mismatch',
  'security_token',
]

/** Headers of one connection. */
const NOT_SENT =
  /^(?:connection|keep-alive|transfer-encoding|te|trailer|upgrade|expect|content-length|proxy-connection)$/i

/** A signature of somebody who is known, that is not right. */
const badlySigned = (ak: string) =>
  `SDK-HMAC-SHA256 Access=${ak}, SignedHeaders=x-sdk-date, Signature=${'0'.repeat(64)}`

/** Credentials that are as good or as bad in a world made anew as those were that a case leaves out. */
export function createCredentials(store: Store, { project_id, users }: CreatedWorld) {
  /** What stands here for what a label stands for. */
  const secrets = new Map<string, string>()
  const lasting = { project_id, scope: 'project', method: 'password', issued_at: 0, expires_at: null } as const
  const userOf = (name: string | null) => users.find((user) => user.name === name)

  async function add(token: Omit<Token, 'token' | 'project_id'>): Promise<string> {
    const row: Token = { ...token, token: hex(32), project_id }
    await store.write(() => store.identities.addToken(row))
    return row.token
  }

  /** A token for whoever was known by what they showed. */
  async function tokenFor(name: string): Promise<string> {
    const user = store.identities.userNamed(project_id, name)
    return user ? add({ ...lasting, user_id: user.user_id }) : WRONG
  }

  async function tokenOf(label: string, user: string | null): Promise<string> {
    const known = secrets.get(label)
    if (known !== undefined || !/^\[token \d+\]$/.test(label)) return known ?? label
    if (user === null) return WRONG
    const token = await tokenFor(user)
    secrets.set(label, token)
    return token
  }

  return {
    /** Makes the tokens that the world knew. */
    async know(tokens: Case['tokens']): Promise<void> {
      for (const { token, user, scope, issued_at, expires_at } of tokens) {
        const owner = userOf(user)
        if (!owner) continue
        const until = expires_at === null ? null : Date.parse(expires_at)
        const issued = { issued_at: Date.parse(issued_at), expires_at: until }
        const made = await add({ user_id: owner.id, scope, method: 'password', ...issued })
        secrets.set(token, made)
      }
    },
    /** Notes the token that IAM gave here. */
    learn({ response_headers }: CaseRequest, here: string | undefined): void {
      const label = response_headers['x-subject-token']
      if (label !== undefined && here !== undefined) secrets.set(label, here)
    },
    /** A request's body: what hides a password is the password here, unless it was a wrong one. */
    bodyOf: ({ body, rule }: CaseRequest) =>
      Buffer.from(rule === 'iam_password' ? body.replaceAll(HIDDEN, WRONG) : body),
    /** A request's headers, name and value in turn. Whoever signed shows a token. */
    async headersOf({ headers, user, rule }: CaseRequest, length: number): Promise<string[]> {
      const isSigned = headers.some(({ name }) => /^authorization$/i.test(name))
      const isLetIn = isSigned && user !== null && !SIGNATURE.includes(rule)
      const sent: string[] = isLetIn ? ['X-Auth-Token', await tokenFor(user)] : []
      for (const { name, value } of headers) {
        const low = name.toLowerCase()
        if (NOT_SENT.test(low) || (isLetIn && /^(?:authorization|x-auth-token)$/.test(low))) continue
        if (low === 'authorization') sent.push(name, badlySigned(userOf(user)?.access_key.ak ?? 'unknown'))
        else if (low === 'x-auth-token') sent.push(name, await tokenOf(value, user))
        else sent.push(name, low === 'x-subject-token' ? await tokenOf(value, null) : value)
      }
      const isSized = headers.some(({ name }) => /^(?:content-length|transfer-encoding)$/i.test(name))
      return isSized || length > 0 ? [...sent, 'Content-Length', String(length)] : sent
    },
  }
}
