import { type AlgorithmName, algorithmOf, digestOf, type Secret } from './algorithms.ts'
import { type Authorization, namesOf } from './header.ts'
import { hmac } from './hmac.ts'

/**
 * AK/SK signatures as the signing guide of API Gateway describes them; what clients do differently was read in the
 * vendor's SDKs. Pure.
 */

/** What of a request a signature is over. */
export interface Signable {
  readonly method: string
  /** Path and query as they were sent. */
  readonly url: string
  /** Lower-case names; values as Node.js gives them, that is bytes as Latin-1. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer
}

/** The date that was parsed last. */
let last = { text: '', at: Number.NaN }

/** `YYYYMMDDTHHMMSSZ` in epoch milliseconds; NaN where it is no date. Clients sign many requests within one second. */
export function parseDate(text: string): number {
  if (text !== last.text) last = { text, at: instantOf(text) }
  return last.at
}

function instantOf(text: string): number {
  if (!/^\d{8}T\d{6}Z$/.test(text)) return Number.NaN
  const [year, month, day] = [text.slice(0, 4), text.slice(4, 6), text.slice(6, 8)]
  const at = Date.parse(`${year}-${month}-${day}T${text.slice(9, 11)}:${text.slice(11, 13)}:${text.slice(13)}`)
  return new Date(at).getUTCDate() === Number(day) ? at : Number.NaN
}

/**
 * The canonical requests that stand for one request, the vendor's own first. Clients differ where the guide is silent:
 * the Node.js SDK encodes a path that is encoded already, Python's decodes one before it takes it apart; `+` in a query
 * is a space to some and a plus to others.
 */
export function canonicalRequests(
  request: Signable,
  { algorithm, signedHeaders }: Pick<Authorization, 'algorithm' | 'signedHeaders'>,
  body_hash = payloadHash(request, algorithm),
): string[] {
  const { method, url } = request
  const mark = url.indexOf('?')
  const [path, query] = mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)]
  let headers = ''
  for (const name of namesOf(signedHeaders)) headers += `${name}:${utf8(sentAs(request, name) ?? '').trim()}\n`
  const uris = [canonicalUri(path, decode)]
  if (path.includes('%')) uris.push(canonicalUri(path, String), canonicalUri(decode(path), String))
  const queries = [canonicalQuery(query.replaceAll('+', ' '))]
  if (query.includes('+')) queries.push(canonicalQuery(query))
  const candidates: string[] = []
  for (const uri of uris) {
    for (const text of queries) {
      candidates.push(`${method}\n${uri}\n${text}\n${headers}\n${signedHeaders}\n${body_hash}`)
    }
  }
  return candidates
}

/** The signature that the probe makes, by `SDK-HMAC-SHA256`, of a canonical request: lower-case hex. */
export function sign(sk: string, date: string, canonicalRequest: string): string {
  return hmac(sk, `SDK-HMAC-SHA256\n${date}\n${digestOf('sha256', canonicalRequest)}`)
}

/** Whether one of the canonical requests was signed with this secret. */
export function isSigned(secret: Secret, date: string, authorization: Authorization, candidates: string[]): boolean {
  const { algorithm, scope, signature } = authorization
  const { digest, isScoped, isSigned } = algorithmOf(algorithm)
  const head = isScoped ? `${algorithm}\n${date}\n${scope}` : `${algorithm}\n${date}`
  return candidates.some((text) => isSigned(secret, `${head}\n${digestOf(digest, text)}`, signature, scope))
}

/** What the client says its body hashes to: the header where it was sent, else the hash of what arrived. */
export function payloadHash({ headers, body }: Signable, algorithm: AlgorithmName): string {
  const { digest, contentHash } = algorithmOf(algorithm)
  return headers[contentHash] ?? digestOf(digest, body)
}

/** A hash that was sent must be that of the body; `UNSIGNED-PAYLOAD` says that the body is not signed. */
export function isBodySaid({ headers, body }: Signable, algorithm: AlgorithmName): boolean {
  const { digest, contentHash } = algorithmOf(algorithm)
  const said = headers[contentHash]
  return said === undefined || !/^[0-9a-f]{64}$/i.test(said) || said.toLowerCase() === digestOf(digest, body)
}

/** Why a signature does not match, as far as that can be known; nothing where it cannot. */
export function explainMismatch(request: Signable, authorization: Authorization, secret: Secret): string | undefined {
  const { headers, body } = request
  const { algorithm, signature } = authorization
  const { digest, contentHash } = algorithmOf(algorithm)
  const date = headers['x-sdk-date'] ?? ''
  const unsent = namesOf(authorization.signedHeaders).filter((name) => sentAs(request, name) === undefined)
  if (unsent.length > 0) return `signed but not sent: ${unsent.join(', ')}`
  if (signature !== signature.toLowerCase()) return 'the signature must be lower-case hex'
  if (!isBodySaid(request, algorithm)) {
    return `the body hashes to ${digestOf(digest, body)}, ${headerName(contentHash)} says ${headers[contentHash]}`
  }
  const fits = (changed: Partial<Signable>, hash?: string) =>
    isSigned(secret, date, authorization, canonicalRequests({ ...request, ...changed }, authorization, hash))
  if (fits({}, digestOf(digest, ''))) return 'it was made for an empty body'
  const other = ['GET', 'POST', 'PUT', 'DELETE'].find((method) => fits({ method }))
  if (other) return `it was made for the method ${other}`
  if (fits({ url: request.url.split('?', 1)[0] ?? '' })) return 'it was made without the query'
  return undefined
}

/** A header's name as the guide writes it: X-Sdk-Content-Sha256. */
function headerName(name: string): string {
  return name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase())
}

/** What was sent under a name of the client's choice: every object has a `constructor`, and `set-cookie` is a list. */
function sentAs({ headers }: Signable, name: string): string | undefined {
  const value: unknown = Object.hasOwn(headers, name) ? headers[name] : undefined
  return value === undefined ? undefined : String(value)
}

/** Each segment encoded as RFC 3986 says; the end is a slash for signing only, whatever was sent. */
function canonicalUri(path: string, decode: (segment: string) => string): string {
  // Most paths are their own encoding.
  if (/^[\w.~/-]*$/.test(path)) return path.endsWith('/') ? path : `${path}/`
  const uri = path
    .split('/')
    .map((segment) => encode(decode(segment)))
    .join('/')
  return uri.endsWith('/') ? uri : `${uri}/`
}

/** Decoded, encoded again, and sorted by key, then value. */
function canonicalQuery(query: string): string {
  if (query === '') return ''
  const pairs = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [key = '', ...value] = pair.split('=')
      return [decode(key), decode(value.join('='))] as const
    })
  pairs.sort(([a, x], [b, y]) => (a === b ? order(x, y) : order(a, b)))
  return pairs.map(([key, value]) => `${encode(key)}=${encode(value)}`).join('&')
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Not an encoding: what was sent is what is meant.
    return text
  }
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** Node.js gives header bytes as Latin-1; what was signed is text. */
function utf8(value: string): string {
  return /[\x80-\xff]/.test(value) ? Buffer.from(value, 'latin1').toString() : value
}
