import { operation } from '../../../operation.ts'
import { CsrPath, find, Shown, shown } from './row.ts'

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
    return shown(find(request, request.params.id))
  },
})
