import { Type } from 'typebox'
import { caller } from '../../../../http/caller.ts'
import { tag } from '../../../../service/tag.ts'
import { operation } from '../../../operation.ts'
import { CertificatePath } from '../path.ts'
import { Tag, Tagged } from '../tag.ts'

export const createCertificateTag = operation({
  method: 'POST',
  url: '/:certificate_id/tags',
  config: {
    operation: 'CreateCertificateTag',
    permission: 'scm:cert:tag',
    event: 'CreateCertificateTag',
    title: 'Tag a certificate',
    title_zh: '创建证书标签',
    description: 'A key that is there gets the new value.',
  },
  schema: {
    params: CertificatePath,
    body: Type.Object({ tag: Tag }, { examples: [{ tag: { key: 'foo', value: 'bar' } }] }),
    response: { 200: Tagged },
  },
  async handler(request) {
    const { key, value = '' } = request.body.tag
    await tag(caller(request), request.params.certificate_id, { action: 'create', tags: [{ key, value }] })
    return { desc: 'success' as const }
  },
})
