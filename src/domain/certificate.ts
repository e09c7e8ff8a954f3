import type { Review } from './review.ts'

/** Every status that the vendor's references name. `CANCLEREVOKING` is their spelling; nothing leads to it. */
export const STATUSES = [
  'PAID',
  'CHECKING',
  'CHECKING_ORG',
  'ISSUING',
  'ISSUED',
  'UNPASSED',
  'CANCELCHECKING',
  'REVOKING',
  'REVOKED',
  'EXPIRED',
  'UPLOAD',
  'SUPPLEMENTCHECKING',
  'CANCELSUPPLEMENTING',
  'CANCLEREVOKING',
] as const

export const TYPES = [
  'DV_SSL_CERT',
  'DV_SSL_CERT_BASIC',
  'OV_SSL_CERT',
  'OV_SSL_CERT_PRO',
  'EV_SSL_CERT',
  'EV_SSL_CERT_PRO',
] as const

export const DOMAIN_TYPES = ['SINGLE_DOMAIN', 'WILDCARD', 'MULTI_DOMAIN'] as const

export const BRANDS = ['GLOBALSIGN', 'SYMANTEC', 'GEOTRUST', 'CFCA', 'DIGICERT'] as const

export type Status = (typeof STATUSES)[number]

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

/** All names of a certificate, joined as the vendor joins them. */
export function domains(certificate: Certificate): string {
  return [certificate.domain, certificate.sans].filter(Boolean).join(';')
}

/** Validated by domain only: the CA asks for no organisation. */
export function isDomainValidated(certificate: Certificate): boolean {
  return certificate.type.startsWith('DV_')
}
