import type { Clock } from '../domain/clock.ts'
import type { Database } from './database.ts'

export const ACCOUNT_STATES = ['active', 'restricted', 'frozen'] as const

/** A world: an account with one project. */
export interface World extends Clock {
  project_id: string
  /** The project's name, which is its region's: `cn-north-4`. */
  name: string
  /** The account; IAM calls it a domain. */
  domain_id: string
  domain_name: string
  account_state: (typeof ACCOUNT_STATES)[number]
  /** How the CA reviews: see `domain/review.ts`. */
  review: string
  /** How many requests are let through in how long, e.g. `10/1s`; null lets all through. */
  throttle: string | null
  /** How many requests the journal keeps. */
  journal_limit: number
}

/** What can be changed of a world that is there. */
export type Setting = 'review' | 'throttle' | 'account_state' | 'journal_limit'

type StoredWorld = World & { origin: string }

/** Worlds. What writes is for use inside `Database.write`. */
export function createProjects({ prepare }: Database) {
  const FIELDS =
    'project_id, name, domain_id, domain_name, account_state, review, throttle, journal_limit, clock_offset, clock_frozen_at'
  const one = prepare<[string], World>(`SELECT ${FIELDS} FROM projects WHERE project_id = ?`)
  const ofDomain = prepare<[string], World>(`SELECT ${FIELDS} FROM projects WHERE domain_name = ?`)
  const all = prepare<[], World>(`SELECT ${FIELDS} FROM projects ORDER BY rowid`)
  const origin = prepare<[string], string>('SELECT origin FROM projects WHERE project_id = ?').pluck()
  const insert = prepare<StoredWorld>(
    `INSERT INTO projects (${FIELDS}, origin) VALUES (@project_id, @name, @domain_id, @domain_name, @account_state,
     @review, @throttle, @journal_limit, @clock_offset, @clock_frozen_at, @origin)`,
  )
  const setClock = prepare<[number, number | null, string]>(
    'UPDATE projects SET clock_offset = ?, clock_frozen_at = ? WHERE project_id = ?',
  )
  const setSettings = prepare<Pick<World, 'project_id' | Setting>>(
    `UPDATE projects SET review = @review, throttle = @throttle, account_state = @account_state, journal_limit = @journal_limit
     WHERE project_id = @project_id`,
  )
  const remove = prepare<[string]>('DELETE FROM projects WHERE project_id = ?')
  return {
    get: (project_id: string) => one.get(project_id),
    ofDomain: (domain_name: string) => ofDomain.get(domain_name),
    all: () => all.all(),
    /** The document that the world was made from, as JSON. */
    origin: (project_id: string) => origin.get(project_id),
    insert: (world: StoredWorld) => void insert.run(world),
    setClock: (project_id: string, { clock_offset, clock_frozen_at }: Clock) =>
      void setClock.run(clock_offset, clock_frozen_at, project_id),
    setSettings: (settings: Pick<World, 'project_id' | Setting>) => void setSettings.run(settings),
    /** Removes a world and everything in it. */
    remove: (project_id: string) => void remove.run(project_id),
  }
}
