import { DURATION, milliseconds, Unreadable } from './duration.ts'

const FIRST = Date.parse('0000-01-01T00:00:00Z')
/** The last instant that ISO 8601 writes with a year of four digits. */
export const LAST = Date.parse('9999-12-31T23:59:59.999Z')

/**
 * A world's clock: the wall clock and an offset, or an instant at which it stands still. A request reads it once, and
 * everything that the request decides uses that instant. Instants are milliseconds since the epoch.
 */
export interface Clock {
  readonly clock_offset: number
  readonly clock_frozen_at: number | null
}

/** The machine's time: the only place that asks for it. */
export function wallClock(): number {
  return Date.now()
}

/** What this clock shows now; a running clock stops at the end of the calendar. */
export function read(clock: Clock): number {
  return clock.clock_frozen_at ?? withinCalendar(wallClock() + clock.clock_offset)
}

/** A clock that shows `now`, running or frozen. */
export function set(now: number, frozen: boolean): Clock {
  return frozen ? { clock_offset: 0, clock_frozen_at: now } : { clock_offset: now - wallClock(), clock_frozen_at: null }
}

const ISO = '\\d{4}-\\d{2}-\\d{2}(?:T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,3})?)?(?:Z|[+-]\\d{2}:\\d{2}))?'

/** What an instant looks like: ISO 8601 with a time zone, or relative to now (`+300d`, `-1d`). */
export const INSTANT = `^(?:${ISO}|[+-]${DURATION})$`

/** An instant in epoch milliseconds. @throws Unreadable if it is not an instant, or not between the years 0 and 9999 */
export function instant(text: string, now: number): number {
  const sign = text.startsWith('+') ? 1 : -1
  const at = /^[+-]/.test(text) ? now + sign * milliseconds(text.slice(1)) : Date.parse(text)
  const day = /^\d{4}-\d{2}-(\d{2})/.exec(text)?.[1]
  const isDate = day === undefined || new Date(Date.parse(text.slice(0, 10))).getUTCDate() === Number(day)
  if (!(isDate && at >= FIRST && at <= LAST)) {
    throw new Unreadable(`"${text}" is not an instant; write 2026-11-24T08:00:00Z, or +300d for one relative to now`)
  }
  return at
}

/** An instant that much later. @throws Unreadable where the calendar ends before */
export function later(now: number, milliseconds: number): number {
  const at = now + milliseconds
  if (!(at <= LAST)) throw new Unreadable('that is later than the year 9999, where clocks end')
  return at
}

/** The nearest instant that can be written: what follows from an instant near an end of the calendar may be beyond it. */
export function withinCalendar(at: number): number {
  return Math.min(LAST, Math.max(FIRST, at))
}

/** An instant some months later, or earlier; no further than the calendar goes. */
export function monthsLater(instant: number, count: number): number {
  return withinCalendar(new Date(instant).setUTCMonth(new Date(instant).getUTCMonth() + count))
}

/** ISO 8601 in UTC, as control calls show instants. */
export function iso(instant: number): string {
  return new Date(instant).toISOString()
}
