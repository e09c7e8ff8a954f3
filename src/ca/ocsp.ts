import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { withinCalendar } from '../domain/clock.ts'
import { DAY } from '../domain/duration.ts'
import type { CrlReason } from '../domain/revocation.ts'
import { type CertificateAnswer, loadPki, type OcspQuestion, type Pki, PkiError } from '../pki/index.ts'
import type { Store } from '../store/store.ts'
import type { Authorities } from './authority.ts'
import { bringUpToDate } from './due.ts'
import { type AtWorld, crlReason, publishedUntil } from './publication.ts'

/** How long an answer is valid, in milliseconds. */
const VALIDITY = DAY

/** The most that all cached answers may take, in bytes, and one request: anybody can ask, without credentials. */
const LIMITS = { maxSize: 32 * 1024 * 1024, maxEntrySize: 256 * 1024 }

/** A parsed request takes about this many times its length (measured: 84 KB took 1.3 MB). */
const TAKEN_APART = 16

/** What is kept of a request: what it asks, and the last answer with what that depends on. */
interface Kept {
  readonly question: OcspQuestion
  readonly depends: string
  readonly response: Buffer
}

type Status = Pick<CertificateAnswer, 'status'> & { revoked_at?: number; reason?: CrlReason }

/** Answers OCSP requests for all worlds. */
export function createResponder(store: Store, authorities: Authorities) {
  const kept = new LRUCache<string, Kept>(LIMITS)

  /** The answer to an OCSP request, DER; for a request that is none, or not for this CA, the answer that says so. */
  async function answer(at: AtWorld, request: Buffer): Promise<Buffer> {
    const { project_id } = at.world
    const [pki, authority] = await Promise.all([loadPki(), authorities.open(project_id)])
    const { issuer } = authority.issuing
    const key = `${project_id}/${createHash('sha256').update(request).digest('base64url')}`
    const last = kept.get(key)
    const question = last?.question ?? read(pki, request)
    if (!question) return pki.createOcspError('malformedRequest')
    const { requests, nonce } = question
    if (!requests.every((one) => pki.isFor(issuer, one))) return pki.createOcspError('unauthorized')
    await bringUpToDate({ store, ...at })
    const statuses = requests.map(({ serial }) => statusOf(at, serial))
    // Without a nonce one answer serves all who ask within a minute.
    const this_update = Math.floor(at.now / 60_000) * 60_000
    const depends = `${this_update} ${JSON.stringify(statuses)}`
    if (last?.depends === depends) return last.response
    const responses = requests.map(({ id }, index) => {
      const status = statuses[index] as Status
      // What was revoked within this minute was not at its beginning.
      const since = Math.max(this_update, status.revoked_at ?? 0)
      return {
        id,
        ...status,
        this_update: since,
        next_update: withinCalendar(this_update + VALIDITY),
      } as CertificateAnswer
    })
    const produced_at = Math.max(...responses.map((response) => response.this_update))
    const response = pki.createOcspResponse({ issuer, produced_at, responses, nonce })
    const size = request.length * TAKEN_APART + depends.length + response.length
    if (!nonce) kept.set(key, { question, depends, response }, { size })
    return response
  }

  /** A certificate that is being revoked is good; it is revoked once the CA has approved, and that was published. */
  function statusOf(at: AtWorld, serial: string): Status {
    const entry = store.pki.issued(at.world.project_id, serial)
    if (!entry) return { status: 'unknown' }
    if (entry.revoked_at === null || entry.revoked_at > publishedUntil(at)) return { status: 'good' }
    return { status: 'revoked', revoked_at: entry.revoked_at, reason: crlReason(at.world, entry.reason) }
  }

  return {
    answer,
    status: statusOf,
    forget(project_id: string): void {
      for (const key of kept.keys()) if (key.startsWith(`${project_id}/`)) kept.delete(key)
    },
  }
}

function read({ parseOcspRequest }: Pki, request: Buffer): OcspQuestion | undefined {
  try {
    return parseOcspRequest(request)
  } catch (error) {
    if (error instanceof PkiError) return undefined
    throw error
  }
}
