import { Type } from 'typebox'
import { schema } from '../domain/schema.ts'
import { duration, Instant, strict, WrittenInstant } from './fields.ts'

/** A world's clock. */
export interface ClockState {
  now: string
  /** Whether it stands still. */
  frozen: boolean
}

export const ClockState = schema<ClockState>()(
  Type.Object(
    { now: Instant, frozen: Type.Boolean({ description: 'whether it stands still' }) },
    { examples: [{ now: '2026-11-24T08:00:00.000Z', frozen: false }] },
  ),
)

/** Sets a clock; what is left out stays as it is. */
export interface ClockChange {
  /** `2026-11-24T08:00:00Z`, or `+300d` for an instant relative to now. */
  now?: string
  /** Whether it stands still. */
  frozen?: boolean
}

export const ClockChange = schema<ClockChange>()(
  Type.Object(
    { now: Type.Optional(WrittenInstant), frozen: Type.Optional(Type.Boolean()) },
    {
      additionalProperties: false,
      minProperties: 1,
      examples: [{ now: '2026-11-24T08:00:00Z', frozen: true }, { frozen: false }],
    },
  ),
)

/** Moves a clock forward. */
export interface ClockAdvance {
  /** A duration such as `31d`. */
  by: string
}

export const ClockAdvance = schema<ClockAdvance>()(
  Type.Object({ by: duration('a duration: 250ms, 2s, 5m, 1h, 31d') }, { ...strict, examples: [{ by: '31d' }] }),
)
