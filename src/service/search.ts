import { bringUpToDate } from '../ca/due.ts'
import type { Certificate } from '../domain/certificate.ts'
import type { Tag } from '../store/tags.ts'
import type { Context } from './context.ts'

/** A key with one of these values; with any, where there are none. */
interface Key {
  key: string
  values: string[]
}

/** Which certificates, by their tags: `tags` all of the keys, `tags_any` one of them, the others their opposites. */
export interface TagFilter {
  without_any_tag?: boolean
  tags?: Key[]
  tags_any?: Key[]
  not_tags?: Key[]
  not_tags_any?: Key[]
  /** Parts of the name. */
  matches?: { value: string }[]
  limit?: number
  offset?: number
}

/** A certificate with its tags. */
export interface Tagged {
  certificate: Certificate
  tags: Tag[]
}

/** How many certificates a filter lets through, and a page of them. */
export async function searchByTags(context: Context, filter: TagFilter) {
  await bringUpToDate(context)
  const { store, world } = context
  const { project_id } = world
  const all = store.certificates
    .all(project_id)
    .map((certificate): Tagged => ({ certificate, tags: store.tags.of(project_id, certificate.id) }))
    .filter((tagged) => isWanted(tagged, filter))
  const { limit = 10, offset = 0 } = filter
  return { total: all.length, page: all.slice(offset, offset + limit) }
}

function isWanted({ certificate: { name }, tags }: Tagged, filter: TagFilter): boolean {
  if (filter.matches?.some(({ value }) => !name.includes(value))) return false
  if (filter.without_any_tag) return tags.length === 0
  const has = ({ key, values }: Key) =>
    tags.some((tag) => tag.key === key && (values.length === 0 || values.includes(tag.value)))
  const { tags: all, tags_any: any, not_tags: notAll, not_tags_any: notAny } = filter
  return (
    (!all?.length || all.every(has)) &&
    (!any?.length || any.some(has)) &&
    (!notAll?.length || !notAll.every(has)) &&
    (!notAny?.length || !notAny.some(has))
  )
}
