import { Type } from 'typebox'
import { type Certificate, STATUSES } from '../../../domain/certificate.ts'
import { FREE_QUOTA } from '../../../domain/products.ts'
import { caller } from '../../../plugins/service.ts'
import { list } from '../../../world/look.ts'
import { operation } from '../../operation.ts'
import { ListQuery, queryOf } from '../query.ts'
import { rowOf } from '../row.ts'

const Row = Type.Object({
  cert_id: Type.String(),
  cert_name: Type.String(),
  domain: Type.String(),
  cert_type: Type.String(),
  cert_brand: Type.String(),
  domain_type: Type.String(),
  purchase_period: Type.Integer({ description: 'years' }),
  expired_time: Type.String({ description: 'epoch milliseconds; empty where there is no expiry yet' }),
  order_status: Type.Enum([...STATUSES]),
  order_state: Type.Enum([...STATUSES]),
  domain_num: Type.Integer(),
  wildcard_number: Type.Integer(),
  cert_des: Type.String(),
})

/**
 * Lists certificates. The status goes under both `order_status` (the reference's table) and `order_state` (its sample);
 * `free_remain` is an integer in the table and a string in the sample: the integer is sent.
 */
export const listCertificates = operation({
  method: 'GET',
  url: '/certlist',
  config: { operation: 'ListCertificates', permission: 'scm:cert:list' },
  schema: {
    querystring: Type.Object({
      ...ListQuery,
      order_status: Type.Optional(Type.Enum(['', ...STATUSES])),
    }),
    response: {
      200: Type.Object({ total: Type.Integer(), free_remain: Type.Integer(), order_list: Type.Array(Row) }),
    },
  },
  async handler(request) {
    const { world, now } = caller(request)
    const { store } = request.server
    const query = { ...queryOf(request.query), status: request.query.order_status || undefined }
    const { total, certificates } = await list(store, world.project_id, query, now)
    return {
      total,
      free_remain: Math.max(0, FREE_QUOTA - store.certificates.free(world.project_id)),
      order_list: certificates.map(row),
    }
  },
})

function row(certificate: Certificate) {
  return {
    ...rowOf(certificate),
    order_state: certificate.status,
    domain_num: certificate.domain_count,
    wildcard_number: certificate.wildcard_count,
    cert_des: certificate.description,
  }
}
