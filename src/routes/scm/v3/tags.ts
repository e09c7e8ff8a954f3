import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Certificate } from '../../../domain/certificate.ts'
import { caller } from '../../../plugins/service.ts'
import type { Store } from '../../../store/store.ts'
import type { Tag as StoredTag } from '../../../store/tags.ts'
import { glance } from '../../../world/look.ts'
import { settled } from '../../../world/settle.ts'
import { byTags, TagFilter } from '../../../world/tags.ts'
import { CertificateId, operation, Text } from '../../operation.ts'
import { rowOf, textOf } from '../row.ts'

const ResourcePath = Type.Object({ certificate_id: CertificateId })
const key = Text({ minLength: 1, maxLength: 128, description: 'of a tag' })
/** Terraform leaves an empty value out. */
const Tag = Type.Object({ key, value: Type.Optional(Text({ maxLength: 255, description: 'of a tag' })) })
const Pair = Type.Object({ key: Type.String(), value: Type.String() })
const Done = Type.Object({ desc: Type.Literal('success') })

export const createCertificateTag = operation({
  method: 'POST',
  url: '/:certificate_id/tags',
  config: { operation: 'CreateCertificateTag', permission: 'scm:cert:tag', event: 'CreateCertificateTag' },
  schema: { params: ResourcePath, body: Type.Object({ tag: Tag }), response: { 200: Done } },
  async handler(request) {
    const { key, value = '' } = request.body.tag
    await changeTags(request, request.params.certificate_id, ({ tags }, project_id, id) =>
      tags.put(project_id, id, { key, value }),
    )
    return { desc: 'success' as const }
  },
})

export const batchCreateOrDeleteTags = operation({
  method: 'POST',
  url: '/:certificate_id/tags/action',
  config: { operation: 'BatchCreateOrDeleteTags', permission: 'scm:cert:tag', event: 'BatchCreateOrDeleteTags' },
  schema: {
    params: ResourcePath,
    body: Type.Object({
      action: Type.Enum(['create', 'delete']),
      tags: Type.Optional(Type.Array(Tag, { maxItems: 20 })),
    }),
    response: { 200: Done },
  },
  async handler(request) {
    const { action, tags: asked = [] } = request.body
    await changeTags(request, request.params.certificate_id, ({ tags }, project_id, id) => {
      for (const { key, value = '' } of asked) {
        if (action === 'create') tags.put(project_id, id, { key, value })
        else tags.remove(project_id, id, key)
      }
    })
    return { desc: 'success' as const }
  },
})

export const listTagsByCertificate = operation({
  method: 'GET',
  url: '/:certificate_id/tags',
  config: { operation: 'ListTagsByCertificate', permission: 'scm:cert:get' },
  schema: { params: ResourcePath, response: { 200: Type.Object({ tags: Type.Array(Pair) }) } },
  async handler(request) {
    const { world, now } = caller(request)
    const { store } = request.server
    const { id } = await glance(store, world.project_id, request.params.certificate_id, now)
    return { tags: store.tags.of(world.project_id, id) }
  },
})

export const listAllTags = operation({
  method: 'GET',
  url: '/tags',
  config: { operation: 'ListAllTags', permission: 'scm:cert:list' },
  schema: {
    response: {
      200: Type.Object({
        tags: Type.Array(Type.Object({ key: Type.String(), values: Type.Array(Type.String()) })),
      }),
    },
  },
  async handler(request) {
    const { world, now } = caller(request)
    const { store } = request.server
    await settled(store, world.project_id, now)
    const values = new Map<string, string[]>()
    for (const { key, value } of store.tags.all(world.project_id)) {
      values.set(key, [...(values.get(key) ?? []), value])
    }
    return { tags: [...values].map(([key, values]) => ({ key, values })) }
  },
})

/** Finds certificates by tags, or counts them. Rows have v2's names, periods in years and instants as text (the SDK). */
export const listCertificatesByTag = operation({
  method: 'POST',
  url: '/resource_instances/action',
  config: { operation: 'ListCertificatesByTag', permission: 'scm:cert:list' },
  schema: { body: TagFilter },
  async handler(request) {
    const { world, now } = caller(request)
    const { total, page } = await byTags(request.server.store, world.project_id, request.body, now)
    return request.body.action === 'count'
      ? { total_count: total }
      : { total_count: total, resources: page.map(resource) }
  },
})

/** Changes a certificate's tags, and tells the audit trail. */
async function changeTags(
  request: FastifyRequest,
  certificate_id: string,
  change: (store: Store, project_id: string, id: string) => void,
): Promise<void> {
  const { world, now, actor } = caller(request)
  const { store } = request.server
  await settled(store, world.project_id, now)
  await store.write(() => {
    const { id } = store.certificates.find(world.project_id, certificate_id)
    change(store, world.project_id, id)
    store.events.done(world.project_id, now, actor, id)
  })
}

function resource({ certificate, tags }: { certificate: Certificate; tags: StoredTag[] }) {
  return {
    resource_id: certificate.id,
    resource_name: certificate.name,
    tags,
    resource_detail: {
      ...rowOf(certificate),
      domain_num: certificate.domain_count,
      wildcard_number: certificate.wildcard_count,
      sans: certificate.sans,
      cert_des: certificate.description,
      signature_algorithm: certificate.encrypt_type,
      cert_issued_time: textOf(certificate.issue_time),
      push_support: certificate.push_support === 'ON',
      unsubscribe_support: certificate.status === 'PAID' || certificate.status === 'REVOKED',
      enterprise_project_id: certificate.enterprise_project_id,
    },
  }
}
