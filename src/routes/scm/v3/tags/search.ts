import { Type } from 'typebox'
import { signatureAlgorithm } from '../../../../domain/certificate.ts'
import { caller } from '../../../../http/caller.ts'
import { searchByTags, type Tagged } from '../../../../service/search.ts'
import { operation } from '../../../operation.ts'
import { exactly } from '../../answers.ts'
import { cert_id, count, flag, milliseconds, names, nullable, text } from '../../fields.ts'
import { RowFields, rowOf, textOf } from '../../row.ts'
import { Pair } from '../tag.ts'

const Keys = Type.Optional(
  Type.Array(Type.Object({ key: Type.String({ maxLength: 128 }), values: Type.Array(Type.String()) }), {
    maxItems: 20,
  }),
)

const Search = Type.Object(
  {
    action: Type.Enum(['filter', 'count']),
    without_any_tag: Type.Optional(Type.Boolean()),
    tags: Keys,
    tags_any: Keys,
    not_tags: Keys,
    not_tags_any: Keys,
    matches: Type.Optional(Type.Array(Type.Object({ key: Type.Literal('resource_name'), value: Type.String() }))),
    limit: Type.Optional(Type.Enum([10, 20, 50])),
    offset: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  {
    examples: [
      { action: 'filter', tags_any: [{ key: 'foo', values: ['bar'] }], limit: 10, offset: 0 },
      { action: 'count' },
    ],
  },
)

const Resource = exactly({
  resource_id: cert_id,
  resource_name: text,
  tags: Type.Array(Pair),
  resource_detail: exactly({
    ...RowFields,
    domain_num: count,
    wildcard_number: count,
    sans: names,
    cert_des: text,
    signature_algorithm: text,
    fail_reason: nullable(text),
    partner_order_id: text,
    push_support: flag,
    cert_issued_time: milliseconds,
    resource_id: text,
    unsubscribe_support: flag,
    enterprise_project_id: text,
    origin_cert_id: nullable(text),
    renewal_cert_id: nullable(text),
    auto_renew_status: Type.Integer(),
    remain_cert_number: count,
    auto_deploy_support: flag,
  }),
})

const Found = exactly(
  { total_count: count, resources: Type.Optional(Type.Array(Resource)) },
  {
    total_count: 1,
    resources: [
      {
        resource_id: 'scs1700000000001',
        resource_name: 'demo-www',
        tags: [{ key: 'foo', value: 'bar' }],
        resource_detail: {
          cert_id: 'scs1700000000001',
          cert_name: 'demo-www',
          domain: 'www.example.com',
          cert_type: 'DV_SSL_CERT',
          cert_brand: 'GEOTRUST',
          domain_type: 'SINGLE_DOMAIN',
          purchase_period: 1,
          expired_time: '1821427200000',
          order_status: 'ISSUED',
          domain_num: 1,
          wildcard_number: 0,
          sans: '',
          cert_des: 'the one to revoke first',
          signature_algorithm: 'SHA256withRSA',
          fail_reason: null,
          partner_order_id: 'CS2311150613W3V29',
          push_support: true,
          cert_issued_time: '1789891200000',
          resource_id: 'scs1700000000001',
          unsubscribe_support: false,
          enterprise_project_id: '0',
          origin_cert_id: null,
          renewal_cert_id: null,
          auto_renew_status: 0,
          remain_cert_number: 0,
          auto_deploy_support: false,
        },
      },
    ],
  },
  { total_count: 16 },
)

/** Finds certificates by tags, or counts them. Rows have v2's names, periods in years and instants as text (the SDK). */
export const listCertificatesByTag = operation({
  method: 'POST',
  url: '/resource_instances/action',
  config: {
    operation: 'ListCertificatesByTag',
    permission: 'scm:cert:list',
    title: 'Find certificates by tags',
    title_zh: '根据标签查询证书列表',
    description: '`count` tells how many there are, `filter` which.',
  },
  schema: {
    body: Search,
    response: { 200: Found },
  },
  async handler(request) {
    const { total, page } = await searchByTags(caller(request), request.body)
    return request.body.action === 'count'
      ? { total_count: total }
      : { total_count: total, resources: page.map(resource) }
  },
})

function resource({ certificate, tags }: Tagged) {
  return {
    resource_id: certificate.id,
    resource_name: certificate.name,
    tags,
    resource_detail: {
      ...rowOf(certificate),
      domain_num: certificate.domain_count,
      wildcard_number: certificate.wildcard_count,
      sans: certificate.sans,
      cert_des: certificate.description,
      signature_algorithm: signatureAlgorithm(certificate) ?? '',
      fail_reason: null,
      partner_order_id: certificate.order_id,
      push_support: certificate.push_support === 'ON',
      cert_issued_time: textOf(certificate.issue_time),
      resource_id: certificate.id,
      unsubscribe_support: certificate.status === 'PAID' || certificate.status === 'REVOKED',
      enterprise_project_id: certificate.enterprise_project_id,
      // Nothing is renewed here, by itself or by hand, nor deployed by itself.
      origin_cert_id: null,
      renewal_cert_id: null,
      auto_renew_status: 0,
      remain_cert_number: 0,
      auto_deploy_support: false,
    },
  }
}
