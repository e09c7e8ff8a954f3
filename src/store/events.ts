import type { Actor, Event } from '../domain/event.ts'
import type { Moved } from '../domain/transition.ts'
import type { Database } from './database.ts'
import { createBell } from './memory/bell.ts'
import type { Coverage } from './memory/coverage.ts'

export type { Actor, Event } from '../domain/event.ts'

type StoredEvent = Omit<Event, 'detail'> & { detail: string }

/** How the trail names what nobody asked for. */
const DUE = {
  approve: { event: 'approveReview', user: 'ca', request_id: null },
  expire: { event: 'expireCertificate', user: 'time', request_id: null },
} as const satisfies Record<string, Actor>

/** What an entry is about: whose world, who asked, and the certificate or CSR where it is about one. */
export interface Subject {
  readonly project_id: string
  readonly actor: Actor
  readonly resource: string | null
}

const causeOf = ({ event, user, request_id }: Actor) => ({ name: event, actor: user, request_id })

/** The audit trail. What writes is for use inside `Database.write`. */
export function createEvents({ prepare }: Database, coverage: Coverage) {
  // In order, not by name: looking nine names up costs as much as the row.
  const insert = prepare<unknown[]>(
    `INSERT INTO events (project_id, id, at, name, resource, actor, request_id, code, detail)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const last = prepare<[string], number>('SELECT id FROM events WHERE project_id = ? ORDER BY id DESC LIMIT 1').pluck()
  const clear = prepare<[string]>('DELETE FROM events WHERE project_id = ?')
  const after = prepare<[string, number, number], StoredEvent>(
    `SELECT id, at, name, resource, actor, request_id, code, detail FROM events
     WHERE project_id = ? AND id > ? ORDER BY id LIMIT ?`,
  )
  /** The last number of each world; a change that is rolled back leaves a gap at most. */
  const numbers = new Map<string, number>()
  const beginnings = new Map<string, number>()

  /** Wakes whoever waits for a world's trail: something is written, the world's time has moved, or a fault was ordered. */
  const { ring: wake, next } = createBell()

  function add(project_id: string, event: Omit<StoredEvent, 'id'>): void {
    const id = (numbers.get(project_id) ?? last.get(project_id) ?? 0) + 1
    numbers.set(project_id, id)
    const { at, name, resource, actor, request_id, code, detail } = event
    insert.run(project_id, id, at, name, resource, actor, request_id, code, detail)
    wake(project_id)
  }

  return {
    wake,
    /** The number of a world's last entry; 0 where it has none. */
    last: (project_id: string) => last.get(project_id) ?? 0,
    /** Changes whenever a world's trail begins anew. */
    beginning: (project_id: string) => beginnings.get(project_id) ?? 0,
    /** A world's trail was deleted: it begins anew. */
    forget(project_id: string): void {
      numbers.delete(project_id)
      beginnings.set(project_id, (beginnings.get(project_id) ?? 0) + 1)
      wake(project_id)
    },
    /** Puts another trail in the place of a world's, numbers and all. */
    replace(project_id: string, events: readonly Event[]): void {
      clear.run(project_id)
      for (const { id, at, name, resource, actor, request_id, code, detail } of events) {
        insert.run(project_id, id, at, name, resource, actor, request_id, code, JSON.stringify(detail))
      }
      this.forget(project_id)
    },
    /** Resolves when a world's trail may have changed, or when the signal aborts. */
    next,
    /** A certificate has moved. */
    moved({ project_id, actor, resource }: Subject, { move, at, from, to, due }: Moved): void {
      if (from !== null) coverage.move(project_id, move, from)
      const cause = due ? DUE[move as keyof typeof DUE] : actor
      add(project_id, { ...causeOf(cause), at, resource, code: null, detail: JSON.stringify({ from, to }) })
    },
    /** A request has succeeded that moved no certificate. */
    done({ project_id, actor, resource }: Subject, at: number): void {
      add(project_id, { ...causeOf(actor), at, resource, code: null, detail: '{}' })
    },
    /** A request was refused: the vendor's trail holds those too. */
    refused(
      { project_id, actor, resource }: Subject,
      at: number,
      { code, reason }: { code: string; reason: string },
    ): void {
      add(project_id, { ...causeOf(actor), at, resource, code, detail: JSON.stringify({ reason }) })
    },
    /** At most `limit` events after the one with this id, oldest first. */
    after: (project_id: string, id: number, limit: number): Event[] =>
      after.all(project_id, id, limit).map((row) => ({ ...row, detail: JSON.parse(row.detail) })),
  }
}

export type Events = ReturnType<typeof createEvents>
