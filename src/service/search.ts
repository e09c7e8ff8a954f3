import { type Static, Type } from 'typebox'
import { bringUpToDate } from '../ca/due.ts'
import type { Certificate } from '../domain/certificate.ts'
import type { Store } from '../store/store.ts'
import type { Tag } from '../store/tags.ts'

const Keys = Type.Optional(
  Type.Array(Type.Object({ key: Type.String({ maxLength: 128 }), values: Type.Array(Type.String()) }), {
    maxItems: 20,
  }),
)

/** Which certificates, by their tags: `tags` all of the keys, `tags_any` one of them, the others their opposites. */
export const TagFilter = Type.Object({
  action: Type.Enum(['filter', 'count']),
  without_any_tag: Type.Optional(Type.Boolean()),
  tags: Keys,
  tags_any: Keys,
  not_tags: Keys,
  not_tags_any: Keys,
  matches: Type.Optional(Type.Array(Type.Object({ key: Type.Literal('resource_name'), value: Type.String() }))),
  limit: Type.Optional(Type.Enum([10, 20, 50])),
  offset: Type.Optional(Type.Integer({ minimum: 0 })),
})
export type TagFilter = Static<typeof TagFilter>

/** How many certificates a filter lets through, and a page of them with their tags. */
export async function byTags(store: Store, project_id: string, filter: TagFilter, now: number) {
  await bringUpToDate({ store, world: { project_id }, now })
  const all = store.certificates
    .all(project_id)
    .map((certificate) => ({ certificate, tags: store.tags.of(project_id, certificate.id) }))
    .filter(({ certificate, tags }) => isWanted(certificate, tags, filter))
  const { limit = 10, offset = 0 } = filter
  return { total: all.length, page: all.slice(offset, offset + limit) }
}

function isWanted({ name }: Certificate, tags: Tag[], filter: TagFilter): boolean {
  if (filter.matches?.some(({ value }) => !name.includes(value))) return false
  if (filter.without_any_tag) return tags.length === 0
  const has = ({ key, values }: { key: string; values: string[] }) =>
    tags.some((tag) => tag.key === key && (values.length === 0 || values.includes(tag.value)))
  const { tags: all, tags_any: any, not_tags: notAll, not_tags_any: notAny } = filter
  return (
    (!all?.length || all.every(has)) &&
    (!any?.length || any.some(has)) &&
    (!notAll?.length || !notAll.every(has)) &&
    (!notAny?.length || !notAny.some(has))
  )
}
