import { Type } from 'typebox'
import { type Certificate, STATUSES } from '../../../domain/certificate.ts'
import { caller } from '../../../http/caller.ts'
import { freeRemain, list } from '../../../service/list.ts'
import { operation, ProjectPath } from '../../operation.ts'
import { exactly } from '../answers.ts'
import { count, status, text } from '../fields.ts'
import { ListQuery, queryOf } from '../query.ts'
import { RowFields, rowOf } from '../row.ts'

const Row = exactly({
  ...RowFields,
  order_state: status,
  domain_num: count,
  wildcard_number: count,
  cert_des: text,
})

/**
 * Lists certificates. The status goes under both `order_status` (the reference's table) and `order_state` (its sample);
 * `free_remain` is an integer in the table and a string in the sample: the integer is sent.
 */
export const listCertificates = operation({
  method: 'GET',
  url: '/certlist',
  config: {
    operation: 'ListCertificates',
    permission: 'scm:cert:list',
    title: 'List certificates',
    title_zh: '查询证书列表',
    description:
      "The status goes under both `order_status` (the reference's table) and `order_state` (its sample). Empty parameters count as not given.",
  },
  schema: {
    params: ProjectPath,
    querystring: Type.Object({
      ...ListQuery,
      order_status: Type.Optional(Type.Enum(['', ...STATUSES], { examples: ['ISSUED'] })),
    }),
    response: {
      200: exactly(
        { total: count, free_remain: count, order_list: Type.Array(Row) },
        {
          total: 1,
          free_remain: 20,
          order_list: [
            {
              cert_id: 'scs1700000000001',
              cert_name: 'demo-www',
              domain: 'www.example.com',
              cert_type: 'DV_SSL_CERT',
              cert_brand: 'GEOTRUST',
              domain_type: 'SINGLE_DOMAIN',
              purchase_period: 1,
              expired_time: '1821427200000',
              order_status: 'ISSUED',
              order_state: 'ISSUED',
              domain_num: 1,
              wildcard_number: 0,
              cert_des: 'the one to revoke first',
            },
          ],
        },
      ),
    },
  },
  async handler(request) {
    const context = caller(request)
    const query = { ...queryOf(request.query), status: request.query.order_status || undefined }
    const { total, certificates } = await list(context, query)
    return { total, free_remain: freeRemain(context), order_list: certificates.map(row) }
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
