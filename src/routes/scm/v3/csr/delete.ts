import { Type } from 'typebox'
import { caller } from '../../../../http/service.ts'
import { operation } from '../../../operation.ts'
import { CsrPath, find } from './row.ts'

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
    const { now, actor } = caller(request)
    const { csrs, events, write } = request.server.store
    await write(() => {
      const { project_id, id } = find(request, request.params.id)
      csrs.remove(project_id, id)
      events.done(project_id, now, actor, id)
    })
    return reply.code(204).send(null)
  },
})
