import { statSync } from 'node:fs'
import { createRequire } from 'node:module'
import type Sqlite from 'better-sqlite3'
import { oldNode } from '../domain/node-version.ts'
import { createCaches } from './cache.ts'
import { checkVersion, migrate } from './migrate.ts'
import { type Batches, createQueue, type Write } from './queue.ts'

const require = createRequire(import.meta.url)

/** A database file that cannot be used. The message names the file and says why. */
export class UnusableDatabase extends Error {
  override name = 'UnusableDatabase'
}

export interface Database {
  readonly prepare: Sqlite.Database['prepare']
  /** Runs a change in the next batch; resolves once the batch is committed. See `createQueue`. */
  readonly write: Write
  readonly batches: () => Batches
  /** Caches of rows by a key. See `createCaches`. */
  readonly cached: ReturnType<typeof createCaches>['cached']
  readonly touch: ReturnType<typeof createCaches>['touch']
  /** Commits what is queued and closes the file. */
  close(): void
}

/** What SQLite says of a file, in a person's words. */
const COMPLAINTS: Record<string, string> = {
  SQLITE_NOTADB: 'is not a SQLite database',
  SQLITE_CORRUPT: 'is damaged',
  SQLITE_CANTOPEN: 'cannot be opened or created: check the folder and its permissions',
  SQLITE_READONLY: 'is read-only',
  SQLITE_READONLY_DIRECTORY: 'is in a folder that cannot be written to',
  SQLITE_PERM: 'may not be opened: check its permissions',
  SQLITE_IOERR: 'cannot be read or written: check its permissions and the disk',
  SQLITE_FULL: 'cannot grow: the disk is full',
  SQLITE_BUSY: 'is in use by another process: choose another file with --db, or keep nothing with --in-memory',
}

/**
 * Opens, or creates, the database and brings it to the newest version.
 *
 * @param file path of the file, or `:memory:`
 * @param migrations folder of the numbered SQL files
 * @throws UnusableDatabase
 */
export function openDatabase(file: string, migrations: string): Database {
  const refusal = oldNode(process.versions.node)
  if (refusal) throw new UnusableDatabase(refusal)
  // Loaded when a database is opened, not before: on a Node.js that is too old the import itself kills the process.
  const SqliteDatabase: typeof Sqlite = require('better-sqlite3')
  let db: Sqlite.Database | undefined
  let presence: Presence | undefined
  try {
    // Before SQLite makes one.
    const hadWal = numberOf(`${file}-wal`) !== undefined
    db = new SqliteDatabase(file, { timeout: 500 })
    // One emulator a file: the lock lives as long as the process, however it ends.
    db.pragma('locking_mode = EXCLUSIVE')
    // Before anything is written: journal_mode alone changes the file.
    checkVersion(db, migrations)
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    db.pragma('foreign_keys = ON')
    // The presence does it: SQLite alone would not say in the file that there is more in the WAL again.
    if (file !== ':memory:') db.pragma('wal_autocheckpoint = 0')
    // In KB; the system caches the file as well.
    db.pragma('cache_size = -8000')
    if (file !== ':memory:') judgeWal(db, file, hadWal)
    migrate(db, migrations)
    if (file !== ':memory:') presence = createPresence(db, file)
  } catch (error) {
    db?.close()
    throw unusable(file, error)
  }
  const opened = db
  const caches = createCaches()
  const queue = createQueue(opened, caches, () => presence?.judge())
  return {
    prepare: opened.prepare.bind(opened) as Sqlite.Database['prepare'],
    write: queue.write,
    batches: queue.counts,
    cached: caches.cached,
    touch: caches.touch,
    close() {
      queue.flush()
      presence?.leave()
      opened.close()
    },
  }
}

interface Presence {
  /** @throws UnusableDatabase where the file is no longer the one that was opened: what is written would be lost */
  judge(): void
  /** Says in the file that it is closed. */
  leave(): void
}

/** How long a WAL may get, in bytes: what many changes wrote to a page is copied into the file once, while everybody waits for the disk. */
const WAL_LIMIT = 64_000_000

/**
 * Tells whoever opens the file next whether it lacks its WAL. The file itself holds its own number while there may be
 * more in the WAL, whose first change takes it out again: whoever takes the WAL in, SQLite's own tools too, takes that
 * in with it.
 */
function createPresence(db: Sqlite.Database, file: string): Presence {
  db.exec('CREATE TABLE IF NOT EXISTS open_as (file TEXT) STRICT')
  db.exec('INSERT INTO open_as SELECT NULL WHERE NOT EXISTS (SELECT 1 FROM open_as)')
  const say = db.prepare<[string | null]>('UPDATE open_as SET file = ?')
  let isMarked = false
  /** Takes the WAL in: the file holds all there is, and its mark. */
  const takeIn = () => {
    isMarked = false
    say.run(numberOf(file) ?? null)
    db.pragma('wal_checkpoint(TRUNCATE)')
    say.run(null)
    isMarked = true
  }
  takeIn()
  const wal = `${file}-wal`
  const files = [file, wal].map((path) => [path, numberOf(path)] as const)
  let isLeft = false
  return {
    judge() {
      if (isLeft) return
      const lost = files.find(([path, number]) => numberOf(path) !== number)
      if (lost) throw new UnusableDatabase(`the database ${lost[0]} was removed or replaced while it was in use`)
      if (!isMarked || statSync(wal).size > WAL_LIMIT) takeIn()
    },
    leave() {
      isLeft = true
      if (files.every(([path, number]) => numberOf(path) === number)) say.run(null)
    },
  }
}

/** @throws UnusableDatabase where the process that had the file open died, and the WAL that it left is gone */
function judgeWal(db: Sqlite.Database, file: string, hadWal: boolean): void {
  const isKnown = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'open_as'").get() !== undefined
  const openAs = isKnown ? db.prepare<[], string | null>('SELECT file FROM open_as').pluck().get() : null
  if (openAs !== numberOf(file) || hadWal) return
  throw new UnusableDatabase(
    `the database ${file} lacks its WAL, the file of this name and -wal, which holds what was written last: put it back, or make an empty one to go on without`,
  )
}

/** The number of a file (inode); nothing where there is none. */
function numberOf(path: string): string | undefined {
  return statSync(path, { throwIfNoEntry: false, bigint: true })?.ino.toString()
}

/** Why the database cannot be used any longer, if that is what an error says. */
export function troubleOf(error: Error & { code?: string }): string | undefined {
  if (error instanceof UnusableDatabase) return error.message
  const complaint = complaintOf(error.code ?? '')
  return complaint && `the database ${complaint}`
}

function complaintOf(code: string): string | undefined {
  return COMPLAINTS[code] ?? COMPLAINTS[code.split('_', 2).join('_')]
}

/** What is wrong with the file, where an error of SQLite says so; any other error as it is. */
export function unusable(file: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof UnusableDatabase) return error
  const code = (error as { code?: string }).code ?? ''
  // better-sqlite3 throws a TypeError of its own where the folder does not exist.
  const complaint = complaintOf(code) ?? (error instanceof TypeError ? COMPLAINTS.SQLITE_CANTOPEN : error.message)
  return new UnusableDatabase(`the database ${file} ${complaint}`, { cause: error })
}
