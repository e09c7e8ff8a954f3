import { settleAll } from '../ca/due.ts'
import type { ClockChange, ClockState } from '../documents/clock.ts'
import { instant, iso, later, read, set } from '../domain/clock.ts'
import { milliseconds } from '../domain/duration.ts'
import type { Store } from '../store/store.ts'

/** What a world's clock shows; nothing where there is no such world. */
export function showClock(store: Store, project_id: string): ClockState | undefined {
  const world = store.worlds.get(project_id)
  return world && { now: iso(read(world)), frozen: world.clock_frozen_at !== null }
}

/**
 * Sets a world's clock. What has happened by the old time has happened: it is settled first, and going back does not
 * undo it.
 *
 * @param change `now` is an instant (left out: as it is), `frozen` whether the clock stands still (left out: as it is)
 * @throws Unreadable where `now` is not an instant
 */
export function setClock(store: Store, project_id: string, change: ClockChange) {
  return moveClock(store, project_id, change.frozen, (now) =>
    change.now === undefined ? now : instant(change.now, now),
  )
}

/** Moves a world's clock forward by a duration; it stays frozen, or keeps running. @throws Unreadable */
export function advanceClock(store: Store, project_id: string, by: string) {
  return moveClock(store, project_id, undefined, (now) => later(now, milliseconds(by)))
}

function moveClock(store: Store, project_id: string, frozen: boolean | undefined, target: (now: number) => number) {
  return store.write((): ClockState | undefined => {
    const world = store.worlds.get(project_id)
    if (!world) return undefined
    const now = read(world)
    const then = target(now)
    settleAll(store, project_id, now)
    store.events.wake(project_id)
    store.worlds.setClock(project_id, set(then, frozen ?? world.clock_frozen_at !== null))
    return showClock(store, project_id)
  })
}
