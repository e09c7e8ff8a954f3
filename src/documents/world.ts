import { Type } from 'typebox'
import { ACCOUNT_STATES, type AccountState } from '../domain/account.ts'
import { type Sides, sidesOf } from '../domain/contested.ts'
import { DURATION } from '../domain/duration.ts'
import { CRL_REASONS, type CrlReason, type RevocationSettings } from '../domain/revocation.ts'
import { schema } from '../domain/schema.ts'
import { UPLOAD_CHAINS, type UploadChain } from '../domain/upload-chain.ts'
import { CertificateDocument } from './certificate.ts'
import { CONTENTS, type Contents } from './contents.ts'
import { CertificateId, duration, Id, strict, WELL_FORMED, WrittenInstant } from './fields.ts'
import { ReviewSetting } from './review.ts'
import { UserDocument } from './user.ts'

/** A world: an account with one project, its users and certificates. All of it may be left out. */
export interface WorldDocument extends Partial<Contents> {
  /** Of this document. */
  version?: 1
  /** 32 hexadecimal digits. */
  project_id?: string
  /** The project's name; `cn-north-4` unless given. */
  name?: string
  account?: { id?: string; name?: string; state?: AccountState }
  /** How its CA reviews: `immediate`, a duration such as `2s`, `reads:3`, or `manual`. */
  review?: string
  /** How long it takes until what is bought is PAID: `immediate`, a duration, `reads:3`, or `manual`. */
  purchase?: string
  /** The language of messages where a client sends no X-Language. */
  language?: Sides['language']
  /** Which `duplicate_check` of an import refuses a certificate that is there already. */
  duplicate_check?: Sides['duplicate_check']
  /** Whether an upload needs the chain of its certificate. */
  upload_chain?: UploadChain
  /** Requests per duration, such as `10/1s`. */
  throttle?: string
  revocation?: RevocationSettings
  journal?: {
    /** Entries kept. */
    limit: number
  }
  /** How long it lives, by the machine's time and not its own, such as `2h`: then it is dropped. For ever unless given. */
  expires_in?: string
  clock?: { now?: string; frozen?: boolean }
  users?: UserDocument[]
  certificates?: CertificateDocument[]
  /** Ids of certificates that belong to somebody else. */
  foreign_certificates?: string[]
  /** Ids of certificates that were here and are gone. */
  retired_certificates?: string[]
}

const state = Type.Enum([...ACCOUNT_STATES])

/** How a world's revocations show outside: the reason of RFC 5280 that stands for a text, and how late. */
export const RevocationDocument = schema<RevocationSettings>()(
  Type.Object(
    {
      reasons: Type.Optional(Type.Record(Type.String(), Type.Enum(Object.keys(CRL_REASONS) as CrlReason[]))),
      publication_lag: Type.Optional(duration('a duration such as 1h')),
    },
    strict,
  ),
)

const throttle = Type.String({
  pattern: `^[1-9][0-9]{0,6}/(?=.*[1-9])${DURATION}$`,
  description: 'requests per duration, such as 10/1s',
})
const journal = Type.Optional(
  Type.Object({ limit: Type.Integer({ minimum: 0, maximum: 100_000, description: 'entries kept' }) }, strict),
)
const expires_in = Type.String({
  pattern: `^(?=.*[1-9])${DURATION}$`,
  description: "how long the world lives, by the machine's time and not its own, such as 2h: then it is dropped",
})
/** How many certificates one document may hold: making them blocks the event loop. */
const MOST = 20_000

const users = Type.Optional(Type.Array(UserDocument, { maxItems: 100 }))

const Account = Type.Object(
  {
    id: Type.Optional(Id),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 64, pattern: WELL_FORMED })),
    state: Type.Optional(state),
  },
  strict,
)

const Behaviour = {
  purchase: Type.Optional(ReviewSetting),
  language: Type.Optional(Type.Enum(sidesOf('language'))),
  duplicate_check: Type.Optional(Type.Enum(sidesOf('duplicate_check'))),
  upload_chain: Type.Optional(Type.Enum([...UPLOAD_CHAINS])),
}

const WORLDS: WorldDocument[] = [
  {},
  {
    review: 'manual',
    clock: { now: '2026-11-24T08:00:00Z', frozen: true },
    users: [{ name: 'reader', policies: ['SCM ReadOnlyAccess'] }],
    certificates: [{ status: 'ISSUED', domain: 'www.example.com', not_after: '+60d' }, { status: 'UPLOAD' }],
  },
]

export const WorldDocument = schema<WorldDocument>()(
  Type.Object(
    {
      version: Type.Optional(Type.Enum([1], { description: 'of this document' })),
      project_id: Type.Optional(Id),
      name: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$', description: "the project's name" })),
      account: Type.Optional(Account),
      review: Type.Optional(ReviewSetting),
      ...Behaviour,
      throttle: Type.Optional(throttle),
      revocation: Type.Optional(RevocationDocument),
      journal,
      expires_in: Type.Optional(expires_in),
      clock: Type.Optional(
        Type.Object({ now: Type.Optional(WrittenInstant), frozen: Type.Optional(Type.Boolean()) }, strict),
      ),
      users,
      certificates: Type.Optional(Type.Array(CertificateDocument, { maxItems: MOST })),
      foreign_certificates: Type.Optional(Type.Array(CertificateId, { maxItems: MOST })),
      retired_certificates: Type.Optional(Type.Array(CertificateId, { maxItems: 5 * MOST })),
      ...Type.Partial(Type.Object(CONTENTS)).properties,
    },
    { ...strict, examples: WORLDS },
  ),
)

/** A fixture file. */
export interface Fixture {
  worlds: WorldDocument[]
}

export const Fixture = schema<Fixture>()(
  Type.Object({ worlds: Type.Array(WorldDocument, { maxItems: 10_000 }) }, strict),
)

/** What can be changed of a world. A user that is there is changed, another is added; no throttle is `null`. */
export interface WorldChange
  extends Pick<
    WorldDocument,
    'review' | 'purchase' | 'language' | 'duplicate_check' | 'upload_chain' | 'journal' | 'revocation' | 'users'
  > {
  throttle?: string | null
  /** From now on; null: for ever. */
  expires_in?: string | null
  account?: { state: AccountState }
}

export const WorldChange = schema<WorldChange>()(
  Type.Object(
    {
      review: Type.Optional(ReviewSetting),
      ...Behaviour,
      throttle: Type.Optional(Type.Union([throttle, Type.Null()])),
      journal,
      expires_in: Type.Optional(Type.Union([expires_in, Type.Null()])),
      revocation: Type.Optional(RevocationDocument),
      account: Type.Optional(Type.Object({ state }, strict)),
      users,
    },
    {
      additionalProperties: false,
      minProperties: 1,
      examples: [{ throttle: '2/1s' }, { review: 'manual', account: { state: 'frozen' } }],
    },
  ),
)
