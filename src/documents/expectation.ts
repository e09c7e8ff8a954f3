import { Type } from 'typebox'
import { schema } from '../domain/schema.ts'
import { Instant } from './fields.ts'
import { RequestFilter, RequestView } from './request.ts'

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
  /** No finding in the requests that the filter matches. */
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
      findings: Type.Optional(Type.Literal(0, { description: 'no finding in the requests that the filter matches' })),
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
  /** One sentence: what was expected, and what was found. */
  message: string
  /** If it failed: the closest match, and why it did not match. */
  nearest?: { request: RequestView; differences: Difference[] }
}

export const Verdict = schema<Verdict>()(
  Type.Object(
    {
      verified: Type.Boolean(),
      count: Type.Integer({ description: 'how many requests matched' }),
      message: Type.String({ description: 'one sentence: what was expected, and what was found' }),
      nearest: Type.Optional(
        Type.Object(
          { request: RequestView, differences: Type.Array(Difference) },
          { description: 'if it failed: the closest match, and why it did not match' },
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

/** An assertion that failed, as whoever looks at the world sees it. */
export interface FailedAssertion {
  /** Counts within a world. */
  id: number
  /** By the world's clock. */
  at: string
  /** What was expected; cut where it is long. */
  expectation: string
  /** One sentence: what was expected, and what was found. */
  message: string
  /** The closest match, and why it did not match. */
  nearest: { request: number; differences: Difference[] } | null
}

export const FailedAssertion = schema<FailedAssertion>()(
  Type.Object(
    {
      id: Type.Integer(),
      at: Instant,
      expectation: Type.String({ description: 'as JSON; cut where it is long' }),
      message: Type.String({ description: 'one sentence: what was expected, and what was found' }),
      nearest: Type.Union(
        [
          Type.Object({
            request: Type.Integer({ description: 'the number of the closest match' }),
            differences: Type.Array(Difference),
          }),
          Type.Null(),
        ],
        { description: 'why the closest match did not match' },
      ),
    },
    {
      examples: [
        {
          id: 1,
          at: '2026-11-24T08:00:00.000Z',
          expectation: '{"operation":"RevokeCertificate","status":200}',
          message: '0 of 1 requests match {"operation":"RevokeCertificate","status":200}; expected at least 1',
          nearest: {
            request: 1,
            differences: [
              {
                field: 'status',
                expected: 200,
                actual: 400,
                message: 'status is 400, not 200: certificate scs1700000000003 is UPLOAD; only ISSUED can be revoked',
              },
            ],
          },
        },
      ],
    },
  ),
)
