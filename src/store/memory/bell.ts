/** Wakes those who wait for a world; they look up themselves what they wait for. */
export function createBell() {
  const waiting = new Map<string, Set<() => void>>()
  return {
    /** Something in this world has changed. */
    ring(project_id: string): void {
      for (const wake of waiting.get(project_id) ?? []) wake()
    },
    /** Resolves when the bell rings for this world, or at the signal's abort. */
    next(project_id: string, signal: AbortSignal): Promise<void> {
      if (signal.aborted) return Promise.resolve()
      const waiters = waiting.get(project_id) ?? new Set()
      waiting.set(project_id, waiters)
      return new Promise((resolve) => {
        const end = () => {
          signal.removeEventListener('abort', end)
          waiters.delete(end)
          if (waiters.size === 0) waiting.delete(project_id)
          resolve()
        }
        waiters.add(end)
        signal.addEventListener('abort', end)
      })
    },
  }
}
