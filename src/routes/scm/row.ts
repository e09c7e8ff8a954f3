import { type Certificate, domains } from '../../domain/certificate.ts'

/** What v2's list and v3's search by tags say of a certificate, in v2's names: periods in years, instants as text. */
export function rowOf(certificate: Certificate) {
  return {
    cert_id: certificate.id,
    cert_name: certificate.name,
    domain: domains(certificate),
    cert_type: certificate.type,
    cert_brand: certificate.brand,
    domain_type: certificate.domain_type,
    purchase_period: Math.ceil(certificate.validity_period / 12),
    expired_time: textOf(certificate.not_after),
    order_status: certificate.status,
  }
}

/** An instant in epoch milliseconds, as text; empty where there is none. */
export function textOf(instant: number | null): string {
  return instant === null ? '' : String(instant)
}
