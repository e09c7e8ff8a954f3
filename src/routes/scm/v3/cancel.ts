import { Type } from 'typebox'
import { move } from '../../../plugins/service.ts'
import { operation } from '../../operation.ts'
import { CertificatePath } from './path.ts'

/** Withdraws an application: the CA reviews that too. */
export const cancelCertificateRequest = operation({
  method: 'POST',
  url: '/certificates/:certificate_id/cancel-cert',
  config: { operation: 'CancelApplication', permission: 'scm:cert:cancel', event: 'cancelScmCert' },
  schema: {
    params: CertificatePath,
    response: { 200: Type.Object({ cert_id: Type.String(), message: Type.Literal('success') }) },
  },
  async handler(request) {
    const { certificate_id } = request.params
    await move(request, certificate_id, 'withdraw')
    return { cert_id: certificate_id, message: 'success' as const }
  },
})
