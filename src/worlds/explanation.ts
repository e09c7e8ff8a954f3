import { crlReason } from '../ca/publication.ts'
import type { ExplainedEffect, Explanation, RuleOutcome } from '../documents/explain.ts'
import { viewOf } from '../documents/row.ts'
import type { Certificate } from '../domain/certificate.ts'
import { iso } from '../domain/clock.ts'
import { milliseconds } from '../domain/duration.ts'
import type { Event } from '../domain/event.ts'
import { PASSES } from '../domain/passes.ts'
import { type Refusal, RULES, type RuleName } from '../domain/rules.ts'
import { settle } from '../domain/transition.ts'
import type { Token } from '../store/identities.ts'
import type { World } from '../store/worlds.ts'
import { viewOfEvent } from './events.ts'

/** A request to rehearse, as it would be sent. */
export interface RehearsedRequest {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly payload?: Buffer
  /** The certificate that it is about: of certificates no other is copied then. */
  readonly certificate_id?: string
  /** A token for the one who asks, which only the rehearsal knows. */
  readonly caller?: Token
}

/** What came of a rehearsal. */
export interface Rehearsed {
  /** Null where the connection was cut. */
  readonly reply: { readonly status: number; readonly headers: Record<string, string>; readonly body: Buffer } | null
  /** The vendor's name; null where no API is published at the path. */
  readonly operation: string | null
  /** The rules that can refuse this operation, in the order of the ladder. */
  readonly rules: readonly RuleName[]
  readonly credentials: 'nothing' | 'token' | 'signature'
  readonly refusal: Refusal | null
  /** The number of the fault that acted. */
  readonly fault: number | null
  /** The world whose request it was; null where it was nobody's. */
  readonly world: World | null
  /** The audit trail's entries that it left. */
  readonly events: readonly Event[]
  /** The certificate that those are about, as it is then. */
  readonly certificate: Certificate | null
}

/** Asks the real pipeline on a copy of the worlds that the request names; nothing of it happens. */
export type Rehearse = (request: RehearsedRequest) => Promise<Rehearsed>

/** A rehearsal in words: the answer, each rule with its outcome, and what would change. */
export function explanationOf({ reply, operation, fault, ...rehearsed }: Rehearsed): Explanation {
  const body = reply?.body ?? Buffer.alloc(0)
  const isText = body.equals(Buffer.from(body.toString()))
  return {
    operation,
    status: reply?.status ?? null,
    headers: reply?.headers ?? {},
    body: body.toString(isText ? 'utf8' : 'base64'),
    encoding: isText ? 'utf8' : 'base64',
    fault,
    rules: outcomesOf(rehearsed),
    effect: effectOf(rehearsed),
  }
}

/** The rules that judge credentials of one kind only. */
const OF_TOKENS: readonly RuleName[] = ['token_unknown', 'token_expired', 'token_unscoped']
const OF_SIGNATURES: readonly RuleName[] = [
  'authorization_malformed',
  'access_key_unknown',
  'signature_expired',
  'signature_mismatch',
  'security_token',
]

const LADDER = Object.keys(RULES) as RuleName[]

/** Faults act once the caller is known; what comes after that is not asked. */
const LAST_BEFORE_FAULTS = LADDER.indexOf('not_permitted')

type Asked = Pick<Rehearsed, 'rules' | 'credentials' | 'refusal' | 'world'>

function outcomesOf({ rules, credentials, refusal, world }: Asked): RuleOutcome[] {
  const stopped = refusal === null ? LADDER.length : refusal.rule === null ? LAST_BEFORE_FAULTS : undefined
  const last = stopped ?? LADDER.indexOf(refusal?.rule as RuleName)
  const isAsked = (rule: RuleName) => {
    if (OF_TOKENS.includes(rule)) return credentials === 'token'
    if (OF_SIGNATURES.includes(rule)) return credentials === 'signature'
    return rule !== 'throttle' || world?.throttle != null
  }
  const outcomeOf = (rule: RuleName): RuleOutcome['outcome'] => {
    if (rule === refusal?.rule) return 'refused'
    if (!isAsked(rule)) return 'not_applicable'
    return LADDER.indexOf(rule) > last ? 'not_reached' : 'passed'
  }
  // Whatever is published has a path and a method; a defect is no rule that one could pass.
  const asked = new Set<RuleName>(['path', 'method', ...rules].filter((rule) => rule !== 'unexpected') as RuleName[])
  if (refusal?.rule) asked.add(refusal.rule)
  return LADDER.filter((rule) => asked.has(rule)).map((rule) => {
    const { error, source, when } = RULES[rule]
    const outcome = outcomeOf(rule)
    const reason = outcome === 'refused' ? (refusal?.message ?? when) : outcome === 'passed' ? PASSES[rule] : when
    return { rule, number: LADDER.indexOf(rule) + 1, outcome, error, reason, source }
  })
}

function effectOf({ events, certificate, world }: Pick<Rehearsed, 'events' | 'certificate' | 'world'>) {
  if (!world || events.length === 0) return null
  const made = events.flatMap(({ at, resource, request_id, detail: { from, to } }) =>
    resource === null || from === undefined || to === undefined || from === to
      ? []
      : [{ certificate_id: resource, from, to, at: iso(at), due: request_id === null }],
  )
  const own = events.find(({ request_id }) => request_id !== null)
  // What was refused has changed nothing but the trail.
  const changed = events.some(({ code }) => code === null) ? certificate : null
  const following = changed ? dueMoves(changed) : { moves: [], last: null }
  const effect: ExplainedEffect = {
    moves: [...made, ...following.moves],
    event: own ? viewOfEvent(own) : null,
    certificate: changed && viewOf(changed),
    crl: publicationOf(following.last ?? changed, world),
  }
  return effect
}

/** What follows from a certificate's state by time alone: what the CA decides. That it expires is no effect of a request. */
function dueMoves(certificate: Certificate) {
  const { review, due_at, id } = certificate
  if (!review || due_at === null) return { moves: [], last: null }
  const { moves, certificate: last } = settle(certificate, due_at)
  return {
    moves: moves.map(({ from, to, at }) => ({ certificate_id: id, from, to, at: iso(at), due: true })),
    last,
  }
}

function publicationOf(certificate: Certificate | null, world: World): ExplainedEffect['crl'] {
  if (certificate?.revoked_at == null) return null
  const { revoked_at, revoke_reason } = certificate
  const lag = milliseconds(world.revocation.publication_lag ?? '0s')
  return {
    status: 'revoked',
    reason: crlReason(world, revoke_reason),
    revoked_at: iso(revoked_at),
    published_at: iso(revoked_at + lag),
  }
}
