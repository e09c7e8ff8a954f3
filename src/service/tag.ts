import { bringUpToDate } from '../ca/due.ts'
import type { Tag } from '../store/tags.ts'
import type { Context } from './context.ts'

/** Which tags are put (a key that is there gets the new value), or removed, by their keys. */
export interface TagChange {
  action: 'create' | 'delete'
  tags: readonly Tag[]
}

/** Puts or removes tags of a certificate. @throws Refusal SCM.0020, SCM.0003 */
export async function tag(context: Context, id: string, { action, tags }: TagChange) {
  await bringUpToDate(context)
  const { store, world, now, actor } = context
  const { project_id } = world
  await store.write(() => {
    store.certificates.find(project_id, id)
    for (const one of tags) {
      if (action === 'create') store.tags.put(project_id, id, one)
      else store.tags.remove(project_id, id, one.key)
    }
    store.events.done({ project_id, actor, resource: id }, now)
  })
}
