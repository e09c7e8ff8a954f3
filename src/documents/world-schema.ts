import { type Static, Type } from 'typebox'
import { BRANDS, CERTIFICATE_ID, DOMAIN_TYPES, STATUSES, TYPES } from '../domain/certificate.ts'
import { INSTANT } from '../domain/clock.ts'
import { DURATION } from '../domain/duration.ts'
import { REVIEW, REVIEWED } from '../domain/review.ts'
import { CRL_REASONS, type CrlReason } from '../pki/index.ts'
import { ACCOUNT_STATES } from '../store/worlds.ts'
import { Id, UserDocument } from '../worlds/users.ts'

const strict = { additionalProperties: false }
const text = (maxLength: number, description?: string) =>
  Type.Optional(Type.String({ maxLength, pattern: '^\\P{Surrogate}*$', ...(description && { description }) }))
const instant = Type.Optional(
  Type.String({ pattern: INSTANT, description: '2026-11-24T08:00:00Z, or +300d for one relative to now' }),
)

export const CertificateId = Type.String({
  pattern: CERTIFICATE_ID,
  description: 'scs and 13 digits',
  examples: ['scs1700000000001'],
})

const status = Type.Enum([...STATUSES])
const review = {
  of: Type.Enum([...REVIEWED]),
  setting: Type.String({ pattern: REVIEW, description: 'immediate, a duration such as 2s, reads:3, or manual' }),
  due: instant,
  reads: Type.Optional(Type.Integer({ minimum: 0 })),
  sans: text(4096),
}
const PlainReview = Type.Object(review, strict)

/** A review under way: what a snapshot keeps of it. */
export const ReviewDocument = Type.Object(
  {
    ...review,
    before: Type.Optional(Type.Object({ status, review: Type.Optional(PlainReview) }, strict)),
  },
  strict,
)
export type ReviewDocument = Static<typeof ReviewDocument>

/** What was filled in to apply for a certificate. */
export const ApplicationDocument = Type.Object(
  {
    csr: text(16_384),
    company_name: text(63),
    company_unit: text(63),
    company_province: text(63),
    company_city: text(63),
    country: text(2),
    applicant_name: text(100),
    applicant_phone: text(63),
    applicant_email: text(255),
    contact_name: text(63),
    contact_phone: text(63),
    contact_email: text(255),
    domain_method: Type.Optional(Type.Enum(['DNS', 'FILE', 'EMAIL'])),
    bl: Type.Optional(Type.Enum(['0', '1'])),
    tl: Type.Optional(Type.Enum(['0', '1'])),
  },
  strict,
)

/** A certificate to be placed in a world; what is left out gets a value that fits the status. */
export const CertificateDocument = Type.Object(
  {
    id: Type.Optional(CertificateId),
    status: Type.Optional(status),
    type: Type.Optional(Type.Enum([...TYPES])),
    brand: Type.Optional(Type.Enum([...BRANDS])),
    domain_type: Type.Optional(Type.Enum([...DOMAIN_TYPES])),
    domain: text(255),
    sans: text(64_000, 'further domains, joined with ;'),
    domain_count: Type.Optional(Type.Integer({ minimum: 1, maximum: 250 })),
    wildcard_count: Type.Optional(Type.Integer({ minimum: 0, maximum: 250 })),
    validity_period: Type.Optional(Type.Integer({ minimum: 1, maximum: 120, description: 'months' })),
    name: text(255),
    description: text(255),
    order_id: text(36),
    encrypt_type: text(64),
    multi_domain_type: Type.Optional(Type.Union([Type.Enum(['primary_single', 'primary_wildcard']), Type.Null()])),
    enterprise_project_id: text(36),
    push_support: Type.Optional(Type.Enum(['ON', 'OFF'])),
    dns_push_status: Type.Optional(Type.Enum(['ON', 'OFF', 'NONE'])),
    revoke_reason: text(63),
    paid_at: instant,
    issue_time: instant,
    not_before: instant,
    not_after: instant,
    revoked_at: instant,
    updated_at: instant,
    review: Type.Optional(ReviewDocument),
    auth: Type.Optional(
      Type.Array(
        Type.Object(
          {
            method: Type.String(),
            status: Type.String(),
            domain_name: Type.String(),
            host_record: Type.String(),
            record_type: Type.String(),
            record: Type.String(),
          },
          strict,
        ),
      ),
    ),
    application: Type.Optional(ApplicationDocument),
  },
  { ...strict, examples: [{ status: 'ISSUED', domain: 'www.example.com', not_after: '+20d' }, { status: 'UPLOAD' }] },
)
export type CertificateDocument = Static<typeof CertificateDocument>

/** How a world's revocations show outside: the reason of RFC 5280 that stands for a text, and how late. */
export const RevocationDocument = Type.Object(
  {
    reasons: Type.Optional(Type.Record(Type.String(), Type.Enum(Object.keys(CRL_REASONS) as CrlReason[]))),
    publication_lag: Type.Optional(Type.String({ pattern: `^${DURATION}$`, description: 'a duration such as 1h' })),
  },
  strict,
)
export type RevocationDocument = Static<typeof RevocationDocument>

/** A world as a document: what fixtures and the control call that makes one have in common. */
export const WorldDocument = Type.Object(
  {
    version: Type.Optional(Type.Enum([1], { description: 'of this document' })),
    project_id: Type.Optional(Id),
    name: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$', description: "the project's name" })),
    account: Type.Optional(
      Type.Object(
        {
          id: Type.Optional(Id),
          name: Type.Optional(Type.String({ minLength: 1, maxLength: 64, pattern: '^\\P{Surrogate}*$' })),
          state: Type.Optional(Type.Enum([...ACCOUNT_STATES])),
        },
        strict,
      ),
    ),
    review: Type.Optional(
      Type.String({ pattern: REVIEW, description: 'immediate, a duration such as 2s, reads:3, or manual' }),
    ),
    throttle: Type.Optional(
      Type.String({
        pattern: `^[1-9][0-9]{0,6}/(?=.*[1-9])${DURATION}$`,
        description: 'requests per duration, such as 10/1s',
      }),
    ),
    revocation: Type.Optional(RevocationDocument),
    journal: Type.Optional(
      Type.Object({ limit: Type.Integer({ minimum: 0, maximum: 100_000, description: 'entries kept' }) }, strict),
    ),
    clock: Type.Optional(Type.Object({ now: instant, frozen: Type.Optional(Type.Boolean()) }, strict)),
    users: Type.Optional(Type.Array(UserDocument, { maxItems: 100 })),
    certificates: Type.Optional(Type.Array(CertificateDocument)),
    foreign_certificates: Type.Optional(Type.Array(CertificateId)),
    retired_certificates: Type.Optional(Type.Array(CertificateId)),
  },
  {
    ...strict,
    examples: [
      {},
      {
        review: 'manual',
        clock: { now: '2026-11-24T08:00:00Z', frozen: true },
        users: [{ name: 'reader', policies: ['SCM ReadOnlyAccess'] }],
        certificates: [{ status: 'ISSUED', domain: 'www.example.com', not_after: '+60d' }, { status: 'UPLOAD' }],
      },
    ],
  },
)
export type WorldDocument = Static<typeof WorldDocument>

/** A fixture file. */
export const Fixture = Type.Object({ worlds: Type.Array(WorldDocument) }, strict)
export type Fixture = Static<typeof Fixture>
