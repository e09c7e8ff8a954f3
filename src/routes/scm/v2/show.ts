import { Type } from 'typebox'
import { domains } from '../../../domain/certificate.ts'
import { caller } from '../../../http/caller.ts'
import { show } from '../../../service/show.ts'
import { CertificatePath, operation } from '../../operation.ts'
import { exactly } from '../answers.ts'
import { brand, cert_id, count, domain_type, names, onOff, status, text, type } from '../fields.ts'

export const CertificateDetail = exactly(
  {
    cert_id,
    order_id: text,
    cert_name: text,
    cert_type: type,
    cert_brand: brand,
    domain_type,
    domain_name: names,
    domain_number: count,
    cert_describe: text,
    push_support: onOff,
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
    status,
    encrypt_type: text,
    country: text,
    organization_unit: text,
    DNS_push_status: Type.Enum(['ON', 'OFF', 'NONE']),
    auth: Type.Array(
      exactly({
        method: text,
        status: text,
        domain_name: text,
        host_record: text,
        record_type: text,
        record: text,
      }),
    ),
  },
  {
    cert_id: 'scs1700000000001',
    order_id: 'CS2311150613W3V29',
    cert_name: 'demo-www',
    cert_type: 'DV_SSL_CERT',
    cert_brand: 'GEOTRUST',
    domain_type: 'SINGLE_DOMAIN',
    domain_name: 'www.example.com',
    domain_number: 1,
    cert_describe: 'the one to revoke first',
    push_support: 'ON',
    revoke_reason: '',
    company_name: '',
    company_province: '',
    company_city: '',
    applicant_name: '张三',
    applicant_phone: '13087654321',
    applicant_email: 'applicant@example.com',
    contact_name: '李四',
    contact_phone: '13012345678',
    contact_email: 'contact@example.com',
    status: 'ISSUED',
    encrypt_type: 'SHA256withRSA2048',
    country: '',
    organization_unit: '',
    DNS_push_status: 'NONE',
    auth: [],
  },
)

/** Shows one certificate. The reference's samples show `OV` and `MUILT_DOMAIN`; the enumerations are sent instead. */
export const showCertificate = operation({
  method: 'GET',
  url: '/cert/:cert_id',
  config: {
    operation: 'ShowCertificate',
    permission: 'scm:cert:get',
    title: 'Show a certificate',
    title_zh: '查询证书详情',
    description: "The reference's samples show `OV` and `MUILT_DOMAIN`; the enumerations are sent instead.",
  },
  schema: { params: CertificatePath, response: { 200: CertificateDetail } },
  async handler(request) {
    const certificate = await show(caller(request), request.params.cert_id)
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
