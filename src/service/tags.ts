import { bringUpToDate } from '../ca/due.ts'
import type { Tag } from '../store/tags.ts'
import type { Context } from './context.ts'
import { current } from './show.ts'

/** The tags of a certificate. @throws Refusal SCM.0020, SCM.0003 */
export async function listTags(context: Context, id: string): Promise<Tag[]> {
  const { project_id } = await current(context, id)
  return context.store.tags.of(project_id, id)
}

/** Each key that is in use, with all of its values. */
export async function listAllTags(context: Context): Promise<{ key: string; values: string[] }[]> {
  await bringUpToDate(context)
  const byKey = Map.groupBy(context.store.tags.all(context.world.project_id), ({ key }) => key)
  return [...byKey].map(([key, tags]) => ({ key, values: tags.map(({ value }) => value) }))
}
