import { Type } from 'typebox'
import { move } from '../../../plugins/service.ts'
import { CertificatePath, operation } from '../../operation.ts'

/** Removes a certificate from the account. It stays valid: deleting is not revoking. */
export const deleteCertificate = operation({
  method: 'DELETE',
  url: '/cert/:cert_id',
  config: { operation: 'DeleteCertificate', permission: 'scm:cert:delete', event: 'deleteScmCert' },
  schema: { params: CertificatePath, response: { 200: Type.Object({ message: Type.Literal('success') }) } },
  async handler(request) {
    await move(request, request.params.cert_id, 'delete')
    return { message: 'success' as const }
  },
})
