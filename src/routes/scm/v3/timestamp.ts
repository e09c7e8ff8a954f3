import { Type } from 'typebox'

/** An instant in an answer. */
export const Timestamp = Type.String({
  pattern: '^[0-9]{4}(?:-[0-9]{2}){2} [0-9]{2}(?::[0-9]{2}){2}[.]0$',
  description: 'UTC',
})

/** An instant as v3 writes it: `2021-05-27 16:46:25.0` (the reference's sample; UTC is assumed). */
export function timestamp(instant: number): string
export function timestamp(instant: number | null): string | null
export function timestamp(instant: number | null): string | null {
  return instant === null ? null : `${new Date(instant).toISOString().slice(0, 19).replace('T', ' ')}.0`
}
