import type { Application, Certificate, DomainAuthentication, Status } from '../domain/certificate.ts'
import { instant } from '../domain/clock.ts'
import { DAY } from '../domain/duration.ts'
import { dueAt } from '../domain/transition.ts'
import type { CertificateDocument } from './document.ts'

/** Statuses of certificates that a CA has issued at some time. */
const WAS_ISSUED: readonly Status[] = [
  ...(['ISSUED', 'REVOKING', 'REVOKED', 'EXPIRED', 'SUPPLEMENTCHECKING'] as const),
  ...(['CANCELSUPPLEMENTING', 'CANCLEREVOKING', 'UPLOAD'] as const),
]

const EMPTY_APPLICATION: Application = {
  ...{ csr: '', company_name: '', company_unit: '', company_province: '', company_city: '', country: '' },
  ...{ applicant_name: '', applicant_phone: '', applicant_email: '' },
  ...{ contact_name: '', contact_phone: '', contact_email: '' },
}

/**
 * The certificate that a document describes, as of `now`. One that is placed under review waits there until somebody
 * decides: it has no review that could be due.
 */
export function place(document: CertificateDocument & { id: string }, project_id: string, now: number): Certificate {
  const { id, status = 'ISSUED', domain = 'www.example.com', sans = '' } = document
  const at = (text: string | undefined) => (text === undefined ? undefined : instant(text, now))
  const wasIssued = WAS_ISSUED.includes(status)
  const validity_period = document.validity_period ?? 12
  const end = at(document.not_after) ?? (status === 'EXPIRED' ? now - DAY : undefined)
  const start =
    at(document.not_before) ?? at(document.issue_time) ?? (end === undefined ? now : months(end, -validity_period))
  const count = sans.split(';').filter(Boolean).length + 1
  const certificate: Certificate = {
    project_id,
    id,
    order_id: document.order_id ?? orderId(id),
    name: document.name ?? id,
    description: document.description ?? '',
    type: document.type ?? 'DV_SSL_CERT',
    brand: document.brand ?? 'GEOTRUST',
    domain_type:
      document.domain_type ?? (count > 1 ? 'MULTI_DOMAIN' : domain.startsWith('*.') ? 'WILDCARD' : 'SINGLE_DOMAIN'),
    domain,
    sans,
    domain_count: document.domain_count ?? count,
    wildcard_count:
      document.wildcard_count ?? [domain, ...sans.split(';')].filter((name) => name.startsWith('*.')).length,
    validity_period,
    encrypt_type: document.encrypt_type ?? 'SHA256withRSA2048',
    push_support: document.push_support ?? (status === 'ISSUED' || status === 'UPLOAD' ? 'ON' : 'OFF'),
    dns_push_status: document.dns_push_status ?? 'NONE',
    application: document.application ? { ...EMPTY_APPLICATION, ...document.application } : null,
    auth: [],
    status,
    revoke_reason: document.revoke_reason ?? null,
    paid_at: at(document.paid_at) ?? Math.min(now, start),
    issue_time: at(document.issue_time) ?? (wasIssued ? start : null),
    not_before: at(document.not_before) ?? (wasIssued ? start : null),
    not_after: end ?? (wasIssued ? months(start, validity_period) : null),
    revoked_at: at(document.revoked_at) ?? (status === 'REVOKED' ? now : null),
    updated_at: now,
    review: null,
    due_at: null,
  }
  const isUnderValidation = status === 'CHECKING' || status === 'UNPASSED'
  return { ...certificate, auth: isUnderValidation ? [dnsAuthentication(certificate)] : [], due_at: dueAt(certificate) }
}

function months(instant: number, count: number): number {
  return new Date(instant).setUTCMonth(new Date(instant).getUTCMonth() + count)
}

/** `CS`, yyMMddHHmm in UTC+8, and 5 characters that here come from the certificate's digits (the vendor's samples). */
function orderId(id: string): string {
  const digits = Number(id.slice(3))
  const time = new Date(digits + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(2, 12)
  return `CS${time}${(digits % 36 ** 5).toString(36).toUpperCase().padStart(5, '0')}`
}

/** The DNS record that proves the control of a domain, in the shape of the vendor's samples. */
function dnsAuthentication({ id, domain, status }: Certificate): DomainAuthentication {
  return {
    method: 'DNS',
    status: status === 'CHECKING' ? 'checking' : 'failed',
    domain_name: domain,
    host_record: '_dnsauth',
    record_type: 'TXT',
    record: `${id.slice(3)}${orderId(id).toLowerCase()}`,
  }
}
