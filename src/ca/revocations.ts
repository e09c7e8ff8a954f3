import { read } from '../domain/clock.ts'
import { DAY, milliseconds } from '../domain/duration.ts'
import type { CrlReason } from '../domain/revocation.ts'
import { type CertificateAnswer, loadPki, type OcspQuestion, PkiError, toPem } from '../pki/index.ts'
import type { Store } from '../store/store.ts'
import type { World } from '../store/worlds.ts'
import { openAuthority } from './authority.ts'
import { settled } from './due.ts'

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

/** How long an answer or a list is good for. */
const VALIDITY = DAY

/** As many requests and signed answers are kept for a world. */
const KEPT = 10_000

/** What is kept of a world: its last lists, what requests ask, and what was signed. */
interface Kept {
  readonly crls: Partial<Record<CaKind, Promise<Crl>>>
  readonly questions: Map<string, OcspQuestion>
  readonly answers: Map<string, Buffer>
}

const kept = new WeakMap<Store, Map<string, Kept>>()

function keptOf(store: Store, project_id: string): Kept {
  const worlds = kept.get(store) ?? new Map<string, Kept>()
  kept.set(store, worlds)
  const entry = worlds.get(project_id) ?? { crls: {}, questions: new Map(), answers: new Map() }
  worlds.set(project_id, entry)
  return entry
}

/** Forgets what is kept of a world that is gone. */
export function forgetRevocations(store: Store, project_id: string): void {
  kept.get(store)?.delete(project_id)
}

/** A CRL of the world at its time: made again where something was published since, or the old one has run out. */
export async function currentCrl(store: Store, world: World, kind: CaKind = 'issuing'): Promise<Crl> {
  const { now, published } = await present(store, world)
  const { crls } = keptOf(store, world.project_id)
  const before = crls[kind]
  const last = await before
  const revision = store.pki.revision(world.project_id)
  const isSame = last?.revision === revision && last.reasons === mappingOf(world)
  const isCurrent = isSame && last.this_update <= now && now < last.next_update
  if (last && isCurrent && published < last.outdated_at) return last
  // Whoever asks at the same time gets the same list.
  if (crls[kind] === before) {
    const made = makeCrl(store, world, kind, now, published)
    crls[kind] = made
    // What failed once may succeed the next time.
    made.catch(() => {
      if (crls[kind] === made) delete crls[kind]
    })
  }
  return crls[kind] as Promise<Crl>
}

async function makeCrl(store: Store, world: World, kind: CaKind, now: number, published: number): Promise<Crl> {
  const { project_id } = world
  const [{ createCrl }, authority] = await Promise.all([loadPki(), openAuthority(store, project_id)])
  const number = await store.write(() => store.pki.nextCrlNumber(project_id))
  const revision = store.pki.revision(project_id)
  const [this_update, next_update] = [now, now + VALIDITY]
  // The root has issued nothing but the issuing CA.
  const entries = kind === 'root' ? [] : store.pki.revoked(project_id, published)
  const revoked = entries.map(({ serial, revoked_at, reason }) => ({
    serial,
    revoked_at: revoked_at ?? now,
    reason: reasonOf(world, reason),
  }))
  const outdated_at = store.pki.nextRevocation(project_id, published) ?? Number.POSITIVE_INFINITY
  const der = await createCrl({ issuer: authority[kind].issuer, number, this_update, next_update, revoked })
  return {
    der,
    pem: toPem(der, 'X509 CRL'),
    number,
    this_update,
    next_update,
    outdated_at,
    revision,
    reasons: mappingOf(world),
  }
}

/** The answer to an OCSP request, DER; for a request that is none, or not for this CA, the answer that says so. */
export async function answerOcsp(store: Store, world: World, request: Buffer): Promise<Buffer> {
  const [pki, authority] = await Promise.all([loadPki(), openAuthority(store, world.project_id)])
  const { issuer } = authority.issuing
  const { questions, answers } = keptOf(store, world.project_id)
  const asked = request.toString('base64')
  const question = questions.get(asked) ?? readQuestion(pki, request)
  if (!question) return pki.createOcspError('malformedRequest')
  const { requests, nonce } = question
  if (!requests.every((one) => pki.isFor(issuer, one))) return pki.createOcspError('unauthorized')
  const { now, published } = await present(store, world)
  // Without a nonce one answer serves all who ask within a minute.
  const this_update = Math.floor(now / 60_000) * 60_000
  const next_update = this_update + VALIDITY
  const statuses = requests.map(({ serial }) => statusOf(store, world, serial, published))
  const sign = () => {
    const responses = requests.map(({ id }, index) => {
      const status = statuses[index] as ReturnType<typeof statusOf>
      // What was revoked within this minute was not at its beginning.
      return { id, next_update, ...status, this_update: Math.max(this_update, status.revoked_at ?? 0) }
    }) as CertificateAnswer[]
    const produced_at = Math.max(...responses.map((response) => response.this_update))
    return pki.createOcspResponse({ issuer, produced_at, responses, nonce })
  }
  if (nonce) return sign()
  remember(questions, asked, question)
  const key = `${this_update} ${JSON.stringify(statuses)} ${asked}`
  return answers.get(key) ?? remember(answers, key, sign())
}

function remember<Value>(map: Map<string, Value>, key: string, value: Value): Value {
  if (map.size >= KEPT) map.clear()
  map.set(key, value)
  return value
}

function readQuestion({ parseOcspRequest }: Awaited<ReturnType<typeof loadPki>>, request: Buffer) {
  try {
    return parseOcspRequest(request)
  } catch (error) {
    if (error instanceof PkiError) return undefined
    throw error
  }
}

type OcspStatus = { status: CertificateAnswer['status']; revoked_at?: number; reason?: CrlReason }

const mappingOf = ({ revocation }: World) => JSON.stringify(revocation.reasons ?? {})

/** A certificate that is being revoked is good; it is revoked once the CA has approved, and that was published. */
function statusOf(store: Store, world: World, serial: string, published: number): OcspStatus {
  const entry = store.pki.issued(world.project_id, serial)
  if (!entry) return { status: 'unknown' }
  if (entry.revoked_at === null || entry.revoked_at > published) return { status: 'good' }
  return { status: 'revoked', revoked_at: entry.revoked_at, reason: reasonOf(world, entry.reason) }
}

/** The world's time, at which what is due has happened; what was revoked by `published` is known outside. */
async function present(store: Store, world: World): Promise<{ now: number; published: number }> {
  const now = read(world)
  await settled(store, world.project_id, now)
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
