import { settled } from '../ca/due.ts'
import type { EventPage, EventView } from '../documents/event.ts'
import { iso, read } from '../domain/clock.ts'
import type { Event } from '../store/events.ts'
import type { Store } from '../store/store.ts'

/** How long a reader of the stream is left without a sign of life, in milliseconds. */
const SILENCE = 15_000

/**
 * A page of a world's audit trail, oldest first: what is due has happened. Nothing where there is no such world.
 *
 * @param after the event's number after which the page begins
 */
export async function listEvents(
  store: Store,
  project_id: string,
  after = 0,
  limit = 100,
): Promise<EventPage | undefined> {
  const world = store.worlds.get(project_id)
  if (!world) return undefined
  await settled(store, project_id, read(world))
  const events = store.events.after(project_id, after, limit).map(view)
  return { events, next: events.at(-1)?.id ?? after }
}

/**
 * Follows a world's audit trail from an event on. Wakes up when something is written, and when time alone changes
 * something next: that delivers, it decides nothing. An empty page now and then is a sign of life; ends with the world.
 */
export async function* followEvents(store: Store, project_id: string, after: number, signal: AbortSignal) {
  let last = after
  let beginning = store.events.beginning(project_id)
  while (!signal.aborted) {
    // After a reset the numbers begin again.
    const now = store.events.beginning(project_id)
    if (now !== beginning) last = 0
    beginning = now
    const page = await listEvents(store, project_id, last)
    if (!page) return
    yield page.events
    if (signal.aborted) return
    last = page.next
    const isMore = store.events.after(project_id, last, 1).length > 0
    if (!isMore)
      await store.events.next(project_id, AbortSignal.any([signal, AbortSignal.timeout(untilDue(store, project_id))]))
  }
}

/** How long until time alone changes something in a world, at most the longest silence. */
function untilDue(store: Store, project_id: string): number {
  const world = store.worlds.get(project_id)
  const due = store.certificates.nextDue(project_id)
  if (!world || due === undefined || world.clock_frozen_at !== null) return SILENCE
  return Math.min(SILENCE, Math.max(0, Math.ceil(due - read(world))))
}

function view({ id, at, ...event }: Event): EventView {
  return { id, at: iso(at), ...event }
}
