import { Type } from 'typebox'
import { caller } from '../../../../http/caller.ts'
import { updateCsr as rename } from '../../../../service/csr/update.ts'
import { operation } from '../../../operation.ts'
import { CsrPath, name, Shown, shown } from './row.ts'

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
    return shown(await rename(caller(request), request.params.id, request.body))
  },
})
