/** One row of the table. */
export interface Measure {
  readonly name: string
  readonly limit: { readonly atLeast: number } | { readonly atMost: number }
  run(): Promise<Comparison>
}

/** Two things measured side by side; everything that is judged is a ratio, for machines differ and are noisy. */
export interface Comparison {
  readonly ratio: number
  /** What was compared, for a reader: `8,000/s of 16,000/s`. */
  readonly detail: string
}

export const whole = (value: number) => Math.round(value).toLocaleString('en')

/** What was measured side by side in one round. */
export interface Pair {
  readonly one: number
  readonly other: number
}

/** Takes two measurements in turn, round after round: what slows the machine down slows both. */
export async function inRounds(
  rounds: number,
  one: () => Promise<number>,
  other: () => Promise<number>,
): Promise<Pair[]> {
  const pairs: Pair[] = []
  for (let round = 0; round < rounds; round++) pairs.push({ one: await one(), other: await other() })
  return pairs
}

/** Two measurements, taken in turn, as one comparison. */
export async function sideBySide(
  { rounds, unit }: { rounds: number; unit: string },
  one: () => Promise<number>,
  other: () => Promise<number>,
): Promise<Comparison> {
  return compare(await inRounds(rounds, one, other), unit)
}

/** The median of the pairs' ratios of `one` to `other`. */
export function compare(pairs: readonly Pair[], unit: string): Comparison {
  const [left, right] = [median(pairs.map((pair) => pair.one)), median(pairs.map((pair) => pair.other))]
  return {
    ratio: median(pairs.map((pair) => pair.one / pair.other)),
    detail: `${whole(left)}${unit} of ${whole(right)}${unit}`,
  }
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2
}

export function isMet({ limit }: Measure, { ratio }: Comparison): boolean {
  return 'atLeast' in limit ? ratio >= limit.atLeast : ratio <= limit.atMost
}
