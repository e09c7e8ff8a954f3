import type { Certificate } from '../domain/certificate.ts'

export type Column = keyof Certificate

export const COLUMNS = [
  'project_id',
  'id',
  'order_id',
  'name',
  'description',
  'type',
  'brand',
  'domain_type',
  'domain',
  'sans',
  'domain_count',
  'wildcard_count',
  'validity_period',
  'encrypt_type',
  'multi_domain_type',
  'enterprise_project_id',
  'push_support',
  'dns_push_status',
  'application',
  'auth',
  'status',
  'revoke_reason',
  'paid_at',
  'issue_time',
  'not_before',
  'not_after',
  'revoked_at',
  'updated_at',
  'review',
  'due_at',
] as const satisfies readonly Column[]

/** What a row of the table is beside the certificate that it keeps: three columns hold JSON. */
export type StoredCertificate = Omit<Certificate, 'application' | 'auth' | 'review'> & {
  application: string | null
  auth: string
  review: string | null
}

/** The row becomes the certificate itself: copying thirty fields would cost as much as reading them. */
export function parse(row: StoredCertificate): Certificate {
  return Object.assign(row, {
    application: row.application && JSON.parse(row.application),
    auth: JSON.parse(row.auth),
    review: row.review && JSON.parse(row.review),
  })
}

/** What a column holds: three of them JSON. */
export function stored(certificate: Certificate, column: Column): unknown {
  const value = certificate[column]
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value
}

export function stringify(certificate: Certificate): StoredCertificate {
  return Object.fromEntries(COLUMNS.map((column) => [column, stored(certificate, column)])) as StoredCertificate
}
