import type { RuleName } from '../../domain/rules.ts'

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

export interface Entry {
  readonly id: number
  readonly project_id: string
  readonly exchange: Exchange
  readonly size: number
}

/** How much all worlds' journals may hold together, in bytes. */
const CAP = 64 * 1024 * 1024

/** How many entries a world keeps where it says nothing else. */
export const JOURNAL_LIMIT = 1_000

interface Shelf {
  /** Oldest first. */
  readonly entries: Map<number, Entry>
  next: number
}

/**
 * The request journals of all worlds, in memory. Bounded twice: entries a world, and bytes in all; the oldest go first.
 * Numbers count within a world.
 */
export function createJournal() {
  const shelves = new Map<string, Shelf>()
  /** All entries, oldest first: what is dropped when there are too many bytes. */
  const all = new Set<Entry>()
  let bytes = 0

  function drop(entry: Entry): void {
    shelves.get(entry.project_id)?.entries.delete(entry.id)
    all.delete(entry)
    bytes -= entry.size
  }

  function trim(entries: Map<number, Entry>, limit: number): void {
    for (const entry of entries.values()) {
      if (entries.size <= limit) return
      drop(entry)
    }
  }

  return {
    record(project_id: string, limit: number, exchange: Exchange): void {
      const shelf = shelves.get(project_id) ?? { entries: new Map<number, Entry>(), next: 1 }
      shelves.set(project_id, shelf)
      const size = sizeOf(exchange)
      const entry: Entry = { id: shelf.next, project_id, exchange, size }
      shelf.next += 1
      shelf.entries.set(entry.id, entry)
      all.add(entry)
      bytes += size
      if (shelf.entries.size > limit) trim(shelf.entries, limit)
      while (bytes > CAP) {
        const [oldest] = all
        if (!oldest) break
        drop(oldest)
      }
    },
    /** A world's entries, oldest first. */
    entries: (project_id: string): Entry[] => [...(shelves.get(project_id)?.entries.values() ?? [])],
    /** Keeps the newest entries, as many as `limit`. */
    shorten: (project_id: string, limit: number): void => trim(shelves.get(project_id)?.entries ?? new Map(), limit),
    /** Forgets a world's entries. */
    clear(project_id: string): void {
      for (const entry of shelves.get(project_id)?.entries.values() ?? []) drop(entry)
    },
    /** Forgets a world. */
    forget(project_id: string): void {
      this.clear(project_id)
      shelves.delete(project_id)
    },
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
