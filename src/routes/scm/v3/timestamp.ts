import { Type } from 'typebox'
import { milliseconds } from '../../../domain/duration.ts'

/** An instant in an answer. */
export const Timestamp = Type.String({
  pattern: '^[0-9]{4}(?:-[0-9]{2}){2} [0-9]{2}(?::[0-9]{2}){2}[.]0$',
  description: 'UTC+8',
})

/** The zone in which v3 writes instants, off UTC. */
const ZONE = milliseconds('8h')

/**
 * An instant as v3 writes it, `2021-05-27 16:46:25.0` (the reference's sample), in UTC+8: so `expire_time` is read by
 * hw-exporter, which finds an end at 23:59:59Z on a host in that zone, and by certimate; of its siblings it is assumed.
 */
export function timestamp(instant: number): string
export function timestamp(instant: number | null): string | null
export function timestamp(instant: number | null): string | null {
  return instant === null ? null : `${new Date(instant + ZONE).toISOString().slice(0, 19).replace('T', ' ')}.0`
}
