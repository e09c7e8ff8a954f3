/** Numbers that one seed makes the same each time. */
export interface Random {
  /** From 0, below `end`. */
  below(end: number): number
  /** Whether what happens once in so many times happens now. */
  once(every: number): boolean
  pick<T>(values: readonly T[]): T
}

/** Mulberry32: 32 bits of state are enough to choose test cases with. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const below = (end: number) => next() % end
  return { below, once: (every) => below(every) === 0, pick: (values) => values[below(values.length)] as never }
}
