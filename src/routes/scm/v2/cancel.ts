import { Type } from 'typebox'
import { move } from '../../../plugins/service.ts'
import { CertificatePath, operation } from '../../operation.ts'

/** Withdraws an application, or the domains that are being added: the CA reviews that too. */
export const cancelApplication = operation({
  method: 'POST',
  url: '/cert/:cert_id/cancel-cert',
  config: { operation: 'CancelApplication', permission: 'scm:cert:cancel', event: 'cancelScmCert' },
  schema: {
    params: CertificatePath,
    response: { 200: Type.Object({ cert_id: Type.String(), message: Type.Literal('success') }) },
  },
  async handler(request) {
    const { cert_id } = request.params
    await move(request, cert_id, 'withdraw')
    return { cert_id, message: 'success' as const }
  },
})
