import { Type } from 'typebox'
import { type Certificate, STATUSES, signatureAlgorithm } from '../../../domain/certificate.ts'
import { DAY } from '../../../domain/duration.ts'
import { caller } from '../../../http/caller.ts'
import { list } from '../../../service/list.ts'
import { operation } from '../../operation.ts'
import { exactly } from '../answers.ts'
import { brand, cert_id, count, domain_type, flag, names, nullable, status, text, type } from '../fields.ts'
import { ListQuery, queryOf } from '../query.ts'
import { Timestamp, timestamp } from './timestamp.ts'

const Row = exactly({
  id: cert_id,
  name: text,
  domain: text,
  sans: nullable(names),
  type,
  brand,
  signature_algorithm: nullable(text),
  expire_time: nullable(Timestamp),
  domain_type,
  validity_period: Type.Integer({ description: 'months' }),
  status,
  domain_count: count,
  wildcard_count: count,
  description: nullable(text),
  deploy_support: flag,
  domain_id: Type.String({ description: 'the account' }),
  enterprise_project_id: text,
})

/** Lists certificates. `expired_days_since` keeps what is valid and what expired at most so many days ago (exporters). */
export const listCertificates = operation({
  method: 'GET',
  url: '/certificates',
  config: {
    operation: 'ListCertificates',
    permission: 'scm:cert:list',
    title: 'List certificates',
    title_zh: '查询证书列表',
    description:
      '`expired_days_since` keeps what is valid and what expired at most so many days ago. Empty parameters count as not given.',
  },
  schema: {
    querystring: Type.Object({
      ...ListQuery,
      status: Type.Optional(Type.Enum(['', 'ALL', ...STATUSES], { examples: ['ISSUED'] })),
      enterprise_project_id: Type.Optional(
        Type.String({ maxLength: 36, description: 'all, or an id', examples: ['all'] }),
      ),
      owned_by_self: Type.Optional(
        Type.Enum(['', 'true', 'false'], { description: 'ignored: nothing is shared here', examples: ['true'] }),
      ),
      deploy_support: Type.Optional(
        Type.Enum(['', 'true', 'false'], { description: 'only what can be deployed', examples: ['true'] }),
      ),
      expired_days_since: Type.Optional(
        Type.String({ pattern: '^[0-9]{0,5}$', description: 'days', examples: ['30'] }),
      ),
    }),
    response: {
      200: exactly(
        { certificates: Type.Array(Row), total_count: count },
        {
          certificates: [
            {
              id: 'scs1700000000001',
              name: 'demo-www',
              domain: 'www.example.com',
              sans: null,
              type: 'DV_SSL_CERT',
              brand: 'GEOTRUST',
              signature_algorithm: 'SHA256withRSA',
              expire_time: '2027-09-20 16:00:00.0',
              domain_type: 'SINGLE_DOMAIN',
              validity_period: 12,
              status: 'ISSUED',
              domain_count: 1,
              wildcard_count: 0,
              description: 'the one to revoke first',
              deploy_support: true,
              domain_id: 'd0e1a2b3c4d54e6f8a9b0c1d2e3f4a5b',
              enterprise_project_id: '0',
            },
          ],
          total_count: 1,
        },
      ),
    },
  },
  async handler(request) {
    const context = caller(request)
    const { status, deploy_support, enterprise_project_id, expired_days_since: days } = request.query
    const { total, certificates } = await list(context, {
      ...queryOf(request.query),
      status: status === 'ALL' || status === '' ? undefined : status,
      enterprise_project_id: enterprise_project_id === 'all' ? undefined : enterprise_project_id || undefined,
      push_support: deploy_support === 'true' ? 'ON' : undefined,
      expires_after: days ? context.now - Number(days) * DAY : undefined,
    })
    const { domain_id } = context.world
    return { certificates: certificates.map((certificate) => row(certificate, domain_id)), total_count: total }
  },
})

function row(certificate: Certificate, domain_id: string) {
  return {
    id: certificate.id,
    name: certificate.name,
    domain: certificate.domain,
    sans: certificate.sans || null,
    type: certificate.type,
    brand: certificate.brand,
    signature_algorithm: signatureAlgorithm(certificate),
    expire_time: timestamp(certificate.not_after),
    domain_type: certificate.domain_type,
    validity_period: certificate.validity_period,
    status: certificate.status,
    domain_count: certificate.domain_count,
    wildcard_count: certificate.wildcard_count,
    description: certificate.description || null,
    deploy_support: certificate.push_support === 'ON',
    domain_id,
    enterprise_project_id: certificate.enterprise_project_id,
  }
}
