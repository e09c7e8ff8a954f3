import { type Certificate, isDomainValidated, STATUSES, type Status, sansOf } from './certificate.ts'
import { monthsLater } from './clock.ts'
import { DAY } from './duration.ts'
import { isFree } from './products.ts'
import type { Review } from './review.ts'
import type { RuleName } from './rules.ts'

/** What a client asks for. */
type Request =
  | 'edit'
  | 'save'
  | 'upload_papers'
  | 'apply'
  | 'withdraw'
  | 'supplement'
  | 'revoke'
  | 'unsubscribe'
  | 'delete'
  | 'push'
  | 'download'
  | 'drop_privacy'

/** What the CA decides about a review. */
export type Decision = 'approve' | 'reject'

export type Move = Request | Decision | 'expire'

/** What a move is given beside the certificate. */
export interface Input {
  /** The world's review setting, for moves that a CA reviews. */
  review?: string
  reason?: string
  /** The domains that a supplement adds, joined with `;`. */
  sans?: string
  /** What else a client fills in. */
  fields?: Partial<Omit<Certificate, 'project_id' | 'id' | 'status' | 'review' | 'due_at' | 'updated_at'>>
}

/** Why a move is refused although the status allows it; nothing where it is not. */
type Guard = (certificate: Certificate, now: number) => string | undefined

/** A row of the table: `to` is a status, what was `before` the review, the `same`, or `gone`. */
export interface Row {
  readonly move: Move
  readonly from: readonly Status[]
  readonly to: Status | 'before' | 'same' | 'gone'
  /** What was `before` where a certificate was placed under review, so that nothing was. */
  readonly otherwise?: Status
  /** The CA reviews it; the certificate is under this review afterwards. */
  readonly review?: Review['of']
  /** The row holds only for certificates of which this is true; another row may hold for the others. */
  readonly only?: (certificate: Certificate) => boolean
  readonly guard?: Guard
  /** The rule by which the guard refuses, where it is not the general one. */
  readonly rule?: RuleName
  /** What else the move changes. */
  readonly effect?: (certificate: Certificate, now: number, input: Input) => Partial<Certificate>
}

const organisationValidated = (c: Certificate) => !isDomainValidated(c)
const unsubscribing = (c: Certificate) => c.review?.of === 'unsubscription'

const outsideRenewalPeriod: Guard = (c, now) =>
  c.not_after !== null && c.not_after - now <= 30 * DAY
    ? `certificate ${c.id} expires within 30 days; it can no longer be revoked`
    : undefined

const multiDomainWithQuota: Guard = (c) =>
  c.domain_type !== 'MULTI_DOMAIN' || sansOf(c).length + 1 >= c.domain_count
    ? `certificate ${c.id} has no quota for further domains`
    : undefined

const withinSevenDaysOfPayment: Guard = (c, now) =>
  now - c.paid_at > 7 * DAY ? `certificate ${c.id} was paid more than 7 days ago` : notUnsubscribing(c, now)

const keyIsHere: Guard = (c) =>
  c.application?.csr ? `certificate ${c.id} was made from the user's own CSR: its key is not here` : undefined

const notUnsubscribing: Guard = (c) =>
  unsubscribing(c) ? `certificate ${c.id} is being unsubscribed; that review comes first` : undefined

const appliedFor: Guard = (c) => (c.application ? undefined : `certificate ${c.id} was never applied for`)

const fillIn: Row['effect'] = (_, __, { fields }) => fields ?? {}

const issue: Row['effect'] = (c, now) => ({
  issue_time: now,
  not_before: now,
  not_after: monthsLater(now, c.validity_period),
  auth: [],
  push_support: c.application?.csr ? 'OFF' : 'ON',
})

const addDomains: Row['effect'] = (c) => ({ sans: [c.sans, c.review?.sans].filter(Boolean).join(';') })

const clearPersonal: Row['effect'] = (c) => ({
  application: c.application && {
    ...c.application,
    applicant_name: '',
    applicant_phone: '',
    applicant_email: '',
    contact_name: '',
    contact_phone: '',
    contact_email: '',
  },
})

/**
 * The whole life of a certificate. Nothing else changes a status. Sources: the vendor's user guide (moves, the 30 days,
 * the 7 days) and the samples of its references; when one may edit, save and upload papers is assumed.
 * Anything else is refused with `SCM.0010`.
 */
