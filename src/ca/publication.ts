import { milliseconds } from '../domain/duration.ts'
import type { CrlReason } from '../domain/revocation.ts'
import type { World } from '../store/worlds.ts'

/** A world and its time, for its CA. */
export interface AtWorld {
  readonly world: World
  readonly now: number
}

/** Until when a revocation must have happened to be known outside: CRL and OCSP lag behind by the same. */
export function publishedUntil({ world, now }: AtWorld): number {
  return now - milliseconds(world.revocation.publication_lag ?? '0s')
}

/**
 * The reason of RFC 5280 that stands for the free text given to the service. The mapping is ours: the first of the world's
 * texts that the reason contains, in any letter case; `unspecified` where none does.
 */
export function crlReason({ revocation }: World, reason: string | null): CrlReason {
  const given = (reason ?? '').toLowerCase()
  const [, found = 'unspecified'] =
    Object.entries(revocation.reasons ?? {}).find(([part]) => given.includes(part.toLowerCase())) ?? []
  return found
}
