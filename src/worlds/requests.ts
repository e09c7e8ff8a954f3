import type { Context } from '../ca/context.ts'
import type { FindingView } from '../documents/finding.ts'
import type { RequestFilter, RequestPage, RequestSummary, RequestView, SummaryPage } from '../documents/request.ts'
import { FINDINGS } from '../domain/findings.ts'
import type { Entry } from '../store/memory/journal.ts'
import type { Store } from '../store/store.ts'
import type { World } from '../store/worlds.ts'
import { hiding, KEEPING, summaryOfEntry, viewOfEntry } from './entry.ts'
import { findingsOf } from './findings.ts'
import { differences } from './match.ts'
import { beat, silence } from './pace.ts'

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
  const shown = question.secrets === 'keep' ? KEEPING : hiding(store)
  const { entries, next } = pageOf(store, world, question, (entry) => viewOfEntry(entry, world, shown))
  return { requests: entries, next }
}

/** The same in short, which costs the server a fraction. */
export function pageOfSummaries({ store, world }: Reader, question: Omit<Question, 'secrets'>): SummaryPage {
  const shown = hiding(store)
  const { entries, next } = pageOf(store, world, question, (entry) => summaryOfEntry(entry, shown))
  return { requests: entries, next }
}

function pageOf<View extends RequestSummary | RequestView>(
  store: Store,
  { project_id }: World,
  { filter = {}, after = 0, limit = Number.POSITIVE_INFINITY }: Question,
  viewOf: (entry: Entry) => View,
) {
  const entries: View[] = []
  let next = after
  for (const entry of store.journal.entries(project_id)) {
    if (entry.id <= after) continue
    if (entries.length >= limit) break
    next = entry.id
    const view = viewOf(entry)
    if (differences(view, filter).length === 0) entries.push(view)
  }
  return { entries, next }
}

/** How many requests a reader of the stream gets at once. */
const PAGE = 500

/** How many requests a reader of summaries may be behind; of more, the newest are told. */
const BEHIND = 500

/** How a stream begins and what it tells. */
interface Following extends Pick<Question, 'filter' | 'after'> {
  readonly signal: AbortSignal
  /** In short, for who watches. */
  readonly isBrief?: boolean
}

/**
 * Follows a world's journal from a request on. An empty page now and then is a sign of life, or tells that an assertion
 * failed or the journal was emptied; ends with the world. A reader who is too slow for the journal's bound misses what was
 * dropped meanwhile, and a reader of summaries is brought to the newest: the numbers tell.
 */
export async function* followRequests(
  store: Store,
  project_id: string,
  { filter = {}, after = 0, signal, isBrief = false }: Following,
) {
  let last = after
  let hasAll = false
  while (!signal.aborted) {
    const world = store.worlds.get(project_id)
    if (!world) return
    const newest = store.journal.last(project_id)
    if (isBrief && hasAll) last = Math.max(last, newest - BEHIND)
    const page = (isBrief ? pageOfSummaries : pageOfRequests)({ store, world }, { filter, after: last, limit: PAGE })
    yield page.requests
    if (signal.aborted) return
    const pace = beat(signal)
    last = page.next
    hasAll ||= last >= newest
    if (store.journal.last(project_id) <= last) await store.journal.next(project_id, silence(signal))
    await pace
  }
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
