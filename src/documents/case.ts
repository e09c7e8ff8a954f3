import { Type } from 'typebox'
import { schema } from '../domain/schema.ts'
import { Instant, nullable, strict } from './fields.ts'
import { WorldDocument } from './world.ts'

/** The version of the documents that this release writes. */
export const CASE_VERSION = 1

/** A header: its name as it was sent, and its value. Tokens are `[token 1]`, `[token 2]`; other credentials are left out. */
interface Header {
  name: string
  value: string
}

/** A request of the journal with all that it takes to make it again. */
export interface CaseRequest {
  id: number
  at: string
  method: string
  /** With its query. */
  url: string
  operation: string | null
  certificate_id: string | null
  user: string | null
  request_id: string
  headers: Header[]
  body: string
  /** Null where the connection was cut before there was a reply. */
  status: number | null
  response_headers: Record<string, string>
  response: string
  error_code: string | null
  rule: string | null
  reason: string | null
  fault: number | null
  dropped: boolean
  duration: number
}

/** A control call that changed the world between requests. */
export interface CaseStep {
  /** The number of the request before it. */
  after: number
  at: string
  method: 'PUT' | 'POST' | 'PATCH' | 'DELETE'
  /** Below the world's address. */
  path: string
  body: unknown
}

/** A token that clients showed, and whose it is. */
export interface CaseToken {
  /** What stands for it: `[token 1]`. */
  token: string
  user: string
  scope: 'project' | 'domain' | 'none'
  issued_at: string
  /** Null for never. */
  expires_at: string | null
}

/** A failure as one file: the world as it is, its journal, and what it takes to play that again. */
export interface Case {
  /** Of this document. */
  version: 1
  /** The server that it was saved from, as far as its answers depend on it. */
  emulator: { version: string; auth: 'enforce' | 'off'; strict_json: boolean; allowed_hosts: string }
  /** The world as it is. */
  snapshot: WorldDocument
  /** The world as it was, with its identity; null where that is not known any longer. */
  beginning: WorldDocument | null
  /** Why there is no beginning. */
  lost: string | null
  /** The number of the last request before the beginning. */
  after: number
  /** What control calls changed since. */
  steps: CaseStep[]
  tokens: CaseToken[]
  /** The journal, oldest first. */
  requests: CaseRequest[]
}

const text = Type.String()
const number = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

const CaseRequest = schema<CaseRequest>()(
  Type.Object(
    {
      id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
      at: Instant,
      method: Type.String({ pattern: '^[A-Z-]+$', description: 'a method of HTTP' }),
      url: Type.String({ pattern: '^[!-~\x80-\xff]+$', description: 'a path, with its query' }),
      operation: nullable('null where no API is published at the path'),
      certificate_id: nullable('the certificate that it is about'),
      user: nullable('null where nobody is known by what was shown'),
      request_id: text,
      headers: Type.Array(
        Type.Object(
          {
            name: Type.String({ pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$", description: 'the name of a header' }),
            value: Type.String({ pattern: '^[\\t -~\\x80-\\xff]*$', description: 'what a header can hold' }),
          },
          strict,
        ),
        { description: 'as they were sent; [token 1] stands for a token, and other credentials are left out' },
      ),
      body: text,
      status: Type.Union([Type.Integer(), Type.Null()]),
      response_headers: Type.Record(text, text),
      response: text,
      error_code: nullable('null for success'),
      rule: nullable('the rule that refused it'),
      reason: nullable('why it was refused'),
      fault: Type.Union([Type.Integer(), Type.Null()]),
      dropped: Type.Boolean(),
      duration: Type.Number(),
    },
    strict,
  ),
)

const CaseStep = schema<CaseStep>()(
  Type.Object(
    {
      after: number,
      at: Instant,
      method: Type.Enum(['PUT', 'POST', 'PATCH', 'DELETE']),
      path: Type.String({ pattern: '^(?:/[!-~]*)?$', description: "a path below the world's" }),
      body: Type.Unknown(),
    },
    strict,
  ),
)

const CaseToken = schema<CaseToken>()(
  Type.Object(
    {
      token: Type.String({ pattern: '^\\[token \\d+\\]$', description: 'what stands for a token: [token 1]' }),
      user: text,
      scope: Type.Enum(['project', 'domain', 'none']),
      issued_at: Instant,
      expires_at: Type.Union([Instant, Type.Null()]),
    },
    strict,
  ),
)

const EXAMPLE: Case = {
  version: CASE_VERSION,
  emulator: { version: '0.1.0', auth: 'enforce', strict_json: false, allowed_hosts: '' },
  snapshot: { review: '2s', clock: { now: '2026-11-24T08:00:00.000Z', frozen: false } },
  beginning: null,
  lost: 'the journal is too short for it',
  after: 0,
  steps: [],
  tokens: [],
  requests: [],
}

export const Case = schema<Case>()(
  Type.Object(
    {
      version: Type.Literal(CASE_VERSION),
      emulator: Type.Object(
        {
          version: text,
          auth: Type.Enum(['enforce', 'off']),
          strict_json: Type.Boolean(),
          allowed_hosts: text,
        },
        strict,
      ),
      snapshot: WorldDocument,
      beginning: Type.Union([WorldDocument, Type.Null()], {
        description: 'the world as it was before its requests; null where that is not known any longer',
      }),
      lost: nullable('why there is no beginning'),
      after: number,
      steps: Type.Array(CaseStep),
      tokens: Type.Array(CaseToken),
      requests: Type.Array(CaseRequest, { maxItems: 100_000, description: 'the journal, oldest first' }),
    },
    { ...strict, examples: [EXAMPLE] },
  ),
)
