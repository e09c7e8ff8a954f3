import { Type } from 'typebox'
import { type Certificate, domains } from '../../domain/certificate.ts'
import { brand, cert_id, domain_type, milliseconds, names, status, text, type } from './fields.ts'

/** The fields of a row, for the answers that have them. */
export const RowFields = {
  cert_id,
  cert_name: text,
  domain: names,
  cert_type: type,
  cert_brand: brand,
  domain_type,
  purchase_period: Type.Integer({ description: 'years' }),
  expired_time: milliseconds,
  order_status: status,
}

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
