import type { AccountState } from '../domain/account.ts'
import type { Clock } from '../domain/clock.ts'
import type { Sides } from '../domain/contested.ts'
import type { RevocationSettings } from '../domain/revocation.ts'
import type { UploadChain } from '../domain/upload-chain.ts'
import type { Database } from './database.ts'

/** A world: an account with one project. */
export interface World extends Clock {
  project_id: string
  /** The project's name, which is its region's: `cn-north-4`. */
  name: string
  /** The account; IAM calls it a domain. */
  domain_id: string
  domain_name: string
  account_state: AccountState
  /** How the CA reviews: see `domain/review.ts`. */
  review: string
  /** How many requests are let through in how long, e.g. `10/1s`; null lets all through. */
  throttle: string | null
  /** How many requests the journal keeps. */
  journal_limit: number
  /** How revocations are published. */
  revocation: RevocationSettings
  /** The sides that it takes of what is contested. */
  language: Sides['language']
  duplicate_check: Sides['duplicate_check']
  /** Whether an upload needs the chain of its certificate. */
  upload_chain: UploadChain
  /** How long it takes until what is bought is paid: as `review`. */
  purchase: string
  /** When it is dropped, by the machine's time; null: never. */
  expires_at: number | null
}

/** What can be changed of a world that is there, and its column. */
const SETTINGS = [
  'review',
  'throttle',
  'account_state',
  'journal_limit',
  'revocation',
  'language',
  'duplicate_check',
  'upload_chain',
  'purchase',
  'expires_at',
] as const satisfies readonly (keyof World)[]

export type Setting = (typeof SETTINGS)[number]

type StoredWorld = Omit<World, 'revocation'> & { revocation: string }

type Settings = Pick<World, 'project_id' | Setting>

/** Worlds. What writes is for use inside `Database.write`. */
export function createWorlds({ prepare, cached, touch }: Database) {
  const FIELDS = `project_id, name, domain_id, domain_name, clock_offset, clock_frozen_at, ${SETTINGS}`
  const one = prepare<[string], StoredWorld>(`SELECT ${FIELDS} FROM projects WHERE project_id = ?`)
  const ofDomain = prepare<[string], StoredWorld>(`SELECT ${FIELDS} FROM projects WHERE domain_name = ?`)
  const ofDomainId = prepare<[string], StoredWorld>(`SELECT ${FIELDS} FROM projects WHERE domain_id = ?`)
  const all = prepare<[], StoredWorld>(`SELECT ${FIELDS} FROM projects ORDER BY sequence`)
  const expired = prepare<[number], StoredWorld>(`SELECT ${FIELDS} FROM projects WHERE expires_at <= ?`)
  const origin = prepare<[string], string>('SELECT origin FROM projects WHERE project_id = ?').pluck()
  const sequence = prepare<[string], number>('SELECT sequence FROM projects WHERE project_id = ?').pluck()
  const next = prepare<[], number>('SELECT coalesce(max(sequence), 0) + 1 FROM projects').pluck()
  const insert = prepare<StoredWorld & { origin: string; sequence: number | undefined }>(
    `INSERT INTO projects (${FIELDS}, origin, sequence) VALUES (@project_id, @name, @domain_id, @domain_name,
     @clock_offset, @clock_frozen_at, ${SETTINGS.map((setting) => `@${setting}`)}, @origin, @sequence)`,
  )
  const setClock = prepare<[number, number | null, string]>(
    'UPDATE projects SET clock_offset = ?, clock_frozen_at = ? WHERE project_id = ?',
  )
  const setSettings = prepare<Omit<Settings, 'revocation'> & { revocation: string }>(
    `UPDATE projects SET ${SETTINGS.map((setting) => `${setting} = @${setting}`)} WHERE project_id = @project_id`,
  )
  const count = prepare<[], number>('SELECT count(*) FROM projects').pluck()
  const remove = prepare<[string]>('DELETE FROM projects WHERE project_id = ?')
  return {
    get: cached((project_id) => parse(one.get(project_id))),
    ofDomain: (domain_name: string) => parse(ofDomain.get(domain_name)),
    ofDomainId: (domain_id: string) => parse(ofDomainId.get(domain_id)),
    /** All worlds, in the order in which they were made. */
    count: () => count.get() ?? 0,
    all: () => all.all().map((row) => parse(row)),
    /** Worlds whose time has passed. */
    expired: (now: number) => expired.all(now).map((row) => parse(row)),
    /** A world's place in that order. */
    sequence: (project_id: string) => sequence.get(project_id),
    /** The document that the world was made from, as JSON. */
    origin: (project_id: string) => origin.get(project_id),
    /** @param sequence its place among the others; behind all of them unless given */
    insert(world: World & { origin: string }, sequence = next.get()): void {
      touch()
      insert.run({ ...stringify(world), sequence })
    },
    setClock(project_id: string, { clock_offset, clock_frozen_at }: Clock): void {
      touch()
      setClock.run(clock_offset, clock_frozen_at, project_id)
    },
    setSettings(settings: Settings): void {
      touch()
      setSettings.run(stringify(settings))
    },
    /** Removes a world and everything in it. */
    remove(project_id: string): void {
      touch()
      remove.run(project_id)
    },
  }
}

function parse(row: StoredWorld): World
function parse(row: StoredWorld | undefined): World | undefined
function parse(row: StoredWorld | undefined): World | undefined {
  return row && { ...row, revocation: JSON.parse(row.revocation) }
}

function stringify<Row extends { revocation: RevocationSettings }>(
  row: Row,
): Omit<Row, 'revocation'> & { revocation: string } {
  return { ...row, revocation: JSON.stringify(row.revocation) }
}
