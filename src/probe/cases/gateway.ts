import { GUARD } from '../../http/error-body.ts'
import { LIMITS } from '../../http/gateway.ts'
import { type Case, type Claim, NOWHERE } from '../case.ts'
import { get, revoke, shapeOf, v2 } from './paths.ts'

const is = (header: string, says: string): Claim => ({ header, says, holds: (value) => value === says })
const SERVER = is('server', 'api-gateway')
/** What the gateway puts on its refusals (recorded, cloud-custodian). */
const GUARDED = Object.entries(GUARD).map(([header, value]) => is(header, value))
const TYPE: Claim = { header: 'content-type', says: 'application/json', holds: (value) => value === 'application/json' }
const ID: Claim = { header: 'x-request-id', says: '32 hex digits', holds: (value) => /^[0-9a-f]{32}$/.test(value) }
const SAME_ID: Claim = {
  header: 'x-request-id',
  says: 'the request_id of the body',
  holds: (value, json) => value === (json as { request_id?: unknown } | undefined)?.request_id,
}

const over = (bytes: number) => 'a'.repeat(bytes + 1)
const nothing = { rule: 'credentials_missing', detail: 'x-auth-token not found', source: 'assumed' } as const

/** What stands before the service: what is published, limits, headers. */
export const gateway: readonly Case[] = [
  {
    id: 'path-unknown',
    title: 'a path that is not published',
    ask: (subject) => get(v2(subject, 'certlists')),
    expect: { rule: 'path' },
  },
  {
    id: 'path-before-credentials',
    title: 'a path that is not published, without credentials',
    ask: (subject) => get(v2(subject, 'certlists'), { as: 'nobody' }),
    expect: { rule: 'path' },
  },
  {
    id: 'path-letter-case',
    title: 'a published path in another letter case',
    ask: (subject) => get(v2(subject, 'CertList')),
    expect: { rule: 'path', source: 'assumed' },
  },
  {
    id: 'path-trailing-slash',
    title: 'a published path and a slash',
    ask: (subject) => get(v2(subject, 'certlist/')),
    expect: { rule: 'path', source: 'assumed' },
  },
  {
    id: 'path-malformed',
    title: 'a path with a percent sign that encodes nothing',
    ask: (subject) => get(v2(subject, 'cert/%zz')),
    expect: { rule: 'malformed' },
  },
  notPublished('GET'),
  notPublished('HEAD', 'assumed'),
  notPublished('OPTIONS', 'assumed'),
  {
    id: 'uri-size',
    title: 'a URI over 32 KB',
    ask: (subject) => get(v2(subject, `certlist?content=${over(LIMITS.uri)}`)),
    expect: { rule: 'uri_size' },
  },
  {
    id: 'header-size',
    title: 'a header over 32 KB',
    ask: (subject) => get(v2(subject, 'certlist'), { headers: { 'x-probe': over(LIMITS.header) } }),
    expect: { rule: 'header_size' },
  },
  {
    id: 'headers-size',
    title: 'headers over 128 KB',
    ask: (subject) => {
      const names = Array.from({ length: 5 }, (_, index) => `x-probe-${index}`)
      const headers = Object.fromEntries(names.map((name) => [name, over(LIMITS.headers / 5)]))
      return get(v2(subject, 'certlist'), { headers })
    },
    expect: { rule: 'header_size' },
  },
  {
    id: 'body-size',
    title: 'a body over 12 MB (to a certificate that does not exist)',
    ask: (subject) => revoke(subject, { body: Buffer.alloc(LIMITS.body + 1, ' ') }),
    expect: { rule: 'body_size' },
  },
  {
    id: 'gateway-server',
    title: 'the headers that the gateway puts on what it refuses',
    ask: (subject) => get(v2(subject, 'certlist'), { as: 'nobody' }),
    expect: { ...nothing, source: 'observed', headers: GUARDED },
  },
  {
    id: 'gateway-request-id',
    title: 'the request id of what the gateway refuses, in its header and its body',
    ask: (subject) => get(v2(subject, 'certlist'), { as: 'nobody' }),
    expect: { ...nothing, headers: [ID, SAME_ID] },
  },
  {
    id: 'gateway-content-type',
    title: 'the content type of what the gateway refuses has no charset',
    ask: (subject) => get(v2(subject, 'certlist'), { as: 'nobody' }),
    expect: { ...nothing, headers: [TYPE] },
  },
  {
    id: 'service-headers',
    title: 'the headers of what the service grants',
    ask: (subject) => get(v2(subject, 'certlist')),
    expect: { shape: shapeOf('v2', 'ListCertificates'), source: 'assumed', headers: [SERVER, ID, TYPE] },
  },
  {
    id: 'service-refusal-headers',
    title: 'the headers of what the service refuses',
    ask: (subject) => get(v2(subject, `cert/${NOWHERE}`)),
    expect: { rule: 'certificate_unknown', source: 'assumed', headers: [SERVER, ID, TYPE] },
  },
]

function notPublished(method: string, source?: 'assumed'): Case {
  return {
    id: `method-${method.toLowerCase()}`,
    title: `${method} of the path of a revoke (of a certificate that does not exist)`,
    ask: (subject) => ({ method, path: v2(subject, `cert/${NOWHERE}/revoke`) }),
    expect: { rule: 'method', ...(source && { source }) },
  }
}
