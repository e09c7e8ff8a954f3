import { type Static, Type } from 'typebox'
import { Instant, iso } from '../domain/clock.ts'
import { HIDDEN, hide, hideEchoed, isSecretHeader } from '../domain/redaction.ts'
import type { Entry } from '../store/memory/journal.ts'
import type { Store } from '../store/store.ts'

const text = (description: string, ...examples: string[]) => Type.Optional(Type.String({ description, examples }))
const nullable = (description: string) => Type.Union([Type.String(), Type.Null()], { description })

/** Which requests: every field that is given must be equal. */
export const RequestFilter = Type.Object(
  {
    operation: text("the vendor's name of what was asked for", 'RevokeCertificate'),
    certificate_id: text('the certificate that it is about', 'scs1700000000001'),
    method: text('of HTTP', 'POST'),
    path: text('without its query', '/v3/scm/certificates'),
    user: text("the caller's name", 'demo'),
    request_id: text('the x-request-id of the answer', '0f5181caba0024e72f89c0045e707b91'),
    status: Type.Optional(Type.Integer({ description: 'of HTTP', examples: [200] })),
    error_code: Type.Optional(
      Type.Union([Type.String(), Type.Null()], { description: 'null for success', examples: ['SCM.0010'] }),
    ),
    fault: Type.Optional(
      Type.Union([Type.Integer(), Type.Null()], { description: 'the number of the fault that acted', examples: [1] }),
    ),
    dropped: Type.Optional(Type.Boolean({ description: 'the connection was cut', examples: [false] })),
  },
  { additionalProperties: false },
)
export type RequestFilter = Static<typeof RequestFilter>

const Message = Type.Object({ headers: Type.Record(Type.String(), Type.String()), body: Type.String() })

/** A journal entry as people see it: secrets are left out, bodies are text. */
export const RequestView = Type.Object(
  {
    id: Type.Integer(),
    at: Instant,
    method: Type.String(),
    path: Type.String(),
    query: Type.String(),
    operation: nullable('null where no API is published at the path'),
    certificate_id: nullable('the certificate that it is about'),
    user: nullable('null where nobody is known by what was shown'),
    request_id: Type.String(),
    status: Type.Union([Type.Integer(), Type.Null()], {
      description: 'null where the connection was cut before there was a reply',
    }),
    error_code: nullable('null for success'),
    reason: nullable('why it was refused, or what was let pass although it is not right'),
    fault: Type.Union([Type.Integer(), Type.Null()], { description: 'the number of the fault that acted' }),
    dropped: Type.Boolean({ description: 'the connection was cut' }),
    duration: Type.Number({ description: 'in milliseconds' }),
    request: Message,
    response: Message,
  },
  {
    examples: [
      {
        ...{ id: 1, at: '2026-11-24T08:00:00.000Z', method: 'POST' },
        ...{ path: '/v2/0f5181caba0024e72f89c0045e707b91/scm/cert/scs1700000000001/revoke', query: '' },
        ...{ operation: 'RevokeCertificate', certificate_id: 'scs1700000000001', user: 'demo' },
        ...{ request_id: '3d5c1b0a9f8e4d7c8b6a5f4e3d2c1b0a', status: 200, error_code: null, reason: null },
        ...{ fault: null, dropped: false, duration: 1.2 },
        request: { headers: { 'x-auth-token': '[redacted]' }, body: '{"reason":"key lost"}' },
        response: { headers: { 'content-type': 'application/json' }, body: '{"message":"success"}' },
      },
    ],
  },
)
export type RequestView = Static<typeof RequestView>

/** A world's requests that a filter lets through, oldest first. */
export function listRequests(store: Store, project_id: string, filter: RequestFilter = {}): RequestView[] {
  return store.journal
    .entries(project_id)
    .map(view)
    .filter((entry) => differences(entry, filter).length === 0)
}

/** What of a filter an entry does not meet, in words. */
export function differences(entry: RequestView, filter: RequestFilter): string[] {
  return Object.entries(filter)
    .filter(([field, wanted]) => wanted !== undefined && entry[field as keyof RequestView] !== wanted)
    .map(([field, wanted]) => `${field} is ${entry[field as keyof RequestView]}, not ${wanted}`)
}

function view(entry: Entry): RequestView {
  const { id, exchange } = entry
  const [path = '', query = ''] = exchange.url.split('?', 2)
  const { method, operation, certificate_id, user, request_id, status, error_code, reason, fault, dropped } = exchange
  const lines = exchange.headers.split('\n')
  const sent = lines.flatMap((name, index): [string, string][] =>
    index % 2 === 0 && name ? [[name.toLowerCase(), lines[index + 1] ?? '']] : [],
  )
  return {
    ...{ id, at: iso(exchange.at), method, path, query, operation, certificate_id, user, request_id },
    ...{ status, error_code, reason, fault, dropped },
    duration: Math.round(exchange.duration * 1000) / 1000,
    request: { headers: visible(sent), body: hide(exchange.body) },
    response: {
      headers: visible(
        Object.entries(JSON.parse(exchange.response_headers)).map(([name, value]) => [name, String(value)]),
      ),
      body: hideEchoed(exchange.response, sent),
    },
  }
}

function visible(headers: [string, string][]): Record<string, string> {
  return Object.fromEntries(headers.map(([name, value]) => [name, isSecretHeader(name) ? HIDDEN : value]))
}
