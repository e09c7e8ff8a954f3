import { Type } from 'typebox'
import { caller } from '../../../http/caller.ts'
import { apply } from '../../../service/apply.ts'
import { certificatePath, DEMO, operation } from '../../operation.ts'
import { Requested } from '../answers.ts'
import { Form, SAMPLE } from '../form.ts'

/** Applies for a certificate that was bought: the CA reviews it. */
export const applyCertificate = operation({
  method: 'POST',
  url: '/cert/:cert_id/complete',
  config: {
    operation: 'ApplyCertificate',
    permission: 'scm:cert:complete',
    event: 'completeScmCert',
    title: 'Apply for a certificate',
    title_zh: '申请证书',
    description:
      'Fills in what the CA needs of a certificate that was bought, and submits it: the CA reviews it. OV and EV certificates need a company.',
    refuses: ['status', 'domains', 'csr', 'organisation'],
  },
  schema: {
    params: certificatePath(DEMO.paid),
    body: Type.Object(
      { ...Form, auto_dns_auth: Type.Optional(Type.Boolean()) },
      { examples: [{ ...SAMPLE, auto_dns_auth: false }] },
    ),
    response: { 200: Requested },
  },
  async handler(request) {
    const { auto_dns_auth = false, agree_privacy_protection, ...form } = request.body
    await apply(caller(request), request.params.cert_id, { form, options: { auto_dns_auth } })
    return { request_info: 'success' as const }
  },
})
