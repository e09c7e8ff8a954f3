import { createHash, createHmac } from 'node:crypto'
import type { Ask } from './ask.ts'

/**
 * A client's signer, written from the vendor's signing guide alone: it shares nothing with `src/plugins/signature.ts`,
 * so that one mistake cannot be in both.
 */

export interface Key {
  ak: string
  sk: string
}

/** What of a signature is done differently from the plainest client. */
export interface Signing {
  /** The date that is sent: text as it is. */
  date?: Date | string
  /** The headers that are signed beside `x-sdk-date`; those of the request unless given. */
  signed?: string[]
  /** Said in X-Sdk-Content-Sha256, and taken for the hash of the body. */
  contentHash?: string
  securityToken?: string
  /** The canonical path, where the client encodes in a way of its own. */
  canonicalPath?: string
  /** The canonical query, likewise. */
  canonicalQuery?: string
  /** What is signed although something else is sent. */
  instead?: Partial<Pick<Ask, 'method' | 'path' | 'body'>>
  /** Changes the header before it is sent. */
  header?: (authorization: string) => string
}

export const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')

export const bytesOf = (body: unknown): Buffer =>
  body === undefined
    ? Buffer.alloc(0)
    : typeof body === 'string' || Buffer.isBuffer(body)
      ? Buffer.from(body as string)
      : Buffer.from(JSON.stringify(body))

/** `YYYYMMDDTHHMMSSZ`. */
export const dateOf = (date: Date) => date.toISOString().replace(/[-:]|\.\d+/g, '')

/** The canonical request of the guide, with its parts as given. */
export function canonicalRequest(
  method: string,
  path: string,
  query: string,
  headers: readonly (readonly [name: string, value: string])[],
  hash: string,
): string {
  const lines = headers.map(([name, value]) => `${name}:${value.trim()}\n`).join('')
  return [method, `${path.replace(/\/$/, '')}/`, query, lines, headers.map(([name]) => name).join(';'), hash].join('\n')
}

/** A request as a client signs it; `host` is signed only where the request names it. */
export function sign(request: Ask, key: Key, signing: Signing = {}): Ask {
  const { date = new Date(), contentHash, securityToken, instead, header = (text) => text } = signing
  const headers: Record<string, string> = {
    ...request.headers,
    'x-sdk-date': typeof date === 'string' ? date : dateOf(date),
    ...(contentHash !== undefined && { 'x-sdk-content-sha256': contentHash }),
    ...(securityToken !== undefined && { 'x-security-token': securityToken }),
  }
  const { method = 'GET', path, body } = { ...request, ...instead }
  const names = [...new Set([...(signing.signed ?? Object.keys(headers)), 'x-sdk-date'])].sort()
  const canonical = canonicalRequest(
    method,
    signing.canonicalPath ?? (path.split('?', 1)[0] as string),
    signing.canonicalQuery ?? encodeQuery(path),
    names.map((name) => [name, headers[name] ?? '']),
    contentHash ?? sha256(bytesOf(body)),
  )
  const signature = createHmac('sha256', key.sk)
    .update(`SDK-HMAC-SHA256\n${headers['x-sdk-date']}\n${sha256(canonical)}`)
    .digest('hex')
  const authorization = `SDK-HMAC-SHA256 Access=${key.ak}, SignedHeaders=${names.join(';')}, Signature=${signature}`
  return { ...request, headers: { ...headers, authorization: header(authorization) } }
}

/** The canonical query of a path: decoded, encoded again, sorted by key, then value. */
function encodeQuery(path: string): string {
  const pairs = [...new URLSearchParams(path.split('?')[1] ?? '')]
  pairs.sort(([a, x], [b, y]) => (a < b || (a === b && x < y) ? -1 : 1))
  return pairs.map((pair) => pair.map(encode).join('=')).join('&')
}

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
