import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * One set of cases for the clients of every language. `play.*` plays it through its client and writes down what each
 * step gave; what it should have given is compared here, once for all.
 */
interface Case {
  name: string
  steps: { call: string; expect?: unknown; fails?: unknown; not?: string[] }[]
}

/** What a step gave: a result, null where there is none, or how it failed. */
type Outcome = { result: unknown } | { fails: unknown }

export const CASES = fileURLToPath(new URL('cases.json', import.meta.url))

const cases: Case[] = JSON.parse(readFileSync(CASES, 'utf8'))

/** How many steps a language has played. @throws Error that names each step which gave something else than it should */
export function judge(language: string, results: Outcome[][]): string {
  let count = 0
  const wrong: string[] = []
  for (const [index, { name, steps }] of cases.entries()) {
    for (const [number, { call, expect, fails, not = [] }] of steps.entries()) {
      if (not.includes(language)) continue
      const outcome = results[index]?.[number]
      count += 1
      const wanted = fails !== undefined ? { fails } : expect !== undefined ? { result: expect } : {}
      const found = differences(outcome, wanted, '')
      if (fails === undefined && outcome && 'fails' in outcome) found.push('it failed')
      if (found.length === 0) continue
      wrong.push(
        `${name}, step ${number + 1}, ${call}: ${found.join('; ')} in ${JSON.stringify(outcome)?.slice(0, 400)}`,
      )
    }
  }
  if (wrong.length > 0) throw new Error(wrong.join('\n'))
  return `${count} steps`
}

/** Where something is not as expected: objects may have more fields, lists are as long. */
function differences(actual: any, expected: any, at: string): string[] {
  if (typeof expected !== 'object' || expected === null) {
    return actual === expected ? [] : [`${at} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`]
  }
  if ('matches' in expected) {
    return new RegExp(expected.matches).test(String(actual)) ? [] : [`${at} does not match ${expected.matches}`]
  }
  if (typeof actual !== 'object' || actual === null) return [`${at} is ${JSON.stringify(actual)}`]
  if (Array.isArray(expected) && actual.length !== expected.length) return [`${at} has ${actual.length} entries`]
  return Object.entries(expected).flatMap(([field, value]) => differences(actual[field], value, `${at}/${field}`))
}
