import escapeRegExp from 'escape-string-regexp'
import { HIDDEN, hide, isSecretHeader } from '../domain/redaction.ts'
import type { Call } from './call.ts'
import type { Fields } from './har.ts'

/** What a secret is called in a body or a query. */
const FIELDS =
  /^(?:.*password|passwd|passcode|(?:enc_)?private_?key|.*secret|sk|ak|access|(?:secret_)?access_?key(?:_?id)?|.*token|.*signature)$/i

/** What a header is called that may hold one. */
const HEADERS = /token|secret|passw|passcode|credential|session|signature|cookie|auth|key$|^x-hw-.*id$/i

/** A shorter text than this stands in too many places. */
const SHORTEST = 4

/**
 * Takes the secrets out of texts: those that a recording holds, wherever they stand, and what else their names give
 * away. For every text before it is printed.
 */
export function createScrub(calls: readonly Call[]): (text: string) => string {
  const secrets = new Set<string>()
  for (const { headers, answer, url, sent, received } of calls) {
    for (const secret of [...inHeaders(headers), ...inHeaders(answer.headers), ...inQuery(url)]) add(secret)
    for (const body of [sent, received]) for (const secret of inJson(body)) add(secret)
  }
  function add(secret: string): void {
    for (const form of [secret, encodeURIComponent(secret.toWellFormed())]) {
      if (form.length >= SHORTEST) secrets.add(form)
    }
  }
  if (secrets.size === 0) return hide
  // The longest first: one may begin with another.
  const longest = [...secrets].sort((a, b) => b.length - a.length).map(escapeRegExp)
  const pattern = new RegExp(longest.join('|'), 'g')
  return (text) => hide(text.replace(pattern, HIDDEN))
}

/** Whether the value of a header may be a secret, so that it is not to be shown. */
export function mayBeSecret(name: string): boolean {
  return isSecretHeader(name) || HEADERS.test(name)
}

function inHeaders(headers: Fields): string[] {
  return headers.flatMap(([name, value]) => {
    if (name === 'set-cookie' || name === 'cookie') return value.split(/;\s*/).flatMap(inCookie)
    if (name === 'authorization') return [value, ...value.split(/[\s,]+/).flatMap(inCredential)]
    return mayBeSecret(name) ? [value] : []
  })
}

function inCookie(pair: string): string[] {
  const [name = '', ...value] = pair.split('=')
  return /^(?:path|domain|expires|max-age|samesite|secure|httponly)$/i.test(name) ? [] : [value.join('=')]
}

/** Of a signature neither the scheme nor the names of what is signed are secret. */
function inCredential(part: string): string[] {
  if (/^(?:[\w-]+-HMAC-SHA256|Bearer|Basic|SignedHeaders=.*)$/i.test(part)) return []
  return [part.replace(/^(?:Access|Credential|Signature)=/, '')]
}

function inQuery(url: string): string[] {
  const query = url.split('?').slice(1).join('?')
  return [...new URLSearchParams(query)].flatMap(([name, value]) => (FIELDS.test(name) ? [value] : []))
}

function inJson(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    if (FIELDS.test(name) && (typeof inner === 'string' || typeof inner === 'number')) return [String(inner)]
    return inJson(inner)
  })
}
