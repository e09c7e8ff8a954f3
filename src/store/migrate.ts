import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type Sqlite from 'better-sqlite3'

/** `scme` in ASCII: how we know a database as ours (SQLite's application_id). */
const APPLICATION_ID = 0x73636d65

const filesOf = (folder: string) =>
  readdirSync(folder)
    .filter((name) => /^\d{4}-.+\.sql$/.test(name))
    .sort()

const versionOf = (db: Sqlite.Database) => db.pragma('user_version', { simple: true }) as number

/**
 * Looks whether a database is ours, and of a version that we know; writes nothing.
 *
 * @throws Error whose message goes on after the name of the file
 */
export function checkVersion(db: Sqlite.Database, folder: string): void {
  const isEmpty = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0
  if (!isEmpty && db.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
    throw new Error('belongs to another program')
  }
  const [version, known] = [versionOf(db), filesOf(folder).length]
  if (version > known) {
    throw new Error(`was written by a newer scm-emulator (schema ${version}, this one knows ${known}): update it`)
  }
}

/**
 * Brings a database to the newest version: each numbered SQL file that it has not seen runs in one transaction.
 *
 * @throws Error whose message goes on after the name of the file
 */
export function migrate(db: Sqlite.Database, folder: string): void {
  const version = versionOf(db)
  for (const [index, name] of filesOf(folder).entries()) {
    if (index < version) continue
    db.transaction(() => {
      db.exec(readFileSync(join(folder, name), 'utf8'))
      db.pragma(`application_id = ${APPLICATION_ID}`)
      db.pragma(`user_version = ${index + 1}`)
    }).immediate()
  }
}
