import type Sqlite from 'better-sqlite3'

/**
 * Queues a change: a synchronous function that reads, decides and writes. The promise resolves to what it returned once
 * that is committed, or rejects with what it threw, in which case nothing of it was written.
 */
export type Write = <T>(change: () => T) => Promise<T>

/** How many batches were committed, the changes in them, and how many changes wait. */
export interface Batches {
  readonly committed: number
  readonly changes: number
  readonly waiting: number
}

interface Job {
  readonly change: () => unknown
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
  finish?: () => void
}

/**
 * The one write queue. The changes that arrive in one turn of the event loop share a transaction (a commit costs more
 * than everything else in a revoke); each is decided on its own, inside a savepoint, so that one that throws leaves no
 * trace in its batch. Where the commit fails, the whole batch fails.
 *
 * @param judge throws where nothing may be written any longer
 * @param batch told when a batch begins, and when it has ended, before anybody hears of it
 */
export function createQueue(
  db: Sqlite.Database,
  batch: { begin(): void; end(): void },
  judge: () => void = () => undefined,
): { write: Write; flush: () => void; counts: () => Batches } {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')
  const savepoint = db.prepare('SAVEPOINT change')
  const release = db.prepare('RELEASE change')
  const undo = db.prepare('ROLLBACK TO change')
  let waiting: Job[] = []
  let committed = 0
  let changes = 0

  function attempt(job: Job): void {
    savepoint.run()
    try {
      const value = job.change()
      job.finish = () => job.resolve(value)
    } catch (error) {
      // SQLite may have rolled back everything by itself, on a full disk for one: then the batch is lost.
      if (!db.inTransaction) throw error
      undo.run()
      job.finish = () => job.reject(error)
    }
    release.run()
  }

  function flush(): void {
    const jobs = waiting
    waiting = []
    if (jobs.length === 0) return
    batch.begin()
    try {
      judge()
      begin.run()
      for (const job of jobs) attempt(job)
      commit.run()
    } catch (error) {
      if (db.inTransaction) rollback.run()
      batch.end()
      for (const job of jobs) job.reject(error)
      return
    }
    batch.end()
    committed += 1
    changes += jobs.length
    for (const job of jobs) job.finish?.()
  }

  return {
    write: <T>(change: () => T) =>
      new Promise<T>((resolve, reject) => {
        waiting.push({ change, resolve: resolve as Job['resolve'], reject })
        if (waiting.length === 1) setImmediate(flush)
      }),
    flush,
    counts: () => ({ committed, changes, waiting: waiting.length }),
  }
}
