import { Type } from 'typebox'
import { ACCOUNT_STATES, type AccountState } from '../domain/account.ts'
import { type Sides, sidesOf } from '../domain/contested.ts'
import type { RevocationSettings } from '../domain/revocation.ts'
import { schema } from '../domain/schema.ts'
import { UPLOAD_CHAINS, type UploadChain } from '../domain/upload-chain.ts'
import { CertificateView } from './certificate.ts'
import { ClockState } from './clock.ts'
import { CONTENTS, type Contents } from './contents.ts'
import { CertificateId } from './fields.ts'
import { RevocationDocument } from './world.ts'

/** A world's state, without its identity: the `WorldDocument` that brings this world, or another, into it. */
export interface Snapshot extends Contents {
  /** Of this document. */
  version: 1
  review: string
  purchase: string
  language: Sides['language']
  duplicate_check: Sides['duplicate_check']
  upload_chain: UploadChain
  throttle?: string
  journal: { limit: number }
  revocation: RevocationSettings
  account: { state: AccountState }
  clock: ClockState
  certificates: CertificateView[]
  /** Ids of certificates that belong to somebody else. */
  foreign_certificates: string[]
  /** Ids of certificates that were here and are gone. */
  retired_certificates: string[]
}

const EXAMPLE: Snapshot = {
  version: 1,
  review: '2s',
  purchase: 'immediate',
  language: 'en-us',
  duplicate_check: 'true-refuses',
  upload_chain: 'optional',
  journal: { limit: 1000 },
  revocation: {},
  account: { state: 'active' },
  clock: { now: '2026-11-24T08:00:00.000Z', frozen: false },
  certificates: [],
  foreign_certificates: ['scs1700000000101'],
  retired_certificates: [],
  tags: [],
  pushes: [],
  deployments: [],
  notices: [],
  uploads: [],
  csrs: [],
  faults: [],
  events: [],
  window: null,
}

export const Snapshot = schema<Snapshot>()(
  Type.Object(
    {
      version: Type.Literal(1),
      review: Type.String(),
      purchase: Type.String(),
      language: Type.Enum(sidesOf('language')),
      duplicate_check: Type.Enum(sidesOf('duplicate_check')),
      upload_chain: Type.Enum([...UPLOAD_CHAINS]),
      throttle: Type.Optional(Type.String()),
      journal: Type.Object({ limit: Type.Integer() }),
      revocation: RevocationDocument,
      account: Type.Object({ state: Type.Enum([...ACCOUNT_STATES]) }),
      clock: ClockState,
      certificates: Type.Array(CertificateView),
      foreign_certificates: Type.Array(CertificateId),
      retired_certificates: Type.Array(CertificateId),
      ...CONTENTS,
    },
    { examples: [EXAMPLE] },
  ),
)
