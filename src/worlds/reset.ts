import type { Store } from '../store/store.ts'
import type { World } from '../store/worlds.ts'
import { install, type Origin } from './create.ts'

/**
 * Brings a world back to how it was made, at the present time: rows, settings, clock, audit trail, faults, journal. Its identity stays;
 * tokens that IAM issued end. Resolves to nothing where there is no such world.
 */
export function reset(store: Store, project_id: string): Promise<World | undefined> {
  return store.write(() => {
    const origin = store.worlds.origin(project_id)
    if (origin === undefined) return undefined
    store.worlds.remove(project_id)
    store.events.forget(project_id)
    store.journal.clear(project_id)
    store.faults.remove(project_id)
    store.windows.forget(project_id)
    return install(store, JSON.parse(origin) as Origin)
  })
}
