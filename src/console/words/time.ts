import { words } from './index.ts'

const SECOND = 1_000
const UNITS = [86_400 * SECOND, 3_600 * SECOND, 60 * SECOND, SECOND] as const

/** A length of time in its largest unit: `20 d`, `3 h`, `1.4 s`. */
export function span(milliseconds: number): string {
  const length = Math.max(0, milliseconds)
  const index = UNITS.findIndex((unit) => length >= unit)
  const at = index < 0 ? 3 : index
  const value = length / (UNITS[at] ?? SECOND)
  const isShort = at === 3 && value < 10
  return `${isShort ? value.toFixed(1) : Math.floor(value)} ${words.value.$units[at]}`
}

/** Before or after now, in words. */
export function distance(at: number, now: number): string {
  const { $within, $ago } = words.value
  return at >= now ? $within(span(at - now)) : $ago(span(now - at))
}

/** `2026-11-24`, in UTC, as the control API has it; v3 of the service writes UTC+8. */
export const day = (at: number | string) => new Date(at).toISOString().slice(0, 10)

/** `16:00:07` */
export const time = (at: number | string) => new Date(at).toISOString().slice(11, 19)

/** `2026-11-24 16:00:07` */
export const moment = (at: number | string) => `${day(at)} ${time(at)}`
