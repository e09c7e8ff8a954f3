import { LRUCache } from 'lru-cache'
import { withinCalendar } from '../domain/clock.ts'
import { DAY } from '../domain/duration.ts'
import { loadPki, toPem } from '../pki/index.ts'
import type { Store } from '../store/store.ts'
import type { World } from '../store/worlds.ts'
import type { Authorities } from './authority.ts'
import { bringUpToDate } from './due.ts'
import { type AtWorld, crlReason, publishedUntil } from './publication.ts'

/** A CRL, and when it was made and the next one comes, by the world's clock. */
export interface Crl {
  readonly der: Buffer
  readonly pem: string
  readonly number: number
  readonly this_update: number
  readonly next_update: number
  /** From when on it is no longer the whole truth although nothing has changed: something more is published then. */
  readonly outdated_at: number
  /** What the ledger, and the world's mapping of reasons, were when it was made. */
  readonly revision: number
  readonly reasons: string
}

export type CaKind = 'issuing' | 'root'

/** How long a list is valid, in milliseconds. */
const VALIDITY = DAY

/** How many lists are cached; a dropped one is made again, with the next number. */
const KEPT = 1_000

/** The lists of all worlds' revocations: made again where something was published since, or the last one has run out. */
export function createCrls(store: Store, authorities: Authorities) {
  const lists = new LRUCache<string, Promise<Crl>>({ max: KEPT })
  const keyOf = (project_id: string, kind: CaKind) => `${project_id}/${kind}`

  /** A CRL of a world at its time. */
  async function current(at: AtWorld, kind: CaKind = 'issuing'): Promise<Crl> {
    const { project_id } = at.world
    await bringUpToDate({ store, ...at })
    const key = keyOf(project_id, kind)
    const before = lists.get(key)
    const last = await before
    if (last && isCurrent(last, at)) return last
    // Concurrent callers share one list.
    const other = lists.get(key)
    if (other && other !== before) return other
    const made = make(at, kind)
    lists.set(key, made)
    // A failed attempt may succeed next time.
    made.catch(() => {
      if (lists.peek(key) === made) lists.delete(key)
    })
    return made
  }

  function isCurrent(list: Crl, at: AtWorld): boolean {
    return (
      list.revision === store.pki.revision(at.world.project_id) &&
      list.reasons === mappingOf(at.world) &&
      list.this_update <= at.now &&
      at.now < list.next_update &&
      publishedUntil(at) < list.outdated_at
    )
  }

  async function make(at: AtWorld, kind: CaKind): Promise<Crl> {
    const { world, now } = at
    const { project_id } = world
    const [{ createCrl }, authority] = await Promise.all([loadPki(), authorities.open(project_id)])
    const number = await store.write(() => store.pki.nextCrlNumber(project_id))
    const revision = store.pki.revision(project_id)
    const published = publishedUntil(at)
    const [this_update, next_update] = [now, withinCalendar(now + VALIDITY)]
    // The root has issued nothing but the issuing CA.
    const entries = kind === 'root' ? [] : store.pki.revoked(project_id, published)
    const revoked = entries.map(({ serial, revoked_at, reason }) => ({
      serial,
      revoked_at: revoked_at ?? now,
      reason: crlReason(world, reason),
    }))
    const outdated_at = store.pki.nextRevocation(project_id, published) ?? Number.POSITIVE_INFINITY
    const der = await createCrl({ issuer: authority[kind].issuer, number, this_update, next_update, revoked })
    const pem = toPem(der, 'X509 CRL')
    return { der, pem, number, this_update, next_update, outdated_at, revision, reasons: mappingOf(world) }
  }

  return {
    current,
    forget(project_id: string): void {
      for (const kind of ['issuing', 'root'] as const) lists.delete(keyOf(project_id, kind))
    },
  }
}

const mappingOf = ({ revocation }: World) => JSON.stringify(revocation.reasons ?? {})
