import { Type } from 'typebox'
import { move } from '../../../plugins/service.ts'
import { filledIn, proofs } from '../../../world/applications.ts'
import { CertificatePath, operation } from '../../operation.ts'
import { judgeCsr } from '../csr.ts'
import { Form } from '../form.ts'

/** Applies for a certificate that was bought: the CA reviews it. */
export const applyCertificate = operation({
  method: 'POST',
  url: '/cert/:cert_id/complete',
  config: { operation: 'ApplyCertificate', permission: 'scm:cert:complete', event: 'completeScmCert' },
  schema: {
    params: CertificatePath,
    body: Type.Object({ ...Form, auto_dns_auth: Type.Optional(Type.Boolean()) }),
    response: { 200: Type.Object({ request_info: Type.Literal('success') }) },
  },
  async handler(request) {
    const { auto_dns_auth = false, agree_privacy_protection, ...form } = request.body
    const judge = await judgeCsr(request, request.params.cert_id, form)
    await move(request, request.params.cert_id, 'apply', (certificate) => {
      const filled = filledIn(certificate, form)
      judge()
      return {
        fields: {
          ...filled,
          auth: proofs(certificate, form),
          dns_push_status: auto_dns_auth ? 'ON' : 'NONE',
        },
      }
    })
    return { request_info: 'success' as const }
  },
})
