import type { Context } from '../ca/context.ts'
import { refuse } from '../domain/rules.ts'
import type { World } from '../store/worlds.ts'

/**
 * The world as it is now: others may have changed it since the request began. For use inside `Store.write`.
 *
 * @throws Refusal where it was deleted
 */
export function currentWorld({ store, world: { project_id } }: Pick<Context, 'store' | 'world'>): World {
  const world = store.worlds.get(project_id)
  if (!world) throw refuse('project_unknown', `there is no world ${project_id}; GET /_emulator/worlds lists them`)
  return world
}
