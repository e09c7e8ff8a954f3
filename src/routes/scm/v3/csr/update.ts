import { Type } from 'typebox'
import { caller } from '../../../../http/service.ts'
import { operation } from '../../../operation.ts'
import { CsrPath, find, name, Shown, shown } from './row.ts'

export const updateCsr = operation({
  method: 'PUT',
  url: '/csr/:id',
  config: {
    operation: 'UpdateCsr',
    permission: 'scm::updateCsr',
    event: 'UpdateCsr',
    title: 'Rename a CSR',
    title_zh: '更新CSR',
    refuses: ['csr_unknown'],
  },
  schema: {
    params: CsrPath,
    body: Type.Object({ name }, { examples: [{ name: 'renamed' }] }),
    response: { 200: Shown },
  },
  async handler(request) {
    const { world, now, actor } = caller(request)
    const { csrs, events, write } = request.server.store
    const { id } = request.params
    return write(() => {
      find(request, id)
      csrs.rename(world.project_id, id, request.body.name, now)
      events.done(world.project_id, now, actor, id)
      return shown(find(request, id))
    })
  },
})
