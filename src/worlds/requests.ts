import type { Context } from '../ca/context.ts'
import type { FindingView } from '../documents/finding.ts'
import type { RequestFilter, RequestPage, RequestView } from '../documents/request.ts'
import { FINDINGS } from '../domain/findings.ts'
import type { Store } from '../store/store.ts'
import { hiding, KEEPING, viewOfEntry } from './entry.ts'
import { findingsOf } from './findings.ts'
import { differences } from './match.ts'

type Reader = Pick<Context, 'store' | 'world'>

/** Which of a world's requests, and how much of them. */
interface Question {
  readonly filter?: RequestFilter
  /** Only those after the request with this number. */
  readonly after?: number
  readonly limit?: number
  /** Whether secrets are shown; they are not unless asked for. */
  readonly secrets?: 'hide' | 'keep'
}

/** A world's requests that a filter lets through, oldest first. */
export function listRequests(context: Reader, question: Question = {}): RequestView[] {
  return pageOfRequests(context, question).requests
}

/** The same, and after which request the next page begins. */
export function pageOfRequests({ store, world }: Reader, question: Question): RequestPage {
  const { filter = {}, after = 0, limit = Number.POSITIVE_INFINITY, secrets = 'hide' } = question
  const shown = secrets === 'keep' ? KEEPING : hiding(store)
  const requests: RequestView[] = []
  let next = after
  for (const entry of store.journal.entries(world.project_id)) {
    if (entry.id <= after) continue
    if (requests.length >= limit) break
    next = entry.id
    const view = viewOfEntry(entry, world, shown)
    if (differences(view, filter).length === 0) requests.push(view)
  }
  return { requests, next }
}

/** How long a reader of the stream is left without a sign of life, in milliseconds. */
const SILENCE = 15_000

/** How long requests are gathered before they are delivered, in milliseconds: one at a time would keep a busy server busier. */
const GATHER = 20

/** How many requests a reader of the stream gets at once. */
const PAGE = 500

/**
 * Follows a world's journal from a request on. An empty page now and then is a sign of life; ends with the world. A reader
 * who is too slow for the journal's bound misses what was dropped meanwhile: the numbers tell.
 */
export async function* followRequests(
  store: Store,
  project_id: string,
  { filter = {}, after = 0, signal }: Pick<Question, 'filter' | 'after'> & { signal: AbortSignal },
) {
  let last = after
  while (!signal.aborted) {
    const world = store.worlds.get(project_id)
    if (!world) return
    const { requests, next } = pageOfRequests({ store, world }, { filter, after: last, limit: PAGE })
    yield requests
    if (signal.aborted) return
    if (next === last) await store.journal.next(project_id, AbortSignal.any([signal, AbortSignal.timeout(SILENCE)]))
    last = next
    await gather(signal)
  }
}

function gather(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, GATHER)
    signal.addEventListener('abort', end)
  })
}

/** Empties the journal; the numbers go on. What a case can play again begins here. */
export function forgetRequests({ store, world }: Reader): void {
  store.journal.clear(world.project_id)
  store.tapes.forget(world.project_id)
}

/** What the service accepted in a world's requests although it breaks the contract, in the order of the table. */
export function listFindings({ store, world }: Reader): FindingView[] {
  const entries = store.journal
    .entries(world.project_id)
    .map(({ id, exchange }) => ({ id, findings: findingsOf(exchange, world) as string[] }))
  return Object.entries(FINDINGS).flatMap(([finding, { found, harm, source }]) => {
    const requests = entries.filter(({ findings }) => findings.includes(finding)).map(({ id }) => id)
    return requests.length > 0 ? [{ finding, found, harm, source, requests }] : []
  })
}
