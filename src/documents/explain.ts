import { Type } from 'typebox'
import { STATUSES, type Status } from '../domain/certificate.ts'
import { SOURCES, type Source } from '../domain/errors.ts'
import { CRL_REASONS, type CrlReason } from '../domain/revocation.ts'
import { schema } from '../domain/schema.ts'
import { CertificateView } from './certificate.ts'
import { EventView } from './event.ts'
import { Instant, strict } from './fields.ts'

/**
 * A request that is rehearsed: an operation by its name with what it is about, or the request itself with `method` and
 * `path`. A body that is a text is sent as it is, anything else as JSON.
 */
export interface ExplainDocument {
  /** The vendor's name, e.g. `RevokeCertificate`. */
  operation?: string
  certificate_id?: string
  /** What else stands in the operation's path, by name. */
  params?: Record<string, string>
  query?: Record<string, string>
  /** Who asks; the world's first user unless given. */
  user?: string
  method?: string
  /** With its query. */
  path?: string
  headers?: Record<string, string>
  body?: unknown
}

const Texts = Type.Optional(Type.Record(Type.String(), Type.String()))
const text = (description: string) => Type.Optional(Type.String({ description }))

export const ExplainDocument = schema<ExplainDocument>()(
  Type.Object(
    {
      operation: text("the vendor's name, e.g. RevokeCertificate"),
      certificate_id: text('the certificate that it is about'),
      params: Texts,
      query: Texts,
      user: text("who asks; the world's first user unless given"),
      method: text('of HTTP, instead of an operation'),
      path: text('with its query, instead of an operation'),
      headers: Texts,
      body: Type.Optional(Type.Unknown()),
    },
    {
      ...strict,
      minProperties: 1,
      examples: [
        { operation: 'RevokeCertificate', certificate_id: 'scs1700000000001', body: { reason: 'key lost' } },
        { method: 'GET', path: '/v3/scm/certificates?limit=10' },
      ],
    },
  ),
)

/** The outcome of one rule. */
export type Outcome = 'passed' | 'refused' | 'not_reached' | 'not_applicable'

/** One rule, and what it decided. */
export interface RuleOutcome {
  rule: string
  /** Its place in the order of checks, from 1. */
  number: number
  outcome: Outcome
  /** The error that it answers with where it refuses: a key of the catalogue. */
  error: string
  /** Why: what is true of the request, or by what it was refused. */
  reason: string
  source: Source
}

/** A certificate goes from one status to another; `due` where nobody asks for it. */
export interface ExplainedMove {
  certificate_id: string
  /** Null where there was none before. */
  from: Status | null
  /** Null where it is gone then. */
  to: Status | null
  at: string
  due: boolean
}

/** What a CRL and OCSP will say of the certificate, and from when. */
export interface ExplainedPublication {
  status: 'revoked'
  reason: CrlReason
  revoked_at: string
  /** When relying parties can know it: later than `revoked_at` by the world's publication lag. */
  published_at: string
}

/** What the request would change. */
export interface ExplainedEffect {
  /** Those that the request makes, and those that follow from it by time alone. */
  moves: ExplainedMove[]
  /** The entry of the audit trail that it would leave. */
  event: EventView | null
  /** The certificate as it would be right after the request. */
  certificate: CertificateView | null
  crl: ExplainedPublication | null
}

/** What the service would answer to a request, and why. Nothing of it has happened. */
export interface Explanation {
  operation: string | null
  /** Null where the connection would be cut instead of a reply. */
  status: number | null
  headers: Record<string, string>
  /** The text that would be sent; base64 if it is not text. */
  body: string
  encoding: 'utf8' | 'base64'
  /** The number of the fault that would act. */
  fault: number | null
  rules: RuleOutcome[]
  /** Null where nothing would change. */
  effect: ExplainedEffect | null
}

const StatusOrNull = Type.Union([Type.Enum([...STATUSES]), Type.Null()])

export const Explanation = schema<Explanation>()(
  Type.Object(
    {
      operation: Type.Union([Type.String(), Type.Null()]),
      status: Type.Union([Type.Integer(), Type.Null()], { description: 'null where the connection would be cut' }),
      headers: Type.Record(Type.String(), Type.String()),
      body: Type.String(),
      encoding: Type.Enum(['utf8', 'base64']),
      fault: Type.Union([Type.Integer(), Type.Null()], { description: 'the number of the fault that would act' }),
      rules: Type.Array(
        Type.Object({
          rule: Type.String(),
          number: Type.Integer({ description: 'its place in the order of checks' }),
          outcome: Type.Enum(['passed', 'refused', 'not_reached', 'not_applicable']),
          error: Type.String({ description: 'what it answers with where it refuses' }),
          reason: Type.String(),
          source: Type.Enum([...SOURCES]),
        }),
      ),
      effect: Type.Union([
        Type.Object({
          moves: Type.Array(
            Type.Object({
              certificate_id: Type.String(),
              from: StatusOrNull,
              to: StatusOrNull,
              at: Instant,
              due: Type.Boolean({ description: 'not requested: it follows from time alone' }),
            }),
          ),
          event: Type.Union([EventView, Type.Null()]),
          certificate: Type.Union([CertificateView, Type.Null()]),
          crl: Type.Union([
            Type.Object({
              status: Type.Literal('revoked'),
              reason: Type.Enum(Object.keys(CRL_REASONS) as CrlReason[]),
              revoked_at: Instant,
              published_at: Instant,
            }),
            Type.Null(),
          ]),
        }),
        Type.Null(),
      ]),
    },
    { examples: [] },
  ),
)
