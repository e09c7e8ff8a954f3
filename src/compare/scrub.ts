import { HIDDEN, hide, isSecretHeader } from '../domain/secrets.ts'
import type { Call } from './call.ts'
import type { Fields } from './har.ts'

/** What a secret is called in a body or a query. */
const NAMES =
  /^(?:password|passwd|private_?key|enc_private_key|secret|sk|ak|access|access_?key(?:_id)?|secret_access_key|security_?token|x-.*token|token|signature|passcode|x-sdk-signature)$/i

/** A shorter text than this stands in too many places. */
const SHORTEST = 4

/**
 * Takes the secrets out of texts: those that a recording holds, wherever they stand, and what else their names give
 * away. For every text before it is printed.
 */
export function createScrub(calls: readonly Call[]): (text: string) => string {
  const secrets = new Set<string>()
  for (const { headers, answer, url, sent, received } of calls) {
    for (const secret of [...inFields(headers), ...inFields(answer.headers), ...inQuery(url)]) add(secret)
    for (const body of [sent, received]) for (const secret of inJson(body)) add(secret)
  }
  function add(secret: string): void {
    for (const form of [secret, encodeURIComponent(secret.toWellFormed()), JSON.stringify(secret).slice(1, -1)]) {
      if (form.length >= SHORTEST) secrets.add(form)
    }
  }
  // The longest first: one may begin with another.
  const longest = [...secrets].sort((a, b) => b.length - a.length)
  return (text) => hide(longest.reduce((left, secret) => left.replaceAll(secret, HIDDEN), text))
}

function inFields(headers: Fields): string[] {
  return headers.flatMap(([name, value]) => {
    if (name === 'set-cookie' || name === 'cookie') return [value, ...value.split(/;\s*/).flatMap(inCookie)]
    if (name === 'authorization') return [value, ...value.split(/[\s,]+/).flatMap(inCredential)]
    return isSecretHeader(name) || NAMES.test(name) ? [value] : []
  })
}

const inCookie = (pair: string) => {
  const [name = '', ...value] = pair.split('=')
  return /^(?:path|domain|expires|max-age|samesite|secure|httponly)$/i.test(name) ? [] : [value.join('=')]
}

/** Of a signature what it signs is no secret; of other schemes all is. */
const inCredential = (part: string) => {
  const [, name, value] = /^(\w+)=(.*)$/.exec(part) ?? []
  if (name === undefined) return /^[\w-]+-HMAC-SHA256$|^Bearer$|^Basic$/i.test(part) ? [] : [part]
  return name === 'SignedHeaders' ? [] : [value ?? '']
}

function inQuery(url: string): string[] {
  const query = url.split('?').slice(1).join('?')
  return [...new URLSearchParams(query)].flatMap(([name, value]) => (NAMES.test(name) ? [value] : []))
}

function inJson(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    if (NAMES.test(name) && (typeof inner === 'string' || typeof inner === 'number')) return [String(inner)]
    return inJson(inner)
  })
}
