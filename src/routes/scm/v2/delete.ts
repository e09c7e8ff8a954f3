import { caller } from '../../../http/caller.ts'
import { deleteCertificate as remove } from '../../../service/delete.ts'
import { certificatePath, DEMO, operation } from '../../operation.ts'
import { Done } from '../answers.ts'

/** Removes a certificate from the account. It stays valid: deleting is not revoking. */
export const deleteCertificate = operation({
  method: 'DELETE',
  url: '/cert/:cert_id',
  config: {
    operation: 'DeleteCertificate',
    permission: 'scm:cert:delete',
    event: 'deleteScmCert',
    title: 'Delete a certificate',
    title_zh: '删除证书',
    description: 'Removes a certificate from the account. It stays valid: deleting is not revoking.',
    refuses: ['status'],
  },
  schema: { params: certificatePath(DEMO.expired), response: { 200: Done } },
  async handler(request) {
    await remove(caller(request), request.params.cert_id)
    return { message: 'success' as const }
  },
})
