import { Type } from 'typebox'
import { BRANDS, DOMAIN_TYPES, domains, STATUSES, TYPES } from '../../../domain/certificate.ts'
import { caller } from '../../../plugins/service.ts'
import { show } from '../../../world/look.ts'
import { CertificatePath, operation } from '../../operation.ts'

const text = Type.String()

export const CertificateDetail = Type.Object({
  cert_id: text,
  order_id: text,
  cert_name: text,
  cert_type: Type.Enum([...TYPES]),
  cert_brand: Type.Enum([...BRANDS]),
  domain_type: Type.Enum([...DOMAIN_TYPES]),
  domain_name: text,
  domain_number: Type.Integer(),
  cert_describe: text,
  push_support: Type.Enum(['ON', 'OFF']),
  revoke_reason: text,
  company_name: text,
  company_province: text,
  company_city: text,
  applicant_name: text,
  applicant_phone: text,
  applicant_email: text,
  contact_name: text,
  contact_phone: text,
  contact_email: text,
  status: Type.Enum([...STATUSES]),
  encrypt_type: text,
  country: text,
  organization_unit: text,
  DNS_push_status: Type.Enum(['ON', 'OFF', 'NONE']),
  auth: Type.Array(
    Type.Object({
      method: text,
      status: text,
      domain_name: text,
      host_record: text,
      record_type: text,
      record: text,
    }),
  ),
})

/** Shows one certificate. The reference's samples show `OV` and `MUILT_DOMAIN`; the enumerations are sent instead. */
export const showCertificate = operation({
  method: 'GET',
  url: '/cert/:cert_id',
  config: { operation: 'ShowCertificate', permission: 'scm:cert:get' },
  schema: { params: CertificatePath, response: { 200: CertificateDetail } },
  async handler(request) {
    const { world, now } = caller(request)
    const certificate = await show(request.server.store, world.project_id, request.params.cert_id, now)
    const { application } = certificate
    return {
      cert_id: certificate.id,
      order_id: certificate.order_id,
      cert_name: certificate.name,
      cert_type: certificate.type,
      cert_brand: certificate.brand,
      domain_type: certificate.domain_type,
      domain_name: domains(certificate),
      domain_number: certificate.domain_count,
      cert_describe: certificate.description,
      push_support: certificate.push_support,
      revoke_reason: certificate.revoke_reason ?? '',
      company_name: application?.company_name ?? '',
      company_province: application?.company_province ?? '',
      company_city: application?.company_city ?? '',
      applicant_name: application?.applicant_name ?? '',
      applicant_phone: application?.applicant_phone ?? '',
      applicant_email: application?.applicant_email ?? '',
      contact_name: application?.contact_name ?? '',
      contact_phone: application?.contact_phone ?? '',
      contact_email: application?.contact_email ?? '',
      status: certificate.status,
      encrypt_type: certificate.encrypt_type,
      country: application?.country ?? '',
      organization_unit: application?.company_unit ?? '',
      DNS_push_status: certificate.dns_push_status,
      auth: certificate.auth,
    }
  },
})
