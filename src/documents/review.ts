import { Type } from 'typebox'
import { STATUSES, type Status } from '../domain/certificate.ts'
import type { Decision } from '../domain/lifecycle.ts'
import { REVIEW, REVIEWED } from '../domain/review.ts'
import { schema } from '../domain/schema.ts'
import { CertificateId, strict, WELL_FORMED, WrittenInstant } from './fields.ts'

/** How a CA reviews. */
export const ReviewSetting = Type.String({
  pattern: REVIEW,
  description: 'immediate, a duration such as 2s, reads:3, or manual',
})

/** What was before a withdrawal, or waits to be decided. */
interface PlainReview {
  of: (typeof REVIEWED)[number]
  /** `immediate`, a duration such as `2s`, `reads:3`, or `manual`. */
  setting: string
  /** The instant at which the CA decides. */
  due?: string
  /** How often the state is still seen before the CA decides. */
  reads?: number
  /** The domains that a supplement adds, joined with `;`. */
  sans?: string
}

/** A review under way. */
export interface ReviewDocument extends PlainReview {
  /** What the refusal of a withdrawal brings back. */
  before?: { status: Status; review?: PlainReview }
}

const plain = {
  of: Type.Enum([...REVIEWED]),
  setting: ReviewSetting,
  due: Type.Optional(WrittenInstant),
  reads: Type.Optional(Type.Integer({ minimum: 0 })),
  sans: Type.Optional(Type.String({ maxLength: 4096, pattern: WELL_FORMED })),
}

const Before = Type.Object(
  { status: Type.Enum([...STATUSES]), review: Type.Optional(schema<PlainReview>()(Type.Object(plain, strict))) },
  strict,
)

export const ReviewDocument = schema<ReviewDocument>()(Type.Object({ ...plain, before: Type.Optional(Before) }, strict))

/** What the CA is to decide. */
export interface ReviewDecision {
  decision: Decision
}

export const ReviewDecision = schema<ReviewDecision>()(
  Type.Object({ decision: Type.Enum(['approve', 'reject']) }, { ...strict, examples: [{ decision: 'approve' }] }),
)

/** What became of a certificate that was reviewed. */
export interface Reviewed {
  id: string
  /** Null where the certificate is gone. */
  status: Status | null
}

export const Reviewed = schema<Reviewed>()(
  Type.Object(
    {
      id: CertificateId,
      status: Type.Union([Type.Enum([...STATUSES]), Type.Null()], {
        description: 'null where the certificate is gone',
      }),
    },
    { examples: [{ id: 'scs1700000000001', status: 'REVOKED' }] },
  ),
)
