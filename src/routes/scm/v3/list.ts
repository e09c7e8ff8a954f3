import { Type } from 'typebox'
import { type Certificate, STATUSES } from '../../../domain/certificate.ts'
import { DAY } from '../../../domain/duration.ts'
import { caller } from '../../../plugins/service.ts'
import { list } from '../../../world/look.ts'
import { operation } from '../../operation.ts'
import { ListQuery, queryOf } from '../query.ts'
import { timestamp } from './timestamp.ts'

const nullable = Type.Union([Type.String(), Type.Null()])

const Row = Type.Object({
  id: Type.String(),
  name: Type.String(),
  domain: Type.String(),
  sans: nullable,
  type: Type.String(),
  brand: Type.String(),
  signature_algorithm: nullable,
  expire_time: nullable,
  domain_type: Type.String(),
  validity_period: Type.Integer({ description: 'months' }),
  status: Type.Enum([...STATUSES]),
  domain_count: Type.Integer(),
  wildcard_count: Type.Integer(),
  description: nullable,
  deploy_support: Type.Boolean(),
  domain_id: Type.String({ description: 'the account' }),
  enterprise_project_id: Type.String(),
})

/** Lists certificates. `expired_days_since` keeps what is valid and what expired at most so many days ago (exporters). */
export const listCertificates = operation({
  method: 'GET',
  url: '/certificates',
  config: { operation: 'ListCertificates', permission: 'scm:cert:list' },
  schema: {
    querystring: Type.Object({
      ...ListQuery,
      status: Type.Optional(Type.Enum(['', 'ALL', ...STATUSES])),
      enterprise_project_id: Type.Optional(Type.String({ maxLength: 36, description: 'all, or an id' })),
      owned_by_self: Type.Optional(Type.Enum(['', 'true', 'false'])),
      deploy_support: Type.Optional(Type.Enum(['', 'true', 'false'], { description: 'only what can be deployed' })),
      expired_days_since: Type.Optional(Type.String({ pattern: '^[0-9]{0,5}$', description: 'days' })),
    }),
    response: { 200: Type.Object({ certificates: Type.Array(Row), total_count: Type.Integer() }) },
  },
  async handler(request) {
    const { world, now } = caller(request)
    const { status, deploy_support, enterprise_project_id, expired_days_since: days } = request.query
    const { total, certificates } = await list(
      request.server.store,
      world.project_id,
      {
        ...queryOf(request.query),
        status: status === 'ALL' || status === '' ? undefined : status,
        enterprise_project_id: enterprise_project_id === 'all' ? undefined : enterprise_project_id || undefined,
        push_support: deploy_support === 'true' ? 'ON' : undefined,
        expires_after: days ? now - Number(days) * DAY : undefined,
      },
      now,
    )
    return { certificates: certificates.map((certificate) => row(certificate, world.domain_id)), total_count: total }
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
    signature_algorithm: certificate.issue_time === null ? null : certificate.encrypt_type,
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
