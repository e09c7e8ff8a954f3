import { hash, timingSafeEqual } from 'node:crypto'
import { hmac } from './hmac.ts'

/**
 * AK/SK signatures, `SDK-HMAC-SHA256`, as the signing guide of API Gateway describes them; what clients do differently
 * was read in the vendor's SDKs. Pure.
 */

/** What an `Authorization` header says. */
export interface Authorization {
  readonly access: string
  readonly signedHeaders: string
  readonly signature: string
}

/** What of a request a signature is over. */
export interface Signable {
  readonly method: string
  /** Path and query as they were sent. */
  readonly url: string
  /** Lower-case names; values as Node.js gives them, that is bytes as Latin-1. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer
}

const AUTHORIZATION =
  /^SDK-HMAC-SHA256 Access=([^,\s]{1,128}), ?SignedHeaders=([\w;.-]{1,8192}), ?Signature=([0-9a-fA-F]{64})$/

/**
 * The parts of an `Authorization` header; nothing where it is malformed, does not sign `x-sdk-date`, or signs a header
 * twice: each would be written out as often as it is named.
 */
export function parseAuthorization(header: string): Authorization | undefined {
  const [, access = '', signedHeaders = '', signature = ''] = AUTHORIZATION.exec(header) ?? []
  const names = namesOf(signedHeaders)
  const isList = names.includes('x-sdk-date') && new Set(names).size === names.length
  return isList ? { access, signedHeaders, signature } : undefined
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
  signedHeaders: string,
  body_hash = payloadHash(request),
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

/** The signature of a canonical request, in lower-case hex. */
export function sign(secret: string, date: string, canonicalRequest: string): string {
  return hmac(secret, `SDK-HMAC-SHA256\n${date}\n${sha256(canonicalRequest)}`)
}

/** Whether one of the canonical requests was signed with this secret; compared in constant time. */
export function isSigned(secret: string, date: string, signature: string, candidates: string[]): boolean {
  const sent = Buffer.from(signature)
  return candidates.some((candidate) => timingSafeEqual(Buffer.from(sign(secret, date, candidate)), sent))
}

/** What the client says its body hashes to: the header where it was sent, else the hash of what arrived. */
export function payloadHash({ headers, body }: Signable): string {
  return headers['x-sdk-content-sha256'] ?? sha256(body)
}

/** A hash that was sent must be that of the body; `UNSIGNED-PAYLOAD` says that the body is not signed. */
export function isBodySaid({ headers, body }: Signable): boolean {
  const said = headers['x-sdk-content-sha256']
  return said === undefined || !/^[0-9a-f]{64}$/i.test(said) || said.toLowerCase() === sha256(body)
}

/** Why a signature does not match, as far as that can be known; nothing where it cannot. */
export function explainMismatch(request: Signable, { signedHeaders, signature }: Authorization, secret: string) {
  const { headers, body } = request
  const date = headers['x-sdk-date'] ?? ''
  const said = headers['x-sdk-content-sha256']
  const unsent = namesOf(signedHeaders).filter((name) => sentAs(request, name) === undefined)
  if (unsent.length > 0) return `signed but not sent: ${unsent.join(', ')}`
  if (signature !== signature.toLowerCase()) return 'the signature must be lower-case hex'
  if (!isBodySaid(request)) {
    return `the body hashes to ${sha256(body)}, X-Sdk-Content-Sha256 says ${said}`
  }
  const fits = (changed: Partial<Signable>, hash?: string) =>
    isSigned(secret, date, signature, canonicalRequests({ ...request, ...changed }, signedHeaders, hash))
  if (fits({}, sha256(''))) return 'it was made for an empty body'
  const other = ['GET', 'POST', 'PUT', 'DELETE'].find((method) => fits({ method }))
  if (other) return `it was made for the method ${other}`
  if (fits({ url: request.url.split('?', 1)[0] ?? '' })) return 'it was made without the query'
  return undefined
}

/** Lower-case hex. */
export function sha256(data: string | Buffer): string {
  return hash('sha256', data, 'hex')
}

function namesOf(signedHeaders: string): string[] {
  return signedHeaders.toLowerCase().split(';')
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
