const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** A text that is not a duration or an instant. Not a defect, unlike other range errors. */
export class Unreadable extends RangeError {}

/** What a duration looks like: `250ms`, `2s`, `1.5h`, `31d`. */
export const DURATION = '(?:0|[1-9]\\d{0,11})(?:\\.\\d{1,3})?(?:ms|s|m|h|d)'

/** `1d` in milliseconds. */
export const DAY = UNITS.d

/** A duration in whole milliseconds. @throws Unreadable if the text is not one */
export function milliseconds(duration: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(duration) ?? []
  if (!amount) throw new Unreadable(`"${duration}" is not a duration; write 250ms, 2s, 5m, 1h or 31d`)
  return Math.round(Number(amount) * UNITS[unit as keyof typeof UNITS])
}
