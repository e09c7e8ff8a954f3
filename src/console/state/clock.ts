import { signal } from '@preact/signals'
import type { ClockState } from '../../documents/index.ts'
import { call } from '../transport.ts'

/** What the world's clock showed when it was read, and when that was by this page's own count. Milliseconds. */
const known = signal({ at: 0, isFrozen: true, since: 0 })

/** Whether it stands still. */
export const isFrozen = () => known.value.isFrozen

/** The world's time, which everything on the page follows. In milliseconds. */
export const now = signal(0)

function tick(): void {
  const { at, isFrozen, since } = known.peek()
  now.value = isFrozen ? at : at + performance.now() - since
}

// A quarter of a second: a countdown is shown in tenths only while it is short.
setInterval(tick, 250)

/** Takes a clock as the server has just told it. */
export function setKnown({ now, frozen }: ClockState): void {
  known.value = { at: Date.parse(now), isFrozen: frozen, since: performance.now() }
  tick()
}

/** Sets the clock, or freezes it. @throws Failure */
export async function setClock(world: string, change: Partial<ClockState>): Promise<void> {
  setKnown(await call<ClockState>('PUT', `/worlds/${world}/clock`, change))
}

/** Moves it forward by a duration. @throws Failure */
export async function advance(world: string, by: string): Promise<void> {
  setKnown(await call<ClockState>('POST', `/worlds/${world}/clock/advance`, { by }))
}
