/** Upper ends of the classes of durations, in seconds. */
export const BUCKETS = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10] as const

/** What is counted of one kind of request. */
export interface Counted {
  readonly operation: string
  readonly status: number
  readonly code: string
  count: number
}

/** How many requests were answered and how long they took, since the start, in memory. Bounded by what the contract knows. */
export function createMetrics() {
  const requests = new Map<string, Counted>()
  /** How many took as long as each class, and how many longer than all. */
  const durations = [...BUCKETS, Number.POSITIVE_INFINITY].map(() => 0)
  let seconds = 0
  return {
    /** A request was answered. @param milliseconds how long that took */
    answered(operation: string, status: number, code: string, milliseconds: number): void {
      const key = `${operation} ${status} ${code}`
      const counted = requests.get(key) ?? { operation, status, code, count: 0 }
      requests.set(key, counted)
      counted.count += 1
      const length = milliseconds / 1000
      seconds += length
      const index = BUCKETS.findIndex((end) => length <= end)
      durations[index < 0 ? BUCKETS.length : index] = (durations.at(index) ?? 0) + 1
    },
    requests: (): Iterable<Readonly<Counted>> => requests.values(),
    durations: () => ({ counts: [...durations], seconds }),
  }
}

export type Metrics = ReturnType<typeof createMetrics>
