import { type Static, Type } from 'typebox'
import { RevocationDocument } from '../documents/world-schema.ts'
import { iso, read } from '../domain/clock.ts'
import type { Store } from '../store/store.ts'
import { ACCOUNT_STATES, type World } from '../store/worlds.ts'
import { ClockState } from './clock.ts'
import { Id, PolicyDocument } from './users.ts'

/** The settings of a world, as the emulator shows them: no secrets. */
export const WorldSettings = Type.Object(
  {
    project_id: Id,
    name: Type.String(),
    account: Type.Object({ id: Id, name: Type.String(), state: Type.Enum([...ACCOUNT_STATES]) }),
    review: Type.String(),
    throttle: Type.Union([Type.String(), Type.Null()]),
    journal: Type.Object({ limit: Type.Integer() }),
    revocation: RevocationDocument,
    clock: ClockState,
    users: Type.Array(Type.Object({ id: Id, name: Type.String(), policies: Type.Array(PolicyDocument) })),
    certificates: Type.Integer({ description: 'how many' }),
  },
  {
    examples: [
      {
        ...{ project_id: '0f5181caba0024e72f89c0045e707b91', name: 'cn-north-4' },
        account: { id: 'd0e1a2b3c4d54e6f8a9b0c1d2e3f4a5b', name: 'demo-account', state: 'active' },
        ...{ review: '2s', throttle: null, journal: { limit: 1000 }, revocation: {} },
        clock: { now: '2026-11-24T08:00:00.000Z', frozen: false },
        users: [{ id: '5f1e2d3c4b5a49688776655443322110', name: 'demo', policies: ['SCM FullAccess'] }],
        certificates: 16,
      },
    ],
  },
)
export type WorldSettings = Static<typeof WorldSettings>

/** What is set in a world, who its users are, and how many certificates it has. */
export function showSettings({ identities, certificates }: Store, world: World): WorldSettings {
  const { project_id, name, review, throttle, journal_limit } = world
  return {
    project_id,
    name,
    account: { id: world.domain_id, name: world.domain_name, state: world.account_state },
    review,
    throttle,
    journal: { limit: journal_limit },
    revocation: revocationOf(world),
    clock: { now: iso(read(world)), frozen: world.clock_frozen_at !== null },
    users: identities.users(project_id).map((user) => ({ id: user.user_id, name: user.name, policies: user.policies })),
    certificates: certificates.count(project_id),
  }
}

/** How revocations show, as the document said it from which it was kept. */
export function revocationOf({ revocation }: World): RevocationDocument {
  return revocation as RevocationDocument
}
