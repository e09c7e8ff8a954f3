import { type Static, type TObject, type TProperties, Type } from 'typebox'
import { cert_id } from './fields.ts'

/** What is answered: these fields, all of them and no others. Examples are what the demo world answers. */
export function exactly<Fields extends TProperties>(
  fields: Fields,
  ...examples: Static<TObject<Fields>>[]
): TObject<Fields> {
  return Type.Object(fields, { additionalProperties: false, ...(examples.length > 0 && { examples }) })
}

/** Texts that are too long to be shown whole. */
export const CERTIFICATE_SAMPLE = '-----BEGIN CERTIFICATE-----\nMIID…\n-----END CERTIFICATE-----\n'
export const KEY_SAMPLE = '-----BEGIN PRIVATE KEY-----\nMIIE…\n-----END PRIVATE KEY-----\n'
export const CSR_SAMPLE = '-----BEGIN CERTIFICATE REQUEST-----\nMIIB…\n-----END CERTIFICATE REQUEST-----\n'

/** The empty successes: each group of operations has its own name for it. */
export const Done = exactly({ message: Type.Literal('success') }, { message: 'success' })
export const Requested = exactly({ request_info: Type.Literal('success') }, { request_info: 'success' })

export const Withdrawn = exactly(
  { cert_id, message: Type.Literal('success') },
  { cert_id: 'scs1700000000005', message: 'success' },
)

export const Bought = exactly(
  {
    order_id: Type.String({ description: 'one, however many certificates; the one that was named' }),
    cert: Type.Array(exactly({ cert_id })),
  },
  { order_id: 'CS2611241600BMK3S', cert: [{ cert_id: 'scs1795507200000' }] },
)
