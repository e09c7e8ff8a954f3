import type { Context } from '../ca/context.ts'
import { currentWorld } from './current.ts'
import { forget } from './forget.ts'

/** Removes a world and every trace of it. @throws Refusal where somebody else has */
export function deleteWorld(context: Context): Promise<void> {
  const { store } = context
  return store.write(() => {
    store.worlds.remove(currentWorld(context).project_id)
    forget(context, 'deleted')
  })
}
