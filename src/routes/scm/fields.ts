import { type TSchema, Type } from 'typebox'
import { CertificateId } from '../../documents/fields.ts'
import { BRANDS, DOMAIN_TYPES, STATUSES, TYPES } from '../../domain/certificate.ts'

/** The kinds of values that answers are made of, in both families. */
export const text = Type.String()
export const count = Type.Integer({ minimum: 0 })
export const flag = Type.Boolean()
export const nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])

export const cert_id = CertificateId
export const status = Type.Enum([...STATUSES])
export const type = Type.Enum([...TYPES])
export const brand = Type.Enum([...BRANDS])
export const domain_type = Type.Enum([...DOMAIN_TYPES])
export const onOff = Type.Enum(['ON', 'OFF'])
export const names = Type.String({ description: 'joined with ;' })
export const milliseconds = Type.String({
  pattern: '^(?:-?[0-9]+)?$',
  description: 'epoch milliseconds; empty where there is no such instant yet',
})
export const epoch = Type.Integer({ description: 'epoch milliseconds' })
export const fingerprint = Type.String({ pattern: '^[0-9a-f]{40}$', description: 'SHA-1' })
