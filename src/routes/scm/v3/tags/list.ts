import { Type } from 'typebox'
import { caller } from '../../../../http/caller.ts'
import { listTags } from '../../../../service/tags.ts'
import { operation } from '../../../operation.ts'
import { exactly } from '../../answers.ts'
import { CertificatePath } from '../path.ts'
import { Pair } from '../tag.ts'

export const listTagsByCertificate = operation({
  method: 'GET',
  url: '/:certificate_id/tags',
  config: {
    operation: 'ListTagsByCertificate',
    permission: 'scm:cert:get',
    title: "List a certificate's tags",
    title_zh: '查询证书标签',
  },
  schema: {
    params: CertificatePath,
    response: { 200: exactly({ tags: Type.Array(Pair) }, { tags: [{ key: 'foo', value: 'bar' }] }) },
  },
  async handler(request) {
    return { tags: await listTags(caller(request), request.params.certificate_id) }
  },
})
