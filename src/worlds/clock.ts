import type { Context } from '../ca/context.ts'
import { applyDue } from '../ca/due.ts'
import type { ClockAdvance, ClockChange, ClockState } from '../documents/clock.ts'
import { type Clock, instant, iso, later, read, set } from '../domain/clock.ts'
import { milliseconds } from '../domain/duration.ts'
import { currentWorld } from './current.ts'

/** What a world's clock shows. */
export function showClock({ world, now }: Pick<Context, 'world' | 'now'>): ClockState {
  return { now: iso(now), frozen: world.clock_frozen_at !== null }
}

/**
 * Sets a world's clock. What has happened by the old time has happened: it is settled first, and going back does not
 * undo it.
 *
 * @throws Unreadable where `now` is not an instant
 */
export function setClock(context: Context, { now, frozen }: ClockChange): Promise<ClockState> {
  return moveClock(context, frozen, (old) => (now === undefined ? old : instant(now, old)))
}

/** Moves a world's clock forward; it stays frozen, or keeps running. @throws Unreadable */
export function advanceClock(context: Context, { by }: ClockAdvance): Promise<ClockState> {
  return moveClock(context, undefined, (old) => later(old, milliseconds(by)))
}

/** The clock is read again inside the batch: of two who advance it at once, each does. */
function moveClock(
  context: Context,
  frozen: boolean | undefined,
  target: (old: number) => number,
): Promise<ClockState> {
  const { store } = context
  return store.write(() => {
    const world = currentWorld(context)
    const old = read(world)
    const now = target(old)
    applyDue({ ...context, now: old })
    const clock: Clock = set(now, frozen ?? world.clock_frozen_at !== null)
    store.worlds.setClock(world.project_id, clock)
    store.events.wake(world.project_id)
    return showClock({ world: { ...world, ...clock }, now })
  })
}
