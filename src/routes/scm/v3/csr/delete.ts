import { Type } from 'typebox'
import { caller } from '../../../../http/caller.ts'
import { deleteCsr as remove } from '../../../../service/csr/delete.ts'
import { operation } from '../../../operation.ts'
import { CsrPath } from './row.ts'

export const deleteCsr = operation({
  method: 'DELETE',
  url: '/csr/:id',
  config: {
    operation: 'DeleteCsr',
    permission: 'scm::deleteCsr',
    event: 'DeleteCsr',
    title: 'Delete a CSR',
    title_zh: '删除CSR',
    refuses: ['csr_unknown'],
  },
  schema: { params: CsrPath, response: { 204: Type.Null() } },
  async handler(request, reply) {
    await remove(caller(request), request.params.id)
    return reply.code(204).send(null)
  },
})
