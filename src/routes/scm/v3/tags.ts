import { Type } from 'typebox'
import { caller } from '../../../plugins/service.ts'
import { byTags, TagFilter } from '../../../world/tags.ts'
import { CertificateId, operation, Text } from '../../operation.ts'

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
    const { world } = caller(request)
    const { certificates, tags, write } = request.server.store
    const { key, value = '' } = request.body.tag
    await write(() => {
      const { id } = certificates.find(world.project_id, request.params.certificate_id)
      tags.put(world.project_id, id, { key, value })
    })
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
    const { world } = caller(request)
    const { certificates, tags, write } = request.server.store
    const { action, tags: asked = [] } = request.body
    await write(() => {
      const { id } = certificates.find(world.project_id, request.params.certificate_id)
      for (const { key, value = '' } of asked) {
        if (action === 'create') tags.put(world.project_id, id, { key, value })
        else tags.remove(world.project_id, id, key)
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
    const { world } = caller(request)
    const { certificates, tags } = request.server.store
    const { id } = certificates.find(world.project_id, request.params.certificate_id)
    return { tags: tags.of(world.project_id, id) }
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
    const { world } = caller(request)
    const values = new Map<string, string[]>()
    for (const { key, value } of request.server.store.tags.all(world.project_id)) {
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
    return byTags(request.server.store, world.project_id, request.body, now)
  },
})
