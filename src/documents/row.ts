import {
  type Certificate,
  dnsAuthentication,
  EMPTY_APPLICATION,
  orderId,
  type Status,
  WAS_ISSUED,
} from '../domain/certificate.ts'
import { instant, iso, monthsLater, withinCalendar } from '../domain/clock.ts'
import { DAY } from '../domain/duration.ts'
import type { Review } from '../domain/review.ts'
import { dueAt } from '../domain/transition.ts'
import type { CertificateDocument, CertificateView } from './certificate.ts'
import type { ReviewDocument } from './review.ts'

/**
 * The certificate that a document describes, as of `now`. One that is placed under review without saying which waits
 * there until somebody decides: it has no review that could be due.
 *
 * @throws Unreadable where an instant is none
 */
export function rowOf(document: CertificateDocument & { id: string }, project_id: string, now: number): Certificate {
  const { id, status = 'ISSUED', domain = 'www.example.com', sans = '', validity_period = 12 } = document
  const names = [domain, ...sans.split(';')].filter(Boolean)
  const certificate: Certificate = {
    project_id,
    id,
    order_id: document.order_id ?? orderId(id),
    name: document.name ?? id,
    description: document.description ?? '',
    type: document.type ?? 'DV_SSL_CERT',
    brand: document.brand ?? 'GEOTRUST',
    domain_type: document.domain_type ?? domainType(names),
    domain,
    sans,
    domain_count: document.domain_count ?? Math.max(1, names.length),
    wildcard_count: document.wildcard_count ?? names.filter((name) => name.startsWith('*.')).length,
    validity_period,
    encrypt_type: document.encrypt_type ?? 'SHA256withRSA2048',
    multi_domain_type: document.multi_domain_type ?? null,
    enterprise_project_id: document.enterprise_project_id ?? '0',
    push_support: document.push_support ?? (status === 'ISSUED' || status === 'UPLOAD' ? 'ON' : 'OFF'),
    dns_push_status: document.dns_push_status ?? 'NONE',
    application: document.application ? { ...EMPTY_APPLICATION, ...document.application } : null,
    auth: document.auth ?? (status === 'CHECKING' ? [dnsAuthentication(id, domain)] : []),
    status,
    revoke_reason: document.revoke_reason ?? null,
    ...instants(document, status, validity_period, now),
    review: document.review ? reviewOf(document.review, now) : null,
    due_at: null,
  }
  return { ...certificate, due_at: dueAt(certificate) }
}

/** The document of a certificate, with absolute instants. */
export function viewOf(certificate: Certificate): CertificateView {
  const { project_id, due_at, ...rest } = certificate
  const { application, revoke_reason, issue_time, not_before, not_after, revoked_at, review, ...fields } = rest
  return {
    ...fields,
    paid_at: iso(fields.paid_at),
    updated_at: iso(fields.updated_at),
    ...(revoke_reason !== null && { revoke_reason }),
    ...(issue_time !== null && { issue_time: iso(issue_time) }),
    ...(not_before !== null && { not_before: iso(not_before) }),
    ...(not_after !== null && { not_after: iso(not_after) }),
    ...(revoked_at !== null && { revoked_at: iso(revoked_at) }),
    ...(application && { application }),
    ...(review && { review: describeReview(review) }),
  }
}

function instants(document: CertificateDocument, status: Status, validity_period: number, now: number) {
  const at = (text: string | undefined) => (text === undefined ? undefined : instant(text, now))
  const wasIssued = WAS_ISSUED.includes(status)
  const end = at(document.not_after) ?? (status === 'EXPIRED' ? withinCalendar(now - DAY) : undefined)
  const begin = at(document.not_before) ?? at(document.issue_time) ?? (end ? monthsLater(end, -validity_period) : now)
  return {
    paid_at: at(document.paid_at) ?? Math.min(now, begin),
    issue_time: at(document.issue_time) ?? (wasIssued ? begin : null),
    not_before: at(document.not_before) ?? (wasIssued ? begin : null),
    not_after: end ?? (wasIssued ? monthsLater(begin, validity_period) : null),
    revoked_at: at(document.revoked_at) ?? (status === 'REVOKED' ? now : null),
    updated_at: at(document.updated_at) ?? now,
  }
}

function domainType(names: string[]): Certificate['domain_type'] {
  if (names.length > 1) return 'MULTI_DOMAIN'
  return names[0]?.startsWith('*.') ? 'WILDCARD' : 'SINGLE_DOMAIN'
}

function reviewOf({ due, reads, before, ...rest }: ReviewDocument, now: number): Review {
  return {
    ...rest,
    due: due === undefined ? null : instant(due, now),
    reads: reads ?? null,
    ...(before && { before: { status: before.status, review: before.review ? reviewOf(before.review, now) : null } }),
  }
}

function describeReview({ due, reads, before, ...rest }: Review): ReviewDocument {
  return {
    ...rest,
    ...(due !== null && { due: iso(due) }),
    ...(reads !== null && { reads }),
    ...(before && {
      before: { status: before.status, ...(before.review && { review: describeReview(before.review) }) },
    }),
  }
}
