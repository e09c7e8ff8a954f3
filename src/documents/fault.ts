import { Type } from 'typebox'
import { CATALOGUE, type ErrorKey } from '../domain/errors.ts'
import type * as fault from '../domain/fault.ts'
import { schema } from '../domain/schema.ts'
import { CertificateId, duration, strict } from './fields.ts'

/** A fault: which requests, how often, and what happens to them. */
export type FaultDocument = fault.FaultDocument

const delay = duration('a duration: 250ms, 2s, 5m, 1h')
const side = Type.Optional(Type.Enum(['before', 'after']))

const Response = Type.Object(
  {
    status: Type.Integer({ minimum: 200, maximum: 599 }),
    headers: Type.Optional(Type.Record(Type.String(), Type.String())),
    body: Type.Optional(Type.Unknown()),
  },
  strict,
)

export const FaultDocument = schema<FaultDocument>()(
  Type.Object(
    {
      operation: Type.Optional(Type.String({ description: 'an operation, or * for all' })),
      certificate_id: Type.Optional(CertificateId),
      times: Type.Optional(Type.Integer({ minimum: 1 })),
      probability: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1 })),
      seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 ** 32 - 1 })),
      when: side,
      delay: Type.Optional(Type.Union([delay, Type.Object({ min: delay, max: delay }, strict)])),
      error: Type.Optional(Type.Enum(CATALOGUE.map(({ key }) => key) as ErrorKey[])),
      response: Type.Optional(Response),
      drop: side,
    },
    {
      ...strict,
      examples: [
        { operation: 'RevokeCertificate', times: 1, drop: 'after' },
        { operation: '*', probability: 0.1, delay: { min: '100ms', max: '2s' }, error: 'APIGW.0308' },
      ],
    },
  ),
)

/** A fault that is in force. */
export interface FaultView extends FaultDocument {
  id: number
  seed: number
  /** How often it has acted. */
  used: number
}

export const FaultView = schema<FaultView>()(
  Type.Object(
    {
      id: Type.Integer(),
      ...FaultDocument.properties,
      seed: Type.Integer(),
      used: Type.Integer({ description: 'how often it acted' }),
    },
    { examples: [{ operation: 'RevokeCertificate', times: 1, drop: 'after', seed: 1_234_567_890, id: 1, used: 0 }] },
  ),
)
