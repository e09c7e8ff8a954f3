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
  /** Null where the connection was cut before there was a reply. */
  status: number | null
  error_code: string | null
  /** The rule of the ladder that refused it. */
  rule: string | null
  /** Why it was refused, or what was let pass although it is not right. */
  reason: string | null
  /** What the service let pass although the contract does not: names of `GET …/findings`. */
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

export const RequestView = schema<RequestView>()(
  Type.Object(
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
      rule: nullable('the rule that refused it'),
      reason: nullable('why it was refused, or what was let pass although it is not right'),
      findings: Type.Array(Type.String(), { description: 'what was let pass although the contract does not' }),
      fault: Type.Union([Type.Integer(), Type.Null()], { description: 'the number of the fault that acted' }),
      dropped: Type.Boolean({ description: 'the connection was cut' }),
      duration: Type.Number({ description: 'in milliseconds' }),
      request: Message,
      response: Message,
    },
    { examples: [EXAMPLE] },
  ),
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

/** What must be true of a world's requests. Without a number: at least once. */
export interface Expectation extends RequestFilter {
  /** Exactly. */
  times?: number
  at_least?: number
  at_most?: number
  /** These requests, in this order; others may come between. Goes without other filters. */
  sequence?: RequestFilter[]
  /** No fault is left unused. */
  faults_used?: true
  /** Nothing was let pass that the contract does not, in the requests that the filter matches. */
  findings?: 0
}

const count = Type.Optional(Type.Integer({ minimum: 0 }))

export const Expectation = schema<Expectation>()(
  Type.Object(
    {
      ...RequestFilter.properties,
      times: count,
      at_least: count,
      at_most: count,
      sequence: Type.Optional(
        Type.Array(RequestFilter, {
          minItems: 1,
          description: 'these requests, in this order; others may come between',
        }),
      ),
      faults_used: Type.Optional(Type.Literal(true, { description: 'no fault is left unused' })),
      findings: Type.Optional(
        Type.Literal(0, { description: 'nothing was let pass that the contract does not, in what the filter matches' }),
      ),
    },
    {
      additionalProperties: false,
      minProperties: 1,
      examples: [
        { operation: 'RevokeCertificate', status: 200, times: 1 },
        { sequence: [{ operation: 'ShowCertificate' }, { operation: 'RevokeCertificate', error_code: null }] },
        { faults_used: true },
        { findings: 0 },
      ],
    },
  ),
)

/** A field by which a request misses an expectation. */
export interface Difference {
  field: string
  expected: string | number | boolean | null
  actual: string | number | boolean | null
  /** One sentence: what came instead, and why that counts. */
  message: string
}

const Value = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()])

export const Difference = schema<Difference>()(
  Type.Object({ field: Type.String(), expected: Value, actual: Value, message: Type.String() }),
)

/** Whether it was true. */
export interface Verdict {
  verified: boolean
  /** How many requests matched. */
  count: number
  /** One sentence: what was expected, and what there was. */
  message: string
  /** Where it failed: the request that came nearest, and why it did not match. */
  nearest?: { request: RequestView; differences: Difference[] }
}

export const Verdict = schema<Verdict>()(
  Type.Object(
    {
      verified: Type.Boolean(),
      count: Type.Integer({ description: 'how many requests matched' }),
      message: Type.String({ description: 'one sentence: what was expected, and what there was' }),
      nearest: Type.Optional(
        Type.Object(
          { request: RequestView, differences: Type.Array(Difference) },
          { description: 'where it failed: the request that came nearest, and why it did not match' },
        ),
      ),
    },
    {
      examples: [
        {
          verified: true,
          count: 1,
          message: '1 of 3 requests match {"operation":"RevokeCertificate","status":200}; expected 1',
        },
      ],
    },
  ),
)
