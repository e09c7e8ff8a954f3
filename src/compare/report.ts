import { type Difference, differences, KINDS } from './difference.ts'
import { field } from './har.ts'
import type { Replayed } from './replay.ts'

/** What a comparison found, with no secrets in it. */
export interface Report {
  readonly agrees: boolean
  readonly compared: number
  readonly differing: number
  /** How many exchanges of the recording were left out, and why. */
  readonly skipped: Readonly<Record<string, number>>
  readonly calls: readonly CallReport[]
}

interface CallReport {
  /** Its place in the recording, from 1. */
  readonly number: number
  readonly method: string
  readonly path: string
  readonly operation: string
  readonly recorded: { readonly status: number; readonly code: string | null }
  readonly differences: readonly Difference[]
  /** Why it was refused here, where the answers differ. */
  readonly reason: string | null
  /** What the world was told for the sake of this call. */
  readonly notes: readonly string[]
}

export function reportOf(
  replayed: readonly Replayed[],
  skipped: Readonly<Record<string, number>>,
  scrub: (text: string) => string,
): Report {
  const calls = replayed.map(({ call, here, notes }): CallReport => {
    const found = differences({ call, here, notes })
    const reason = found.length > 0 ? field(here.headers, 'x-emulator-reason') : undefined
    return {
      number: call.number,
      method: scrub(call.method),
      path: scrub(call.url),
      operation: call.operation,
      recorded: { status: call.answer.status, code: call.code === undefined ? null : scrub(call.code) },
      differences: found.map(({ kind, place, says }) => ({ kind, place: scrub(place), says: scrub(says) })),
      reason: reason === undefined ? null : scrub(reason),
      notes: notes.map(scrub),
    }
  })
  const differing = calls.filter((call) => call.differences.length > 0).length
  return { agrees: differing === 0, compared: calls.length, differing, skipped, calls }
}

/** A report for people. */
export function print({ compared, differing, skipped, calls }: Report): string {
  const lines = calls.flatMap(({ number, method, path, operation, recorded, differences, reason, notes }) => {
    const answer = [recorded.status, recorded.code].filter((part) => part !== null).join(' ')
    const verdict = differences.length === 0 ? 'agrees' : 'DIFFERS'
    return [
      `${String(number).padStart(4)}  ${verdict}  ${method} ${path}  ${operation || 'no operation of ours'}: ${answer}`,
      ...differences.map(({ kind, says }) => `        ${kind}: ${says}`),
      ...(reason === null ? [] : [`        why: ${reason}`]),
      ...notes.map((note) => `        note: ${note}`),
    ].map(oneLine)
  })
  return [...lines, '', ...summary(compared, differing, skipped, calls)].join('\n')
}

function summary(compared: number, differing: number, skipped: Report['skipped'], calls: Report['calls']): string[] {
  const all = calls.flatMap(({ differences }) => differences)
  const counts = KINDS.map((kind) => [all.filter((found) => found.kind === kind).length, kind] as const)
    .filter(([count]) => count > 0)
    .map(([count, kind]) => `${count} in ${kind}`)
  const verdict =
    differing === 0
      ? `${compared} answers compared: all agree`
      : `${compared} answers compared: ${differing} differ (${counts.join(', ')})`
  return [verdict, ...Object.entries(skipped).map(([why, count]) => `${count} entries left out: ${why}`)]
}

/** A recording may hold anything, even control characters for a terminal. */
const oneLine = (text: string) => text.replace(/\p{Cc}/gu, '?')
