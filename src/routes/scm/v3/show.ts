import { type Static, Type } from 'typebox'
import { type Application, signatureAlgorithm } from '../../../domain/certificate.ts'
import { caller } from '../../../http/caller.ts'
import { fingerprintOf, show } from '../../../service/show.ts'
import { operation } from '../../operation.ts'
import { exactly } from '../answers.ts'
import {
  brand,
  cert_id,
  count,
  domain_type,
  fingerprint,
  flag,
  names,
  nullable,
  onOff,
  status,
  text,
  type,
} from '../fields.ts'
import { CertificatePath } from './path.ts'
import { Timestamp, timestamp } from './timestamp.ts'

const ApplicationInfo = exactly({
  country: text,
  company_name: text,
  company_province: text,
  company_city: text,
  applicant_name: text,
  applicant_phone: text,
  applicant_email: text,
  contact_name: text,
  contact_phone: text,
  contact_email: text,
})

const Proof = exactly({ record_name: text, record_type: text, record_value: text, domain: text })

export const CertificateDetail = exactly(
  {
    id: cert_id,
    status,
    order_id: text,
    name: text,
    type,
    brand,
    push_support: onOff,
    revoke_reason: nullable(text),
    signature_algrithm: nullable(text),
    signature_algorithm: nullable(text),
    issue_time: nullable(Timestamp),
    not_before: nullable(Timestamp),
    not_after: nullable(Timestamp),
    validity_period: Type.Integer({ description: 'months' }),
    validation_method: Type.Enum(['DNS', 'FILE', 'EMAIL']),
    domain_type,
    multi_domain_type: nullable(Type.Enum(['primary_single', 'primary_wildcard'])),
    domain: text,
    sans: nullable(names),
    domain_count: count,
    wildcard_count: count,
    fingerprint: nullable(fingerprint),
    shared: flag,
    application_info: nullable(ApplicationInfo),
    description: nullable(text),
    enterprise_project_id: text,
    authentification: Type.Array(Proof),
  },
  {
    id: 'scs1700000000001',
    status: 'ISSUED',
    order_id: 'CS2311150613W3V29',
    name: 'demo-www',
    type: 'DV_SSL_CERT',
    brand: 'GEOTRUST',
    push_support: 'ON',
    revoke_reason: null,
    signature_algrithm: 'SHA256withRSA',
    signature_algorithm: 'SHA256withRSA',
    issue_time: '2026-09-20 16:00:00.0',
    not_before: '2026-09-20 16:00:00.0',
    not_after: '2027-09-20 16:00:00.0',
    validity_period: 12,
    validation_method: 'DNS',
    domain_type: 'SINGLE_DOMAIN',
    multi_domain_type: null,
    domain: 'www.example.com',
    sans: null,
    domain_count: 1,
    wildcard_count: 0,
    fingerprint: 'e162c827f658d5bd3a7bd89bc8b523537fbcc674',
    shared: false,
    application_info: {
      country: '',
      company_name: '',
      company_province: '',
      company_city: '',
      applicant_name: '张三',
      applicant_phone: '13087654321',
      applicant_email: 'applicant@example.com',
      contact_name: '李四',
      contact_phone: '13012345678',
      contact_email: 'contact@example.com',
    },
    description: 'the one to revoke first',
    enterprise_project_id: '0',
    authentification: [],
  },
)

/**
 * Shows one certificate. `signature_algrithm` is the spelling of 2021, `signature_algorithm` what newer clients read:
 * both are sent. `authentification` is the vendor's spelling.
 */
export const showCertificate = operation({
  method: 'GET',
  url: '/certificates/:certificate_id',
  config: {
    operation: 'ShowCertificate',
    permission: 'scm:cert:get',
    title: 'Show a certificate',
    title_zh: '获取证书详情',
    description:
      '`signature_algrithm` is the spelling of 2021, `signature_algorithm` what newer clients read: both are sent. `authentification` is the spelling of the vendor.',
  },
  schema: { params: CertificatePath, response: { 200: CertificateDetail } },
  async handler(request) {
    const context = caller(request)
    const certificate = await show(context, request.params.certificate_id)
    const { issue_time, application } = certificate
    const signature_algorithm = signatureAlgorithm(certificate)
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
      fingerprint: await fingerprintOf(context, certificate),
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
