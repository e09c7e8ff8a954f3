import { Type } from 'typebox'
import { schema } from '../domain/schema.ts'
import { Instant, nullable } from './fields.ts'

/** Which requests: every field that is given must be equal. */
export interface RequestFilter {
  operation?: string
  certificate_id?: string
  method?: string
  path?: string
  user?: string
  request_id?: string
  status?: number
  error_code?: string | null
  /** The rule that refused it; null for none. */
  rule?: string | null
  /** The fault's number. */
  fault?: number | null
  dropped?: boolean
}

const text = (description: string, example: string) => Type.Optional(Type.String({ description, examples: [example] }))

export const RequestFilter = schema<RequestFilter>()(
  Type.Object(
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
      rule: Type.Optional(
        Type.Union([Type.String(), Type.Null()], { description: 'which one refused it', examples: ['status'] }),
      ),
      fault: Type.Optional(
        Type.Union([Type.Integer(), Type.Null()], { description: 'the number of the fault that acted', examples: [1] }),
      ),
      dropped: Type.Optional(Type.Boolean({ description: 'the connection was cut', examples: [false] })),
    },
    { additionalProperties: false },
  ),
)

interface Message {
  headers: Record<string, string>
  body: string
}

const Message = schema<Message>()(
  Type.Object({ headers: Type.Record(Type.String(), Type.String()), body: Type.String() }),
)

/** A journal entry as people see it: secrets are left out, bodies are text. */
export interface RequestView {
  id: number
  /** By the world's clock. */
  at: string
  method: string
  path: string
  query: string
  /** Null where no API is published at the path. */
  operation: string | null
  certificate_id: string | null
  user: string | null
  request_id: string
  /** The trace that it belongs to, as its `traceparent` says. */
  trace_id: string | null
  /** Null where the connection was cut before there was a reply. */
  status: number | null
  error_code: string | null
  /** The rule that refused it. */
  rule: string | null
  /** Why it was refused, or what was accepted although it is wrong. */
  reason: string | null
  /** What the service accepted although it breaks the contract: names of `GET …/findings`. */
  findings: string[]
  fault: number | null
  dropped: boolean
  /** In milliseconds. */
  duration: number
  request: Message
  response: Message
}

const EXAMPLE: RequestView = {
  id: 1,
  at: '2026-11-24T08:00:00.000Z',
  method: 'POST',
  path: '/v2/0f5181caba0024e72f89c0045e707b91/scm/cert/scs1700000000001/revoke',
  query: '',
  operation: 'RevokeCertificate',
  certificate_id: 'scs1700000000001',
  user: 'demo',
  request_id: '3d5c1b0a9f8e4d7c8b6a5f4e3d2c1b0a',
  trace_id: null,
  status: 200,
  error_code: null,
  rule: null,
  reason: null,
  findings: [],
  fault: null,
  dropped: false,
  duration: 1.2,
  request: { headers: { 'x-auth-token': '[redacted]' }, body: '{"reason":"key lost"}' },
  response: { headers: { 'content-type': 'application/json' }, body: '{"message":"success"}' },
}

/** What both the whole of an entry and its summary tell. */
const told = {
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
  rule: nullable('the rule that refused it'),
  reason: nullable('why it was refused, or what was accepted although it is wrong'),
  fault: Type.Union([Type.Integer(), Type.Null()], { description: 'the number of the fault that acted' }),
  dropped: Type.Boolean({ description: 'the connection was cut' }),
  duration: Type.Number({ description: 'in milliseconds' }),
}

export const RequestView = schema<RequestView>()(
  Type.Object(
    {
      ...told,
      trace_id: nullable('the trace that it belongs to, as its traceparent says'),
      findings: Type.Array(Type.String(), { description: 'what the service accepted although it breaks the contract' }),
      request: Message,
      response: Message,
    },
    { examples: [EXAMPLE] },
  ),
)

/** How much of a body a summary has, in characters. */
export const SUMMARY_BODY = 200

/** A journal entry as a list shows it: without headers, findings and the answer's body. */
export interface RequestSummary extends Omit<RequestView, 'trace_id' | 'findings' | 'request' | 'response'> {
  /** The beginning of what was sent. */
  body: string
}

export const RequestSummary = schema<RequestSummary>()(
  Type.Object({ ...told, body: Type.String({ description: 'the beginning of what was sent' }) }),
)

/** A page of the journal. */
export interface RequestPage {
  requests: RequestView[]
  /** After which request the next page begins. */
  next: number
}

export const RequestPage = schema<RequestPage>()(
  Type.Object({ requests: Type.Array(RequestView), next: Type.Integer() }),
)

/** The same page in short. */
export interface SummaryPage {
  requests: RequestSummary[]
  next: number
}

export const SummaryPage = schema<SummaryPage>()(
  Type.Object({ requests: Type.Array(RequestSummary), next: Type.Integer() }),
)
