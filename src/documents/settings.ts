import { Type } from 'typebox'
import { ACCOUNT_STATES, type AccountState } from '../domain/account.ts'
import { type Sides, sidesOf } from '../domain/contested.ts'
import type { RevocationSettings } from '../domain/revocation.ts'
import { schema } from '../domain/schema.ts'
import { UPLOAD_CHAINS, type UploadChain } from '../domain/upload-chain.ts'
import { ClockState } from './clock.ts'
import { Id, Instant } from './fields.ts'
import { UserPolicy } from './user.ts'
import { RevocationDocument } from './world.ts'

/** The settings of a world, as the emulator shows them. */
export interface WorldSettings {
  project_id: string
  name: string
  account: { id: string; name: string; state: AccountState }
  review: string
  purchase: string
  language: Sides['language']
  duplicate_check: Sides['duplicate_check']
  upload_chain: UploadChain
  throttle: string | null
  journal: { limit: number }
  revocation: RevocationSettings
  /** When it is dropped, by the machine's time; null: never. */
  expires_at: string | null
  clock: ClockState
  users: { id: string; name: string; policies: UserPolicy[] }[]
  /** How many. */
  certificates: number
}

const SETTINGS: WorldSettings = {
  project_id: '0f5181caba0024e72f89c0045e707b91',
  name: 'cn-north-4',
  account: { id: 'd0e1a2b3c4d54e6f8a9b0c1d2e3f4a5b', name: 'demo-account', state: 'active' },
  review: '2s',
  purchase: 'immediate',
  language: 'en-us',
  duplicate_check: 'true-refuses',
  upload_chain: 'optional',
  throttle: null,
  journal: { limit: 1000 },
  revocation: {},
  expires_at: null,
  clock: { now: '2026-11-24T08:00:00.000Z', frozen: false },
  users: [{ id: '5f1e2d3c4b5a49688776655443322110', name: 'demo', policies: ['SCM FullAccess'] }],
  certificates: 16,
}

export const WorldSettings = schema<WorldSettings>()(
  Type.Object(
    {
      project_id: Id,
      name: Type.String(),
      account: Type.Object({ id: Id, name: Type.String(), state: Type.Enum([...ACCOUNT_STATES]) }),
      review: Type.String(),
      purchase: Type.String(),
      language: Type.Enum(sidesOf('language')),
      duplicate_check: Type.Enum(sidesOf('duplicate_check')),
      upload_chain: Type.Enum([...UPLOAD_CHAINS]),
      throttle: Type.Union([Type.String(), Type.Null()]),
      journal: Type.Object({ limit: Type.Integer() }),
      revocation: RevocationDocument,
      expires_at: Type.Union([Instant, Type.Null()], { description: "when it is dropped, by the machine's time" }),
      clock: ClockState,
      users: Type.Array(Type.Object({ id: Id, name: Type.String(), policies: Type.Array(UserPolicy) })),
      certificates: Type.Integer({ description: 'how many' }),
    },
    { examples: [SETTINGS] },
  ),
)
