import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { createEmulator } from '../../src/index.ts'

const { worlds } = JSON.parse(readFileSync(new URL('../../fixtures/demo.json', import.meta.url), 'utf8'))
const [demo] = worlds
const [certificate] = demo.certificates
const [user] = demo.users

/** The world that is measured in is the demo's: its project and its credentials, but other certificates. */
export const PROJECT: string = demo.project_id
export const TOKEN: string = user.token
export const KEY: { ak: string; sk: string } = user.access_key

/** As many certificates a fixture holds; a reset brings them back. Those beyond are copied inside the database. */
export const WRITTEN = 1_000

const FIRST_ID = 1_700_000_000_000

/** A folder that goes with the block that uses it, or with the process. */
export function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'scm-emulator-bench-'))
  const remove = () => rmSync(path, { recursive: true, force: true })
  process.once('exit', remove)
  return {
    path,
    [Symbol.dispose]() {
      process.off('exit', remove)
      remove()
    },
  }
}

/** Makes a database whose world has this many issued certificates; the file. */
export async function createWorld(folder: string, count: number): Promise<string> {
  const [db, fixtures] = [join(folder, 'bench.db'), join(folder, 'world.json')]
  const certificates = Array.from({ length: Math.min(count, WRITTEN) }, (_, index) => ({
    ...certificate,
    id: certificateId(index),
  }))
  writeFileSync(fixtures, JSON.stringify({ worlds: [{ ...demo, certificates, foreign_certificates: [] }] }))
  const emulator = await createEmulator({ db, fixtures })
  await emulator.close()
  if (count > WRITTEN) copy(db, count)
  return db
}

/** Copies the first certificate until there are `count`, each with an id and an end of its own. */
function copy(file: string, count: number): void {
  const db = new Sqlite(file)
  try {
    db.pragma('synchronous = OFF')
    const columns = db.prepare<[], string>(`SELECT name FROM pragma_table_info('certificates')`).pluck().all()
    const own: Record<string, string> = {
      id: `'scs' || (${FIRST_ID} + n)`,
      due_at: 'due_at + n',
      not_after: 'not_after + n',
    }
    db.prepare(
      `WITH RECURSIVE copies(n) AS (SELECT ${WRITTEN} UNION ALL SELECT n + 1 FROM copies WHERE n + 1 < ${count})
       INSERT INTO certificates (${columns}) SELECT ${columns.map((column) => own[column] ?? column)}
       FROM copies, certificates WHERE project_id = ? AND id = ?`,
    ).run(PROJECT, certificateId(0))
  } finally {
    db.close()
  }
}

function certificateId(index: number): string {
  return `scs${FIRST_ID + index}`
}

/** Deals out every certificate of a world once, in the order of the table, then again. */
export const inTurn = (count: number) => dealer(count, 1)

/** The same, but neighbours in time are far apart in the table: every change touches another page of the file. */
export const scattered = (count: number) => dealer(count, 15_485_863)

/** @param stride 1, or a prime beyond every count, so that it meets every number once */
function dealer(count: number, stride: number) {
  let dealt = 0
  return (wanted: number) => Array.from({ length: wanted }, () => certificateId((dealt++ * stride) % count))
}
