import { Type } from 'typebox'
import { operation } from '../../../operation.ts'
import { CertificatePath } from '../path.ts'
import { changeTags, Tag, Tagged } from './tag.ts'

export const batchCreateOrDeleteTags = operation({
  method: 'POST',
  url: '/:certificate_id/tags/action',
  config: {
    operation: 'BatchCreateOrDeleteTags',
    permission: 'scm:cert:tag',
    event: 'BatchCreateOrDeleteTags',
    title: 'Add or remove tags of a certificate',
    title_zh: '批量创建或删除证书标签',
  },
  schema: {
    params: CertificatePath,
    body: Type.Object(
      {
        action: Type.Enum(['create', 'delete']),
        tags: Type.Optional(Type.Array(Tag, { maxItems: 20 })),
      },
      { examples: [{ action: 'create', tags: [{ key: 'foo', value: 'bar' }] }] },
    ),
    response: { 200: Tagged },
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
