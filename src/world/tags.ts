import { type Static, Type } from 'typebox'
import { type Certificate, domains } from '../domain/certificate.ts'
import type { Store } from '../store/store.ts'
import type { Tag } from '../store/tags.ts'
import { settleAll } from './settle.ts'

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

/** The certificates that a filter lets through, or how many. */
export async function byTags(store: Store, project_id: string, filter: TagFilter, now: number) {
  if (store.certificates.due(project_id, now).length > 0) await store.write(() => settleAll(store, project_id, now))
  const all = store.certificates
    .all(project_id)
    .map((certificate) => ({ certificate, tags: store.tags.of(project_id, certificate.id) }))
    .filter(({ certificate, tags }) => isWanted(certificate, tags, filter))
  if (filter.action === 'count') return { total_count: all.length }
  const { limit = 10, offset = 0 } = filter
  return { total_count: all.length, resources: all.slice(offset, offset + limit).map(resource) }
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

function resource({ certificate, tags }: { certificate: Certificate; tags: Tag[] }) {
  return {
    resource_id: certificate.id,
    resource_name: certificate.name,
    tags,
    resource_detail: {
      cert_id: certificate.id,
      cert_name: certificate.name,
      domain: domains(certificate),
      cert_type: certificate.type,
      cert_brand: certificate.brand,
      domain_type: certificate.domain_type,
      purchase_period: Math.ceil(certificate.validity_period / 12),
      expired_time: certificate.not_after === null ? '' : String(certificate.not_after),
      order_status: certificate.status,
      domain_num: certificate.domain_count,
      wildcard_number: certificate.wildcard_count,
      sans: certificate.sans,
      cert_des: certificate.description,
      signature_algorithm: certificate.encrypt_type,
      cert_issued_time: certificate.issue_time === null ? '' : String(certificate.issue_time),
      push_support: certificate.push_support === 'ON',
      unsubscribe_support: certificate.status === 'PAID' || certificate.status === 'REVOKED',
      enterprise_project_id: certificate.enterprise_project_id,
    },
  }
}
