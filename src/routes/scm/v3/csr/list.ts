import { Type } from 'typebox'
import { caller } from '../../../../http/caller.ts'
import { listCsrs } from '../../../../service/csr/list.ts'
import { operation } from '../../../operation.ts'
import { exactly } from '../../answers.ts'
import { count } from '../../fields.ts'
import { Page } from '../../query.ts'
import { ALGORITHMS, Row, SAMPLE, shown } from './row.ts'

export const listCsr = operation({
  method: 'GET',
  url: '/csr',
  config: { operation: 'ListCsr', permission: 'scm::listCsr', title: 'List CSRs', title_zh: '查询CSR列表' },
  schema: {
    querystring: Type.Object({
      ...Page,
      name: Type.Optional(Type.String({ maxLength: 63, description: 'part of a name', examples: ['csr'] })),
      private_key_algo: Type.Optional(Type.Enum(['', ...ALGORITHMS], { examples: ['EC_P256'] })),
    }),
    response: { 200: exactly({ csr_list: Type.Array(Row), total: count }, { csr_list: [SAMPLE], total: 1 }) },
  },
  async handler(request) {
    const { limit, offset, name, private_key_algo } = request.query
    const { total, csrs } = listCsrs(caller(request), {
      name: name || null,
      algorithm: private_key_algo || null,
      limit: Number(limit || 10),
      offset: Number(offset || 0),
    })
    return { csr_list: csrs.map(shown), total }
  },
})
