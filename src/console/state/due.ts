import { computed } from '@preact/signals'
import type { CertificateView } from '../../documents/index.ts'
import { certificates } from './world.ts'

/** A change that time alone will make. */
export interface Due {
  readonly certificate: CertificateView
  /** By the world's clock, in milliseconds. */
  readonly at: number
  /** What happens: a status that is certain, or whose decision it is. */
  readonly what: string
}

/** What a CA that approves makes of a certificate. */
const APPROVED: Partial<Record<CertificateView['status'], string>> = {
  CANCELCHECKING: 'PAID',
  SUPPLEMENTCHECKING: 'ISSUED',
  CANCELSUPPLEMENTING: 'ISSUED',
  CHECKING_ORG: 'ISSUING',
  ISSUING: 'ISSUED',
  REVOKING: 'REVOKED',
}

/** What a review leads to when the CA approves. */
export function approved({ status, type }: CertificateView): string {
  if (status === 'CHECKING') return type.startsWith('DV_') ? 'ISSUED' : 'CHECKING_ORG'
  return APPROVED[status] ?? '×'
}

/** What of a certificate falls due, and when; nothing where time changes nothing. */
export function dueOf(certificate: CertificateView): Due | undefined {
  const { review, status, not_after } = certificate
  if (review?.due) return { certificate, at: Date.parse(review.due), what: approved(certificate) }
  if ((status === 'ISSUED' || status === 'UPLOAD') && not_after) {
    return { certificate, at: Date.parse(not_after), what: 'EXPIRED' }
  }
  return undefined
}

/** All that falls due, the next first. */
export const due = computed(() =>
  (certificates.value ?? []).flatMap((certificate) => dueOf(certificate) ?? []).sort((a, b) => a.at - b.at),
)

const WITH_THE_CA: readonly string[] = [
  'CHECKING',
  'CHECKING_ORG',
  'ISSUING',
  'CANCELCHECKING',
  'REVOKING',
  'SUPPLEMENTCHECKING',
  'CANCELSUPPLEMENTING',
]

/** Whether a certificate waits for the CA. */
export const isWaiting = ({ status, review }: CertificateView) => review !== undefined || WITH_THE_CA.includes(status)

export const desk = computed(() => (certificates.value ?? []).filter(isWaiting))
