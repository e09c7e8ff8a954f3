import type { Random } from './random.ts'

/** What a campaign is given. */
export interface Given {
  readonly seed: number
  /** How many requests, rounds or examples. */
  readonly count: number
  readonly random: Random
  /** Says what does not hold, with what to reproduce it. The campaign goes on. */
  find(what: string): void
}

/** An attack on the server that ships, over its real doors. */
export interface Campaign {
  readonly does: string
  /** What `--count` counts. */
  readonly unit: string
  /** How many by hand, and how many in CI. */
  readonly long: number
  readonly short: number
  /** @returns what it tried, as a line of figures */
  run(given: Given): Promise<string>
}
