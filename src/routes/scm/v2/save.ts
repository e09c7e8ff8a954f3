import { Type } from 'typebox'
import { move } from '../../../plugins/service.ts'
import { filledIn } from '../../../world/applications.ts'
import { CertificatePath, operation } from '../../operation.ts'
import { judgeCsr } from '../csr.ts'
import { Form } from '../form.ts'

/** Keeps what was filled in so far. The reference says here too that a CSR must fit the domain. */
export const saveApplication = operation({
  method: 'POST',
  url: '/cert/:cert_id/save',
  config: { operation: 'SaveApplication', permission: 'scm:cert:complete', event: 'SaveApplication' },
  schema: {
    params: CertificatePath,
    body: Type.Object(Form),
    response: { 200: Type.Object({ request_info: Type.Literal('success') }) },
  },
  async handler(request) {
    const { agree_privacy_protection, ...form } = request.body
    const judge = await judgeCsr(request, request.params.cert_id, form)
    await move(request, request.params.cert_id, 'save', (certificate) => {
      const fields = filledIn(certificate, form)
      judge()
      return { fields }
    })
    return { request_info: 'success' as const }
  },
})
