import { Type } from 'typebox'
import { move } from '../../../plugins/service.ts'
import { operation } from '../../operation.ts'
import { CertificatePath } from './path.ts'

/** Removes a certificate from the account. It stays valid: deleting is not revoking. */
export const deleteCertificate = operation({
  method: 'DELETE',
  url: '/certificates/:certificate_id',
  config: { operation: 'DeleteCertificate', permission: 'scm:cert:delete', event: 'deleteScmCert' },
  schema: { params: CertificatePath, response: { 204: Type.Null() } },
  async handler(request, reply) {
    await move(request, request.params.certificate_id, 'delete')
    return reply.code(204).send(null)
  },
})
