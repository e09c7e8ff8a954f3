import type { Context } from '../ca/context.ts'
import type { World } from '../store/worlds.ts'
import { currentWorld } from './current.ts'
import { forget } from './forget.ts'
import { insertWorld, type Origin } from './origin.ts'

/**
 * Brings a world back to how it was made: rows, settings, clock, audit trail, faults, journal. Its identity stays, and
 * the time that it has; tokens that IAM issued end.
 *
 * @param context its `now` is the machine's time, at which the world begins anew
 */
export function resetWorld(context: Context): Promise<World> {
  const { store, now } = context
  return store.write(() => {
    const { project_id, expires_at } = currentWorld(context)
    const origin: Origin = JSON.parse(store.worlds.origin(project_id) ?? '')
    const sequence = store.worlds.sequence(project_id)
    store.worlds.remove(project_id)
    forget(context, 'reset')
    return insertWorld(store, origin, now, { sequence, expires_at })
  })
}