export const MOVES: readonly Row[] = [
  { move: 'edit', from: STATUSES, to: 'same', effect: fillIn },
  { move: 'save', from: ['PAID', 'UNPASSED'], to: 'same', effect: fillIn },
  { move: 'upload_papers', from: ['PAID', 'UNPASSED', 'CHECKING', 'CHECKING_ORG'], to: 'same', effect: fillIn },
  {
    move: 'apply',
    from: ['PAID', 'UNPASSED'],
    to: 'CHECKING',
    review: 'application',
    guard: notUnsubscribing,
    effect: fillIn,
  },
  { move: 'withdraw', from: ['CHECKING', 'CHECKING_ORG'], to: 'CANCELCHECKING', review: 'withdrawal' },
  { move: 'withdraw', from: ['SUPPLEMENTCHECKING'], to: 'CANCELSUPPLEMENTING', review: 'withdrawal' },
  {
    move: 'supplement',
    from: ['ISSUED'],
    to: 'SUPPLEMENTCHECKING',
    review: 'supplement',
    guard: multiDomainWithQuota,
  },
  {
    move: 'revoke',
    from: ['ISSUED'],
    to: 'REVOKING',
    review: 'revocation',
    guard: outsideRenewalPeriod,
    rule: 'renewal_period',
    effect: (_, __, { reason = '' }) => ({ revoke_reason: reason }),
  },
  {
    move: 'unsubscribe',
    from: ['PAID', 'REVOKED'],
    to: 'same',
    review: 'unsubscription',
    guard: withinSevenDaysOfPayment,
  },
  { move: 'delete', from: ['ISSUED', 'REVOKED', 'EXPIRED', 'UPLOAD'], to: 'gone' },
  { move: 'delete', from: ['PAID'], to: 'gone', only: isFree },
  { move: 'push', from: ['ISSUED', 'UPLOAD'], to: 'same', guard: keyIsHere },
  { move: 'download', from: ['ISSUED', 'UPLOAD', 'SUPPLEMENTCHECKING'], to: 'same' },
  {
    move: 'drop_privacy',
    from: ['PAID', 'ISSUED', 'UNPASSED', 'CANCELCHECKING', 'REVOKING', 'REVOKED', 'EXPIRED', 'CANCELSUPPLEMENTING'],
    to: 'same',
    guard: appliedFor,
    effect: clearPersonal,
  },

  { move: 'approve', from: ['UNPAID'], to: 'PAID', effect: (_, now) => ({ paid_at: now }) },
  { move: 'approve', from: ['CHECKING'], to: 'ISSUED', only: isDomainValidated, effect: issue },
  { move: 'approve', from: ['CHECKING'], to: 'CHECKING_ORG', only: organisationValidated, review: 'application' },
  { move: 'approve', from: ['CHECKING_ORG'], to: 'ISSUING', review: 'application' },
  { move: 'approve', from: ['ISSUING'], to: 'ISSUED', effect: issue },
  { move: 'approve', from: ['CANCELCHECKING'], to: 'PAID' },
  { move: 'approve', from: ['SUPPLEMENTCHECKING'], to: 'ISSUED', effect: addDomains },
  { move: 'approve', from: ['CANCELSUPPLEMENTING'], to: 'ISSUED' },
  { move: 'approve', from: ['REVOKING'], to: 'REVOKED', effect: (_, now) => ({ revoked_at: now }) },
  { move: 'approve', from: ['PAID', 'REVOKED'], to: 'gone', only: unsubscribing },

  { move: 'reject', from: ['UNPAID'], to: 'gone' },
  { move: 'reject', from: ['CHECKING', 'CHECKING_ORG', 'ISSUING'], to: 'UNPASSED' },
  { move: 'reject', from: ['CANCELCHECKING'], to: 'before', otherwise: 'CHECKING' },
  { move: 'reject', from: ['CANCELSUPPLEMENTING'], to: 'before', otherwise: 'SUPPLEMENTCHECKING' },
  { move: 'reject', from: ['SUPPLEMENTCHECKING'], to: 'ISSUED' },
  { move: 'reject', from: ['REVOKING'], to: 'ISSUED', effect: () => ({ revoke_reason: null }) },
  { move: 'reject', from: ['PAID', 'REVOKED'], to: 'same', only: unsubscribing },

  { move: 'expire', from: ['ISSUED', 'UPLOAD'], to: 'EXPIRED' },
]
