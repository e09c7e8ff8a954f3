import type { Actor } from '../domain/event.ts'
import type { Store } from '../store/store.ts'
import type { World } from '../store/worlds.ts'
import type { Ca } from './ca.ts'

/** What a verb is given: whose world, at which instant (read once, at the door), and who asks. */
export interface Context {
  readonly store: Store
  readonly ca: Ca
  readonly world: World
  /** The world's time, in epoch milliseconds. */
  readonly now: number
  readonly actor: Actor
}
