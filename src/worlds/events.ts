import type { Context } from '../ca/context.ts'
import { bringUpToDate } from '../ca/due.ts'
import type { EventPage, EventView } from '../documents/event.ts'
import { iso, read } from '../domain/clock.ts'
import type { Event } from '../domain/event.ts'
import type { Store } from '../store/store.ts'
import { SILENCE, silence } from './pace.ts'

/** How many events a page has, and a reader of the stream gets at once. */
const PAGE = 100

/** Where a page begins: after the event with this number. */
interface Page {
  readonly after: number
  readonly limit?: number
}

type Reader = Pick<Context, 'store' | 'world' | 'now'>

/** A page of a world's audit trail, oldest first: what is due has happened. */
export async function listEvents(context: Reader, { after, limit = PAGE }: Page): Promise<EventPage> {
  await bringUpToDate(context)
  const events = context.store.events.after(context.world.project_id, after, limit).map(viewOfEvent)
  return { events, next: events.at(-1)?.id ?? after }
}

/**
 * Follows a world's audit trail from an event on. Wakes up when something is written, and when time alone changes
 * something next, so its clock is read again and again: that delivers, it decides nothing. An empty page now and then is a
 * sign of life; ends with the world.
 */
export async function* followEvents(
  store: Store,
  project_id: string,
  { after, signal }: Page & { signal: AbortSignal },
) {
  let last = after
  let beginning = store.events.beginning(project_id)
  while (!signal.aborted) {
    // After a reset the numbers begin again.
    const now = store.events.beginning(project_id)
    if (now !== beginning) last = 0
    beginning = now
    const world = store.worlds.get(project_id)
    if (!world) return
    const page = await listEvents({ store, world, now: read(world) }, { after: last })
    yield page.events
    if (signal.aborted) return
    last = page.next
    const isMore = store.events.after(project_id, last, 1).length > 0
    if (!isMore) await store.events.next(project_id, silence(signal, untilDue(store, project_id)))
  }
}

/** How long until time alone changes something in a world, at most the longest silence. */
function untilDue(store: Store, project_id: string): number {
  const world = store.worlds.get(project_id)
  const due = store.certificates.nextDue(project_id)
  if (!world || due === undefined || world.clock_frozen_at !== null) return SILENCE
  return Math.min(SILENCE, Math.max(0, Math.ceil(due - read(world))))
}

/** An entry of the trail as control calls show it. */
export function viewOfEvent({ id, at, ...event }: Event): EventView {
  return { id, at: iso(at), ...event }
}
