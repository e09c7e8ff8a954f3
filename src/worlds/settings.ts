import type { WorldSettings } from '../documents/world.ts'
import { iso, read } from '../domain/clock.ts'
import type { Store } from '../store/store.ts'
import type { World } from '../store/worlds.ts'

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
    revocation: world.revocation,
    clock: { now: iso(read(world)), frozen: world.clock_frozen_at !== null },
    users: identities.users(project_id).map((user) => ({ id: user.user_id, name: user.name, policies: user.policies })),
    certificates: certificates.count(project_id),
  }
}
