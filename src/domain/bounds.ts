/** How many there may be of what a client or a test can make many of. Where it matters, an option says another number. */
export const BOUNDS = {
  worlds: { most: 10_000, of: 'worlds', advice: 'delete one, or raise --max-worlds' },
  faults: { most: 200, of: 'faults of this world', advice: 'remove one' },
  fault_bytes: { most: 64 * 1024 * 1024, of: 'bytes of faults in all worlds', advice: 'remove some' },
  streams: { most: 1_000, of: 'event streams', advice: 'close one' },
  connections: { most: 10_000, of: 'connections', advice: 'close one' },
} as const satisfies Record<string, { most: number; of: string; advice: string }>

/** There are as many as there may be; nothing was made. The message says what to do. */
export class TooMany extends Error {
  override name = 'TooMany'
}

/**
 * Looks whether there may be as many.
 *
 * @param count with the one that is asked for
 * @throws TooMany
 */
export function mayBe(bound: keyof typeof BOUNDS, count: number, most: number = BOUNDS[bound].most): void {
  const { of, advice } = BOUNDS[bound]
  if (count > most) throw new TooMany(`there may be ${most} ${of}: ${advice}`)
}
