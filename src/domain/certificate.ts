import type { Review } from './review.ts'
import type { Status } from './status.ts'

export { STATUSES, type Status } from './status.ts'

export const TYPES = [
  'DV_SSL_CERT',
  'DV_SSL_CERT_BASIC',
  'OV_SSL_CERT',
  'OV_SSL_CERT_PRO',
  'EV_SSL_CERT',
  'EV_SSL_CERT_PRO',
] as const

export const DOMAIN_TYPES = ['SINGLE_DOMAIN', 'WILDCARD', 'MULTI_DOMAIN'] as const

export const BRANDS = ['GLOBALSIGN', 'SYMANTEC', 'GEOTRUST', 'CFCA', 'DIGICERT', 'TRUSTASIA', 'VTRUS'] as const

/** Statuses of certificates that a CA has issued at some time. */
export const WAS_ISSUED: readonly Status[] = [
  'ISSUED',
  'REVOKING',
  'REVOKED',
  'EXPIRED',
  'SUPPLEMENTCHECKING',
  'CANCELSUPPLEMENTING',
  'CANCLEREVOKING',
  'UPLOAD',
]

/** `scs` and 13 digits that look like the epoch in milliseconds (the vendor's samples and SDKs). */
export const CERTIFICATE_ID = '^scs[0-9]{13}$'

/** What was filled in to apply for a certificate; the personal fields are what "drop privacy data" clears. */
export interface Application {
  csr: string
  company_name: string
  company_unit: string
  company_province: string
  company_city: string
  country: string
  applicant_name: string
  applicant_phone: string
  applicant_email: string
  contact_name: string
  contact_phone: string
  contact_email: string
  /** How the control of the domains is proven; DNS unless told. */
  domain_method?: 'DNS' | 'FILE' | 'EMAIL'
  /** Whether the bank licence (`BL`) and the trade licence (`TL`) were uploaded, as the vendor says it. */
  bl: '0' | '1'
  tl: '0' | '1'
}

/** Nothing filled in. */
export const EMPTY_APPLICATION: Application = {
  csr: '',
  company_name: '',
  company_unit: '',
  company_province: '',
  company_city: '',
  country: '',
  applicant_name: '',
  applicant_phone: '',
  applicant_email: '',
  contact_name: '',
  contact_phone: '',
  contact_email: '',
  bl: '0',
  tl: '0',
}

/** How the control of one domain is proven. */
export interface DomainAuthentication {
  method: string
  status: string
  domain_name: string
  host_record: string
  record_type: string
  record: string
}

/** A certificate, as its row is kept. Names are those of the vendor's v3 family; instants are epoch milliseconds. */
export interface Certificate {
  project_id: string
  id: string
  order_id: string
  name: string
  description: string
  type: (typeof TYPES)[number]
  brand: (typeof BRANDS)[number]
  domain_type: (typeof DOMAIN_TYPES)[number]
  /** The common name; further names are in `sans`, joined with `;`. */
  domain: string
  sans: string
  domain_count: number
  wildcard_count: number
  /** In months. */
  validity_period: number
  encrypt_type: string
  /** Whether the first name of a certificate for several domains is a wildcard: `primary_wildcard`, or `primary_single`. */
  multi_domain_type: 'primary_single' | 'primary_wildcard' | null
  /** `0` is the default one. */
  enterprise_project_id: string
  push_support: 'ON' | 'OFF'
  dns_push_status: 'ON' | 'OFF' | 'NONE'
  application: Application | null
  auth: DomainAuthentication[]
  status: Status
  revoke_reason: string | null
  paid_at: number
  issue_time: number | null
  not_before: number | null
  not_after: number | null
  revoked_at: number | null
  updated_at: number
  /** The CA review that is under way; null where none is, and where a certificate was placed under review. */
  review: Review | null
  /** When time alone changes the row next; null where it never does. */
  due_at: number | null
}

/** The names beside the common name. */
export function sansOf({ sans }: Pick<Certificate, 'sans'>): string[] {
  return sans.split(';').filter(Boolean)
}

/** All names of a certificate, joined as the vendor joins them. */
export function domains(certificate: Pick<Certificate, 'domain' | 'sans'>): string {
  return [certificate.domain, certificate.sans].filter(Boolean).join(';')
}

/**
 * How an issued certificate is signed, as v3 says it, without the length of the key (seen by hw-exporter, in a list); null
 * before. v2's `encrypt_type` has the length.
 */
export function signatureAlgorithm({ issue_time, encrypt_type }: Certificate): string | null {
  return issue_time === null ? null : encrypt_type.replace(/(?<=withRSA)\d+$/, '')
}

/** What a bought certificate is called until somebody names it: `scm-7b0cca` (seen by hw-exporter). */
export function boughtName(id: string): string {
  return `scm-${(Number(id.slice(3)) % 16 ** 6).toString(16).padStart(6, '0')}`
}

/** Validated by domain only: the CA asks for no organisation. */
export function isDomainValidated(certificate: Certificate): boolean {
  return certificate.type.startsWith('DV_')
}

/** `CS`, yyMMddHHmm in UTC+8, and 5 characters that here come from the certificate's digits (the vendor's samples). */
export function orderId(id: string): string {
  const digits = Number(id.slice(3))
  const time = new Date(digits + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(2, 12)
  return `CS${time}${(digits % 36 ** 5).toString(36).toUpperCase().padStart(5, '0')}`
}

/** The DNS record that proves the control of a domain, in the shape of the vendor's samples. */
export function dnsAuthentication(id: string, domain: string): DomainAuthentication {
  return {
    method: 'DNS',
    status: 'checking',
    domain_name: domain,
    host_record: '_dnsauth',
    record_type: 'TXT',
    record: `${id.slice(3)}${orderId(id).toLowerCase()}`,
  }
}
