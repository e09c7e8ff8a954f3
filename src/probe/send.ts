import * as http from 'node:http'
import * as https from 'node:https'
import { VERSION } from '../config.ts'
import { iso, wallClock } from '../domain/clock.ts'
import { canonicalRequests, sign } from '../http/auth/signature.ts'
import type { Access } from './access.ts'
import type { Answer, Key, Request, Sent } from './case.ts'

/** How long an answer may take, in milliseconds. */
const PATIENCE = 30_000

/** Sends requests, and gives back what went out and what came. */
export type Send = (request: Request, name: string) => Promise<{ sent: Sent; answer: Answer }>

/**
 * Sends with path, headers and body just as they are given; of credentials nothing comes back, whatever the server
 * repeats. The `User-Agent` names the case, so that whoever looks at the other end knows which it was.
 */
export function createSend({ url, iam, subject }: Access): Send {
  const hide = createHide([subject.token, subject.key?.ak, subject.key?.sk])
  return async (request, name) => {
    const base = new URL(request.iam ? iam : url)
    const path = base.pathname.replace(/\/$/, '') + request.path
    const isV3 = /^\/v3\/scm\//.test(request.path)
    const headers: Record<string, string> = {
      host: base.host,
      'x-language': 'en-us',
      ...(isV3 && { 'x-project-id': subject.project }),
      ...request.headers,
    }
    // What is said where no language is sent is a case of its own: an empty one is not sent.
    if (headers['x-language'] === '') delete headers['x-language']
    const body = Buffer.from((request.body as string) ?? '')
    const { as = subject.token === undefined ? subject.key && { key: subject.key } : { token: subject.token } } =
      request
    const sent = { ...request, canonical: '' }
    if (as && as !== 'nobody') {
      if ('token' in as && as.token !== undefined) headers['x-auth-token'] = as.token
      if ('authorization' in as) headers.authorization = as.authorization
      if ('key' in as) sent.canonical = signed({ method: request.method, url: path, headers, body }, as.key, as.date)
    }
    headers['user-agent'] = `scm-emulator-probe/${VERSION} (${name})`
    if (request.body !== undefined) headers['content-length'] = String(body.length)
    return { sent, answer: await exchange(base, { method: request.method, path, headers, body }, hide) }
  }
}

interface Wire {
  method: string
  path: string
  headers: Record<string, string>
  body: Buffer
}

/** Adds a signature over what it is sure to arrive as: the host, the project, the date. What was signed. */
function signed(
  { method, url, headers, body }: Omit<Wire, 'path'> & { url: string },
  { ak, sk }: Key,
  at: number = wallClock(),
): string {
  const date = iso(at).replace(/[-:]|\.\d+/g, '')
  headers['x-sdk-date'] = date
  const names = ['host', 'x-project-id', 'x-sdk-date'].filter((name) => headers[name] !== undefined).join(';')
  const [canonical = ''] = canonicalRequests(
    { method, url, headers, body },
    { algorithm: 'SDK-HMAC-SHA256', signedHeaders: names },
  )
  headers.authorization = `SDK-HMAC-SHA256 Access=${ak}, SignedHeaders=${names}, Signature=${sign(sk, date, canonical)}`
  return canonical
}

function exchange(base: URL, { method, path, headers, body }: Wire, hide: (text: string) => string): Promise<Answer> {
  const { request } = base.protocol === 'https:' ? https : http
  const { hostname, port } = base
  return new Promise((resolve, reject) => {
    const options = { hostname: hostname.replace(/^\[|\]$/g, ''), port, method, path, headers, agent: false as const }
    const outgoing = request({ ...options, signal: AbortSignal.timeout(PATIENCE) }, (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('error', reject)
      incoming.on('end', () => {
        const text = hide(Buffer.concat(chunks).toString())
        const fields = Object.entries(incoming.headers).map(([name, value]) => [name, hide(String(value))])
        resolve({ status: incoming.statusCode ?? 0, headers: Object.fromEntries(fields), text, json: parse(text) })
      })
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Takes secrets, and signatures, out of a text. */
function createHide(values: readonly (string | undefined)[]): (text: string) => string {
  const secrets = values.filter((value) => value !== undefined && value !== '') as string[]
  return (text) =>
    secrets
      .reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
      .replace(/Signature=[0-9a-f]{64}/g, 'Signature=***')
}
