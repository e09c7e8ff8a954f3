import type { RuleName } from '../../domain/rules.ts'
import { createBell } from './bell.ts'

/** What an operation takes: the names of its body's fields and of its query's parameters; null where it takes none. */
export interface Takes {
  readonly body: ReadonlySet<string> | null
  readonly query: ReadonlySet<string> | null
}

/** What a journal keeps of a request, as it was; what is shown of it is made when somebody looks (`world/requests.ts`). */
export interface Exchange {
  readonly at: number
  readonly method: string
  readonly url: string
  readonly operation: string | null
  readonly certificate_id: string | null
  readonly user: string | null
  readonly request_id: string
  /** Names and values in turn, a line each: one string costs less to keep than many. */
  readonly headers: string
  readonly body: string
  /** Null where the connection was cut before there was a reply. */
  readonly status: number | null
  /** As JSON. */
  readonly response_headers: string
  readonly response: string
  readonly error_code: string | null
  /** The rule that refused it; null where none did, or a fault answered. */
  readonly rule: RuleName | null
  /** Null where no API is published at the path. */
  readonly takes: Takes | null
  readonly reason: string | null
  readonly fault: number | null
  /** Whether the connection was cut instead of the reply. */
  readonly dropped: boolean
  readonly duration: number
}

/** Something with a number that a shelf keeps. */
interface Kept {
  readonly id: number
  readonly project_id: string
  readonly size: number
}

export interface Entry extends Kept {
  readonly exchange: Exchange
}

/** An assertion that failed, as a document without its number. */
export interface Failure extends Kept {
  readonly text: string
}

/** How much all worlds' journals may hold together, in bytes; what strangers asked is apart. */
const CAP = { known: 64 * 1024 * 1024, strangers: 16 * 1024 * 1024, failures: 4 * 1024 * 1024 }

/** How many failed assertions a world keeps. */
const FAILURES = 20

/** How much of a body an entry keeps, in bytes. */
export const BODY_LIMIT = 16 * 1024

/** How many entries a world keeps where it says nothing else. */
export const JOURNAL_LIMIT = 1_000

/**
 * The request journals of all worlds, in memory. Bounded twice: entries a world, and bytes in all; the oldest go first.
 * Whoever knows a world's id can ask without credentials: that displaces only what other strangers asked. Numbers count
 * within a world.
 */
export function createJournal() {
  const known = createShelves<Entry>(CAP.known)
  const strangers = createShelves<Entry>(CAP.strangers)
  const numbers = new Map<string, number>()
  const both = [known, strangers]
  const failures = createShelves<Failure>(CAP.failures)
  const failed = new Map<string, number>()
  const bell = createBell()
  return {
    /** Resolves when a world's journal has another entry or failed assertion, or is gone, or at the signal's abort. */
    next: bell.next,
    record(project_id: string, limit: number, exchange: Exchange, isStranger = false): void {
      const id = (numbers.get(project_id) ?? 0) + 1
      numbers.set(project_id, id)
      const shelves = isStranger ? strangers : known
      shelves.add({ id, project_id, exchange, size: sizeOf(exchange) }, limit)
      bell.ring(project_id)
    },
    /** The number of a world's last entry, whether or not it is still there; 0 before the first. */
    last: (project_id: string): number => numbers.get(project_id) ?? 0,
    /** Puts exchanges in the place of a world's entries, with their numbers; those of later ones go on from there. */
    load(project_id: string, limit: number, entries: readonly Pick<Entry, 'id' | 'exchange'>[]): void {
      this.clear(project_id)
      for (const { id, exchange } of limit === 0 ? [] : entries) {
        known.add({ id, project_id, exchange, size: sizeOf(exchange) }, limit)
        numbers.set(project_id, Math.max(id, numbers.get(project_id) ?? 0))
      }
      bell.ring(project_id)
    },
    /** Keeps an assertion that failed, as JSON without its number. */
    fail(project_id: string, text: string): void {
      const id = (failed.get(project_id) ?? 0) + 1
      failed.set(project_id, id)
      failures.add({ id, project_id, text, size: 2 * text.length + 100 }, FAILURES)
      bell.ring(project_id)
    },
    /** A world's assertions that failed, oldest first. */
    failures: (project_id: string): Failure[] => failures.of(project_id),
    /** What all of it takes, in bytes. */
    bytes: () => known.bytes() + strangers.bytes() + failures.bytes(),
    /** A world's entries, oldest first. */
    entries(project_id: string): Entry[] {
      const [own, others] = [known.of(project_id), strangers.of(project_id)]
      return others.length === 0 ? own : [...own, ...others].sort((a, b) => a.id - b.id)
    },
    /** Keeps the newest entries, as many as `limit`. */
    shorten(project_id: string, limit: number): void {
      for (const shelves of both) shelves.trim(project_id, limit)
    },
    /** Forgets a world's entries, and what was asserted of them. */
    clear(project_id: string): void {
      for (const shelves of [...both, failures]) shelves.clear(project_id)
      bell.ring(project_id)
    },
    /** Forgets a world. */
    forget(project_id: string): void {
      this.clear(project_id)
      numbers.delete(project_id)
      failed.delete(project_id)
      bell.ring(project_id)
    },
  }
}

/** What is kept of all worlds, of which the oldest goes once there are too many bytes. */
function createShelves<One extends Kept>(cap: number) {
  /** A world's, oldest first. */
  const shelves = new Map<string, Map<number, One>>()
  /** All, oldest first: what is dropped when there are too many bytes. */
  const all = new Set<One>()
  let bytes = 0

  function drop(entry: One): void {
    const shelf = shelves.get(entry.project_id)
    shelf?.delete(entry.id)
    if (shelf?.size === 0) shelves.delete(entry.project_id)
    all.delete(entry)
    bytes -= entry.size
  }

  function trim(project_id: string, limit: number): void {
    const shelf = shelves.get(project_id)
    for (const entry of shelf?.values() ?? []) {
      if ((shelf?.size ?? 0) <= limit) return
      drop(entry)
    }
  }

  return {
    trim,
    bytes: () => bytes,
    add(entry: One, limit: number): void {
      const shelf = shelves.get(entry.project_id) ?? new Map<number, One>()
      shelves.set(entry.project_id, shelf)
      shelf.set(entry.id, entry)
      all.add(entry)
      bytes += entry.size
      if (shelf.size > limit) trim(entry.project_id, limit)
      for (const oldest of all) {
        if (bytes <= cap) return
        drop(oldest)
      }
    },
    of: (project_id: string): One[] => [...(shelves.get(project_id)?.values() ?? [])],
    clear: (project_id: string): void => trim(project_id, 0),
  }
}

/** About what an entry takes, in bytes. */
function sizeOf({ url, headers, body, response_headers, response, reason }: Exchange): number {
  return [url, headers, body, response_headers, response, reason ?? ''].reduce((sum, text) => sum + heldBy(text), 512)
}

/** V8 keeps a text of one byte a character only where all of its characters fit. */
function heldBy(text: string): number {
  return Buffer.byteLength(text) === text.length ? text.length : 2 * text.length
}

export type Journal = ReturnType<typeof createJournal>
