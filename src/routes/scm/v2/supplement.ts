import { Type } from 'typebox'
import { caller } from '../../../http/caller.ts'
import { supplement } from '../../../service/supplement.ts'
import { certificatePath, DEMO, operation, Text } from '../../operation.ts'
import { Requested } from '../answers.ts'

/** Adds domains to a certificate for several: the CA reviews them. `ori_sans` is the only one marked as required. */
export const supplementDomains = operation({
  method: 'POST',
  url: '/cert/:cert_id/supplement',
  config: {
    operation: 'SupplementDomains',
    permission: 'scm:cert:supplement',
    event: 'SupplementDomains',
    title: 'Add domains to a certificate',
    title_zh: '新增附加域名',
    description: 'For a certificate for several domains that has not as many as were bought. The CA reviews them.',
    refuses: ['status', 'domains'],
  },
  schema: {
    params: certificatePath(DEMO.several),
    body: Type.Object(
      {
        ori_sans: Text({ maxLength: 4096, description: 'the further domains that it has, joined with ;' }),
        add_sans: Type.Optional(Text({ maxLength: 4096, description: 'those to add, joined with ;' })),
        email: Type.Optional(Text({ maxLength: 255, description: 'whom to ask' })),
      },
      { examples: [{ ori_sans: 'abc.com;xyz.com', add_sans: 'example.domain.com', email: 'example@xx.com' }] },
    ),
    response: { 200: Requested },
  },
  async handler(request) {
    await supplement(caller(request), request.params.cert_id, { added: request.body.add_sans ?? '' })
    return { request_info: 'success' as const }
  },
})
