import type { Ca } from '../ca/ca.ts'
import { wallClock } from '../domain/clock.ts'
import type { Store } from '../store/store.ts'
import { forget } from './forget.ts'

/** How often it is looked whether a world's time has passed, in milliseconds; a look costs some microseconds. */
const LOOK = 500

/** Drops the worlds whose time (`expires_in`) has passed by now, and every trace of them. */
async function dropExpired({ store, ca }: { store: Store; ca: Ca }): Promise<void> {
  if (store.worlds.expired(wallClock()).length === 0) return
  await store.write(() => {
    for (const world of store.worlds.expired(wallClock())) {
      store.worlds.remove(world.project_id)
      forget({ store, ca, world }, 'deleted')
    }
  })
}

/**
 * Drops worlds whose time has passed, those of an earlier process at once, then as it passes. It is the machine's time,
 * not the world's: `expires_in` is for those who make worlds and may not live to delete them.
 *
 * @param failed told why, where the database cannot be written; it is tried again
 * @returns ends it
 */
export async function expireWorlds(
  parts: { store: Store; ca: Ca },
  failed: (error: unknown) => void,
): Promise<() => void> {
  await dropExpired(parts)
  const timer = setInterval(() => void dropExpired(parts).catch(failed), LOOK)
  // It keeps no process alive.
  timer.unref()
  return () => clearInterval(timer)
}
