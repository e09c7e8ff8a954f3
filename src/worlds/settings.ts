import type { Context } from '../ca/context.ts'
import type { WorldSettings } from '../documents/settings.ts'
import { iso } from '../domain/clock.ts'
import { showClock } from './clock.ts'

/** What is set in a world, who its users are, and how many certificates it has: no secrets. */
export function showSettings({ store, world, now }: Pick<Context, 'store' | 'world' | 'now'>): WorldSettings {
  const { project_id, name, throttle, journal_limit, revocation, expires_at } = world
  const users = store.identities.users(project_id)
  return {
    project_id,
    name,
    account: { id: world.domain_id, name: world.domain_name, state: world.account_state },
    review: world.review,
    purchase: world.purchase,
    language: world.language,
    duplicate_check: world.duplicate_check,
    upload_chain: world.upload_chain,
    throttle,
    journal: { limit: journal_limit },
    revocation,
    expires_at: expires_at === null ? null : iso(expires_at),
    clock: showClock({ world, now }),
    users: users.map(({ user_id, name, policies }) => ({ id: user_id, name, policies })),
    certificates: store.certificates.count(project_id),
  }
}
