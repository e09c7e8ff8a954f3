import { read } from '../domain/clock.ts'
import { DAY, milliseconds } from '../domain/duration.ts'
import { type CertificateAnswer, type CrlReason, loadPki, PkiError, toPem } from '../pki/index.ts'
import type { World } from '../store/projects.ts'
import type { Store } from '../store/store.ts'
import { openAuthority } from './authority.ts'
import { settleAll } from './settle.ts'

/** A CRL, and when it was made and the next one comes, by the world's clock. */
export interface Crl {
  readonly der: Buffer
  readonly pem: string
  readonly number: number
  readonly this_update: number
  readonly next_update: number
  /** What the ledger said when it was made. */
  readonly state: string
}

/** How long an answer or a list is good for. */
const VALIDITY = DAY

/** What is kept, by world: the last list, and answers that were signed. */
interface Kept {
  crl?: Promise<Crl>
  readonly answers: Map<string, Buffer>
}

/** As many signed answers are kept for a world. */
const ANSWERS = 10_000

const kept = new WeakMap<Store, Map<string, Kept>>()

function keptOf(store: Store, project_id: string): Kept {
  const worlds = kept.get(store) ?? new Map<string, Kept>()
  kept.set(store, worlds)
  const entry = worlds.get(project_id) ?? { answers: new Map() }
  worlds.set(project_id, entry)
  return entry
}

/** Forgets what is kept of a world that is gone. */
export function forgetRevocations(store: Store, project_id: string): void {
  kept.get(store)?.delete(project_id)
}

/** The world's CRL at its time: made again where something was published since, or the old one has run out. */
export async function currentCrl(store: Store, world: World): Promise<Crl> {
  const { now, published } = await settled(store, world)
  const state = store.pki.revokedState(world.project_id, published)
  const entry = keptOf(store, world.project_id)
  const last = await entry.crl
  if (last?.state === state && last.this_update <= now && now < last.next_update) return last
  // Whoever asks at the same time gets the same list.
  if (entry.crl === undefined || (await entry.crl) === last) entry.crl = makeCrl(store, world, now, published, state)
  return entry.crl
}

async function makeCrl(store: Store, world: World, now: number, published: number, state: string): Promise<Crl> {
  const { project_id } = world
  const [{ createCrl }, { issuer }] = await Promise.all([loadPki(), openAuthority(store, project_id)])
  const number = await store.write(() => store.pki.nextCrlNumber(project_id))
  const [this_update, next_update] = [now, now + VALIDITY]
  const revoked = store.pki.revoked(project_id, published).map(({ serial, revoked_at, reason }) => ({
    serial,
    revoked_at: revoked_at ?? now,
    reason: reasonOf(world, reason),
  }))
  const der = await createCrl({ issuer, number, this_update, next_update, revoked })
  return { der, pem: toPem(der, 'X509 CRL'), number, this_update, next_update, state }
}

/** The answer to an OCSP request, DER; for a request that is none, or not for this CA, the answer that says so. */
export async function answerOcsp(store: Store, world: World, request: Buffer): Promise<Buffer> {
  const [pki, { issuer }] = await Promise.all([loadPki(), openAuthority(store, world.project_id)])
  const question = readQuestion(pki, request)
  if (!question) return pki.createOcspError('malformedRequest')
  const { now, published } = await settled(store, world)
  const { requests, nonce } = question
  if (!requests.every((asked) => pki.isFor(issuer, asked))) return pki.createOcspError('unauthorized')
  // Without a nonce one answer serves all who ask within a minute.
  const this_update = Math.floor(now / 60_000) * 60_000
  const next_update = this_update + VALIDITY
  const responses = requests.map(
    ({ id, serial }): CertificateAnswer => ({
      id,
      this_update,
      next_update,
      ...statusOf(store, world, serial, published),
    }),
  )
  const sign = () => pki.createOcspResponse({ issuer, produced_at: this_update, responses, nonce })
  if (nonce) return sign()
  const { answers } = keptOf(store, world.project_id)
  const key = `${request.toString('base64')} ${this_update} ${JSON.stringify(responses.map(({ status }) => status))}`
  const known = answers.get(key) ?? sign()
  if (answers.size >= ANSWERS) answers.clear()
  answers.set(key, known)
  return known
}

function readQuestion({ parseOcspRequest }: Awaited<ReturnType<typeof loadPki>>, request: Buffer) {
  try {
    return parseOcspRequest(request)
  } catch (error) {
    if (error instanceof PkiError) return undefined
    throw error
  }
}

/** A certificate that is being revoked is good; it is revoked once the CA has approved, and that was published. */
function statusOf(store: Store, world: World, serial: string, published: number) {
  const entry = store.pki.issued(world.project_id, serial)
  if (!entry) return { status: 'unknown' as const }
  if (entry.revoked_at === null || entry.revoked_at > published) return { status: 'good' as const }
  return { status: 'revoked' as const, revoked_at: entry.revoked_at, reason: reasonOf(world, entry.reason) }
}

/** What is due has happened; what was revoked by `published` is known outside. */
async function settled(store: Store, world: World): Promise<{ now: number; published: number }> {
  const now = read(world)
  if (store.certificates.due(world.project_id, now).length > 0) {
    await store.write(() => settleAll(store, world.project_id, now))
  }
  return { now, published: now - milliseconds(world.revocation.publication_lag ?? '0s') }
}

/**
 * The reason of RFC 5280 that stands for the free text given to the service. The mapping is ours: the first of the world's
 * texts that the reason contains, in any letter case; `unspecified` where none does.
 */
function reasonOf({ revocation }: World, text: string | null): CrlReason {
  const given = (text ?? '').toLowerCase()
  const [, reason = 'unspecified'] =
    Object.entries(revocation.reasons ?? {}).find(([part]) => given.includes(part.toLowerCase())) ?? []
  return reason as CrlReason
}
