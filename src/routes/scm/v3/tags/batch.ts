import { Type } from 'typebox'
import { caller } from '../../../../http/caller.ts'
import { tag } from '../../../../service/tag.ts'
import { operation } from '../../../operation.ts'
import { CertificatePath } from '../path.ts'
import { Tag, Tagged } from '../tag.ts'

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
    const { action, tags = [] } = request.body
    const change = { action, tags: tags.map(({ key, value = '' }) => ({ key, value })) }
    await tag(caller(request), request.params.certificate_id, change)
    return { desc: 'success' as const }
  },
})
