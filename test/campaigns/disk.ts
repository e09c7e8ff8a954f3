import { closeSync, openSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Campaign, Given } from './campaign.ts'
import { createWork, lossesOf, type Work } from './effects.ts'
import { folder, NotStarted, type Server, start } from './server.ts'

/** What happens to a file of a server that ended, and what the next one may say of it. */
interface Damage {
  readonly name: string
  /** Whether the server before was killed. */
  readonly isKilled?: boolean
  /** Whether it may come up, and then has all that was acknowledged. */
  readonly mayStart?: boolean
  readonly says: RegExp
  spoil(db: string, given: Given): void
}

function overwrite(file: string, bytes: Uint8Array, at: number): void {
  const handle = openSync(file, 'r+')
  writeSync(handle, bytes, 0, bytes.length, at)
  closeSync(handle)
}

/** A page of noise. */
function noise(db: string, { random }: Given): void {
  const pages = Math.floor(statSync(db).size / 4096)
  const bytes = Uint8Array.from({ length: 4096 }, () => random.below(256))
  overwrite(db, bytes, random.below(pages) * 4096)
}

const DAMAGES: readonly Damage[] = [
  { name: 'a page of noise', mayStart: true, says: /is damaged|is not a SQLite database/, spoil: noise },
  {
    name: 'the first page of noise',
    says: /is not a SQLite database/,
    spoil: (db) => overwrite(db, new Uint8Array(4096).fill(7), 0),
  },
  {
    // Who may write everywhere has no file that is read-only; a write version that is unknown makes SQLite say so.
    name: 'a file that may be read only',
    says: /is read-only|is damaged|is not a SQLite database/,
    spoil: (db) => overwrite(db, Uint8Array.of(9), 18),
  },
  {
    name: 'half a file',
    says: /is damaged/,
    spoil: (db) => truncateSync(db, Math.floor(statSync(db).size / 8192) * 4096),
  },
  {
    name: 'another file',
    says: /is not a SQLite database/,
    spoil: (db) => writeFileSync(db, 'a text\n'.repeat(1_000)),
  },
  { name: 'no WAL after a kill', isKilled: true, says: /lacks its WAL/, spoil: (db) => rmSync(`${db}-wal`) },
]

/** A server that works on a file: what it acknowledged. */
async function workOn(db: string, given: Given, isKilled = false): Promise<Work> {
  const server = await start(['--db', db, '--fixtures', 'none'])
  const work = await createWork(server)
  await work.run(given.random)
  await (isKilled ? server.kill() : server[Symbol.asyncDispose]())
  return work
}

/** Either it says in a sentence why it does not start, or all that was acknowledged is there, or said to be damaged. */
async function damaged(damage: Damage, given: Given): Promise<void> {
  const { name, says, isKilled, mayStart } = damage
  const db = join(folder(), 'disk.db')
  const work = await workOn(db, given, isKilled)
  damage.spoil(db, given)
  let server: Server
  try {
    server = await start(['--db', db, '--fixtures', 'none'])
  } catch (error) {
    const { message } = error as Error
    if (!(error instanceof NotStarted)) throw error
    if (!says.test(message) || /\n\s+at /.test(message)) given.find(`${name}: it does not start, and says: ${message}`)
    return
  }
  if (!mayStart) given.find(`${name}: it starts as if nothing was`)
  for (const lost of await lossesOf(server, work).catch(({ message }: Error) => [message])) {
    if (!/"storage"|SCM\.0007|the database/.test(lost)) given.find(`${name}: ${lost}`)
  }
  for (const defect of server.defects()) given.find(`${name}: ${defect}`)
  await server[Symbol.asyncDispose]()
}

/** A disk that is full while a server works: changes are refused in a sentence, and what was acknowledged stays. */
async function full(given: Given): Promise<void> {
  const db = join(folder(), 'disk.db')
  const before = await workOn(db, given)
  const size = Math.ceil(
    Math.max(...[db, `${db}-wal`].map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0)) / 1024,
  )
  const works: Work[] = [before]
  let told: string | undefined
  // In KB: no file may become longer.
  const server = await start(['--db', db, '--fixtures', 'none'], `ulimit -f ${size + 50 + given.random.below(300)}`)
  while (told === undefined && works.length < 30) {
    try {
      const work = await createWork(server)
      works.push(work)
      await work.run(given.random)
      told = work.refusal()
    } catch (error) {
      told = (error as Error).message
    }
  }
  if (!told || !/the database cannot/.test(told)) given.find(`a full disk: a change is told ${told}`)
  if (!server.isAlive()) given.find('a full disk: the server ended')
  for (const defect of server.defects()) given.find(`a full disk: ${defect}`)
  await server.kill()
  await using next = await start(['--db', db, '--fixtures', 'none'])
  for (const work of works) for (const lost of await lossesOf(next, work)) given.find(`a full disk: ${lost}`)
}

/** The file, or its WAL, is removed or replaced while a server works: nothing is acknowledged from then on. */
async function vanished(given: Given): Promise<void> {
  const db = join(folder(), 'disk.db')
  await using server = await start(['--db', db, '--fixtures', 'none'])
  const work = await createWork(server)
  const file = given.random.pick([db, `${db}-wal`])
  const bytes = readFileSync(file)
  rmSync(file)
  if (given.random.once(2)) writeFileSync(file, bytes)
  await work.run(given.random)
  if (work.count() > 0) given.find(`${file} vanished: ${work.count()} changes were acknowledged`)
  if (!/was removed or replaced while it was in use/.test(work.refusal() ?? '')) {
    given.find(`${file} vanished: a change is told ${work.refusal()}`)
  }
  for (const defect of server.defects()) given.find(`${file} vanished: ${defect}`)
}

const CASES = [...DAMAGES.map((damage) => (given: Given) => damaged(damage, given)), full, vanished]

export const disk: Campaign = {
  does: 'a full disk, a file that is read-only, vanished, damaged, without its WAL: nothing acknowledged is lost without a word',
  unit: 'cases',
  long: 200,
  short: CASES.length,
  async run(given) {
    for (let index = 0; index < given.count; index += 1) await CASES[index % CASES.length]?.(given)
    return `${given.count} cases of ${CASES.length} kinds`
  },
}
