import { Type } from 'typebox'
import { move } from '../../../plugins/service.ts'
import { operation } from '../../operation.ts'
import { CertificatePath } from './path.ts'

/** Gives a certificate back within seven days of its payment. It is gone once that was reviewed: Terraform waits for 404. */
export const unsubscribeCertificate = operation({
  method: 'DELETE',
  url: '/certificates/:certificate_id/unsubscribe',
  config: {
    operation: 'UnsubscribeCertificate',
    permission: 'scm:cert:unsubscribe',
    event: 'UnsubscribeCertificate',
  },
  schema: {
    params: CertificatePath,
    response: { 200: Type.Object({ unsubscribe_results: Type.Literal('SUCCESS') }) },
  },
  async handler(request) {
    await move(request, request.params.certificate_id, 'unsubscribe')
    return { unsubscribe_results: 'SUCCESS' as const }
  },
})
