import { Type } from 'typebox'
import { CERTIFICATE_ID } from '../domain/certificate.ts'
import { INSTANT } from '../domain/clock.ts'
import { DURATION } from '../domain/duration.ts'

/** For objects that a person writes: an unknown field is a misspelt one. */
export const strict = { additionalProperties: false }

/** What SQLite can keep: no lone surrogates. Lengths count code points. */
export const WELL_FORMED = '^\\P{Surrogate}*$'

/** A text that can be kept. */
export const wellFormed = (maxLength: number, description?: string) =>
  Type.String({ maxLength, pattern: WELL_FORMED, ...(description && { description }) })

/** The ids that IAM gives users, projects and accounts. */
export const Id = Type.String({ pattern: '^[0-9a-f]{32}$', description: '32 hexadecimal digits' })

export const CertificateId = Type.String({
  pattern: CERTIFICATE_ID,
  description: 'scs and 13 digits',
  examples: ['scs1700000000001'],
})

/** An instant as a person writes it. */
export const WrittenInstant = Type.String({
  pattern: INSTANT,
  description: '2026-11-24T08:00:00Z, or +300d for one relative to now',
})

/** An instant as control calls show it: ISO 8601 in UTC. */
export const Instant = Type.String({ format: 'date-time', examples: ['2026-11-24T08:00:00.000Z'] })

/** A duration as a person writes it; the description says which are usual. */
export const duration = (description: string) => Type.String({ pattern: `^${DURATION}$`, description })

/** A text, or null. */
export const nullable = (description: string) => Type.Union([Type.String(), Type.Null()], { description })
