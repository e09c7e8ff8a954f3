import { METHODS } from 'node:http'
import type { RouteOptions } from 'fastify'
import createRouter from 'find-my-way'
import { SPACES, type Space } from '../domain/spaces.ts'
import type { Operation } from '../http/context.ts'
import { LIMITS } from '../http/gateway.ts'
import { operations as iam } from '../routes/iam/index.ts'
import { operations as v2 } from '../routes/scm/v2/index.ts'
import { operations as v3 } from '../routes/scm/v3/index.ts'
import { type Exchange, field } from './har.ts'

/** A recorded request to the service, with what its path and its answer say. */
export interface Call extends Exchange {
  /** The vendor's name of what was asked for; empty where no such API is published here. */
  readonly operation: string
  readonly permission: string | undefined
  readonly params: Readonly<Record<string, string | undefined>>
  /** The project that it names. */
  readonly project: string | undefined
  /** The certificate that its path names. */
  readonly certificate: string | undefined
  /** What was sent, and what came back, where it is JSON. */
  readonly sent: unknown
  readonly received: unknown
  /** The code of the error that came back; undefined where it was none. */
  readonly code: string | undefined
  /** Whether the recorded caller's credentials were accepted. */
  readonly isLetIn: boolean
  readonly isDone: boolean
}

/** The spaces of the vendor's services, with their operations. */
const OPERATIONS: [space: Space, operations: readonly RouteOptions[]][] = [
  [SPACES.iam, iam],
  [SPACES.scm_v2, v2],
  [SPACES.scm_v3, v3],
]

const router = createRouter({ maxParamLength: LIMITS.sent })
for (const [{ prefix }, operations] of OPERATIONS) {
  for (const { method, url, config } of operations) router.on(method as 'GET', prefix + url, () => undefined, config)
}

/** Where SCM is, and the parts of IAM that it needs: other services have paths such as the rest of IAM's. */
const ROOTS = [
  SPACES.scm_v2.prefix,
  SPACES.scm_v3.prefix,
  ...iam.map(({ url }) => `${SPACES.iam.prefix}/${url.split('/')[1]}`),
].map((prefix) => prefix.split('/'))

/** Whether a path belongs to SCM or to IAM, be it published here or not. */
function isOurs(url: string): boolean {
  const parts = (url.split('?', 1)[0] ?? '').split('/')
  return ROOTS.some((root) => root.every((part, n) => part === parts[n] || (part.startsWith(':') && n < parts.length)))
}

/** Other services of the vendor have paths such as IAM's, on hosts of their own. */
const VENDOR = /\.myhuaweicloud\.(?:com|eu|cn)(?::\d+)?$/i
const HOSTS = /^(?:scm|ccm|iam)[.-]/i

/** Why an exchange is not replayed; nothing where it is. */
export function skipped({ url, host, method, body, answer: { status } }: Exchange): string | undefined {
  if (!isOurs(url) || (VENDOR.test(host) && !HOSTS.test(host))) return 'not for SCM or IAM'
  if (method === 'OPTIONS') return "a browser's preflight"
  if (!METHODS.includes(method) || method === 'CONNECT') return 'with a method that cannot be replayed'
  if (status < 100 || status > 599) return 'without an answer'
  return body === undefined ? 'recorded without the body that was sent' : undefined
}

/** Reads an exchange as a call of the service. */
export function callOf(exchange: Exchange): Call {
  const [path = ''] = exchange.url.split('?', 1)
  const found = router.find(exchange.method as 'GET', path)
  const { operation = '', permission } = (found?.store ?? {}) as Partial<Operation>
  const params = found?.params ?? {}
  const received = jsonOf(exchange.answer.body)
  const code = codeOf(received)
  const { status } = exchange.answer
  return {
    ...{ ...exchange, operation, permission, params, code, received },
    project: /^\/v2\/([^/]+)\//.exec(path)?.[1] ?? field(exchange.headers, 'x-project-id'),
    certificate: params.cert_id ?? params.certificate_id,
    sent: jsonOf(exchange.body),
    isLetIn: !(/^APIGW\.03(?!08)/.test(code ?? '') || (status === 401 && !/^SCM\./.test(code ?? ''))),
    isDone: status >= 200 && status < 300,
  }
}

/** The value that a body is as JSON; undefined where it is none. */
export function jsonOf(body: Buffer | undefined): unknown {
  try {
    return body && JSON.parse(body.toString())
  } catch {
    return undefined
  }
}

/** The code of an error in any of the three dialects. IAM's are numbers. */
export function codeOf(body: unknown): string | undefined {
  const code = at(body, 'error_code') ?? at(body, 'error', 'code') ?? at(body, 'code')
  return typeof code === 'string' || typeof code === 'number' ? String(code) : undefined
}

/** What stands at a path of names and numbers; undefined where nothing does. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let current = value
  for (const part of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) return undefined
    current = current[part as keyof typeof current]
  }
  return current
}

/** The same where it is a text. */
export function textAt(value: unknown, ...path: (string | number)[]): string | undefined {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : undefined
}
