import { Type } from 'typebox'
import { caller } from '../../../http/caller.ts'
import { deleteCertificate as remove } from '../../../service/delete.ts'
import { DEMO, operation } from '../../operation.ts'
import { certificatePath } from './path.ts'

/** Removes a certificate from the account. It stays valid: deleting is not revoking. */
export const deleteCertificate = operation({
  method: 'DELETE',
  url: '/certificates/:certificate_id',
  config: {
    operation: 'DeleteCertificate',
    permission: 'scm:cert:delete',
    event: 'deleteScmCert',
    title: 'Delete a certificate',
    title_zh: '删除证书',
    description: 'Removes a certificate from the account. It stays valid: deleting is not revoking.',
    refuses: ['status'],
  },
  schema: { params: certificatePath(DEMO.expired), response: { 204: Type.Null() } },
  async handler(request, reply) {
    await remove(caller(request), request.params.certificate_id)
    return reply.code(204).send(null)
  },
})
