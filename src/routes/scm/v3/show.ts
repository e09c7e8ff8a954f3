import { type Static, Type } from 'typebox'
import { type Application, STATUSES } from '../../../domain/certificate.ts'
import { caller } from '../../../plugins/service.ts'
import { show } from '../../../world/look.ts'
import { materialOf } from '../../../world/material.ts'
import { baseOf, operation } from '../../operation.ts'
import { CertificatePath } from './path.ts'
import { timestamp } from './timestamp.ts'

const text = Type.String()
const nullable = Type.Union([Type.String(), Type.Null()])

const ApplicationInfo = Type.Object({
  ...{ country: text, company_name: text, company_province: text, company_city: text },
  ...{ applicant_name: text, applicant_phone: text, applicant_email: text },
  ...{ contact_name: text, contact_phone: text, contact_email: text },
})

export const CertificateDetail = Type.Object({
  id: text,
  status: Type.Enum([...STATUSES]),
  order_id: text,
  name: text,
  type: text,
  brand: text,
  push_support: text,
  revoke_reason: nullable,
  signature_algrithm: nullable,
  signature_algorithm: nullable,
  issue_time: nullable,
  not_before: nullable,
  not_after: nullable,
  validity_period: Type.Integer({ description: 'months' }),
  validation_method: Type.Enum(['DNS', 'FILE', 'EMAIL']),
  domain_type: text,
  multi_domain_type: nullable,
  domain: text,
  sans: nullable,
  domain_count: Type.Integer(),
  wildcard_count: Type.Integer(),
  fingerprint: nullable,
  shared: Type.Boolean(),
  application_info: Type.Union([ApplicationInfo, Type.Null()]),
  description: nullable,
  enterprise_project_id: text,
  authentification: Type.Array(Type.Object({ record_name: text, record_type: text, record_value: text, domain: text })),
})

/**
 * Shows one certificate. `signature_algrithm` is the spelling of 2021, `signature_algorithm` what newer clients read:
 * both are sent. `authentification` is the vendor's spelling.
 */
export const showCertificate = operation({
  method: 'GET',
  url: '/certificates/:certificate_id',
  config: { operation: 'ShowCertificate', permission: 'scm:cert:get' },
  schema: { params: CertificatePath, response: { 200: CertificateDetail } },
  async handler(request) {
    const { world, now } = caller(request)
    const { store } = request.server
    const certificate = await show(store, world.project_id, request.params.certificate_id, now)
    const { issue_time, application } = certificate
    const material = await materialOf(store, certificate, baseOf(request))
    const signature_algorithm = issue_time === null ? null : certificate.encrypt_type
    return {
      id: certificate.id,
      status: certificate.status,
      order_id: certificate.order_id,
      name: certificate.name,
      type: certificate.type,
      brand: certificate.brand,
      push_support: certificate.push_support,
      revoke_reason: certificate.revoke_reason,
      signature_algrithm: signature_algorithm,
      signature_algorithm,
      issue_time: timestamp(issue_time),
      not_before: timestamp(certificate.not_before),
      not_after: timestamp(certificate.not_after),
      validity_period: certificate.validity_period,
      validation_method: application?.domain_method ?? ('DNS' as const),
      domain_type: certificate.domain_type,
      multi_domain_type: certificate.multi_domain_type,
      domain: certificate.domain,
      sans: certificate.sans || null,
      domain_count: certificate.domain_count,
      wildcard_count: certificate.wildcard_count,
      fingerprint: material?.fingerprint ?? null,
      shared: false,
      application_info: application && infoOf(application),
      description: certificate.description || null,
      enterprise_project_id: certificate.enterprise_project_id,
      authentification: certificate.auth.map(({ host_record, record_type, record, domain_name }) => ({
        record_name: `${host_record}.${domain_name}`,
        record_type,
        record_value: record,
        domain: domain_name,
      })),
    }
  },
})

function infoOf({ csr, company_unit, domain_method, bl, tl, ...info }: Application): Static<typeof ApplicationInfo> {
  const { country, company_name, company_province, company_city, ...people } = info
  return { country, company_name, company_province, company_city, ...people }
}
