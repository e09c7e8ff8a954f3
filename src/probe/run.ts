import type { Source } from '../domain/errors.ts'
import { type Case, isHarmless, type Subject } from './case.ts'
import { brief, briefly, type Difference, differencesOf, type Side, sideOf, sourceOf } from './difference.ts'
import { reasonOf } from './discover.ts'
import type { Send } from './send.ts'

/** What became of a case. */
export interface Result {
  readonly id: string
  readonly title: string
  readonly verdict: 'agrees' | 'differs' | 'skipped'
  readonly source: Source
  readonly expected: string
  /** Why it was skipped, where it was. */
  readonly got: string
  readonly differences: readonly Difference[]
  /** The side that the server takes of what is contested. */
  readonly side?: Side
}

/**
 * Runs cases one after another.
 *
 * @param mayChange whether those run that change something
 * @returns the results, and whether an emulator gave the answers
 */
export async function run(cases: readonly Case[], subject: Subject, send: Send, mayChange: boolean) {
  const results: Result[] = []
  let isEmulator = false
  for (const one of cases) {
    const { id, title, expect } = one
    const row = { id, title, source: sourceOf(expect), expected: brief(expect), differences: [] }
    const why = lacks(one, subject, mayChange) ?? waits(one, results)
    if (why !== undefined) {
      results.push({ ...row, verdict: 'skipped', got: why })
      continue
    }
    const request = one.ask(subject)
    // Nothing that is sent without leave could do harm if all that we believe were wrong.
    if (!one.changes && !isHarmless(request)) throw new Error(`case ${id} could change something and does not say so`)
    try {
      const { sent, answer } = await send(request, id)
      isEmulator ||= answer.headers['x-emulator-reason'] !== undefined
      const differences = differencesOf(expect, sent, answer)
      const side = sideOf(expect, sent, answer)
      const got = side ? `${briefly(answer)} (takes ${side.side} of ${side.question})` : briefly(answer)
      results.push({ ...row, ...(side && { side }), differences, verdict: verdictOf(differences), got })
    } catch (error) {
      const got = `no answer (${reasonOf(error as Error)})`
      const differences = [{ aspect: 'answer', expected: row.expected, got }]
      results.push({ ...row, differences, verdict: 'differs', got })
    }
  }
  return { results, isEmulator }
}

const verdictOf = (differences: readonly Difference[]) => (differences.length === 0 ? 'agrees' : 'differs')

/** What a case needs in vain. */
function lacks({ changes, needs = [] }: Case, subject: Subject, mayChange: boolean): string | undefined {
  if (changes && !mayChange) return 'needs --certificate and --allow-changes'
  const missing = needs.find((need) => subject[need] === undefined)
  return missing && NEEDS[missing]
}

const NEEDS = {
  token: 'needs --token',
  key: 'needs --ak and --sk',
  certificate: 'needs a certificate; there is none',
  other: 'needs --other-project',
  product: 'needs a product; none is listed',
} as const

/** What a case waits for in vain. */
function waits({ after }: Case, results: readonly Result[]): string | undefined {
  const before = results.find(({ id }) => id === after)
  return before && before.verdict !== 'agrees' ? `needs ${after} to agree` : undefined
}
