import { caller } from '../../../../http/caller.ts'
import { showCsr as find } from '../../../../service/csr/show.ts'
import { operation } from '../../../operation.ts'
import { CsrPath, Shown, shown } from './row.ts'

export const showCsr = operation({
  method: 'GET',
  url: '/csr/:id',
  config: {
    operation: 'ShowCsr',
    permission: 'scm::getCsr',
    title: 'Show a CSR',
    title_zh: '查询CSR详情',
    refuses: ['csr_unknown'],
  },
  schema: { params: CsrPath, response: { 200: Shown } },
  async handler(request) {
    return shown(find(caller(request), request.params.id))
  },
})
