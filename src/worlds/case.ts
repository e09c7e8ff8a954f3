import type { Context } from '../ca/context.ts'
import type { Case, CaseRequest, CaseStep, CaseToken } from '../documents/case.ts'
import { Invalid } from '../domain/check.ts'
import { iso } from '../domain/clock.ts'
import { HIDDEN, hide, hideEchoed, isSecretHeader } from '../domain/redaction.ts'
import type { RuleName } from '../domain/rules.ts'
import type { Entry, Exchange, Takes } from '../store/memory/journal.ts'
import { LOST, type Tape } from '../store/memory/tapes.ts'
import { fieldsOf, hiding, lowered } from './entry.ts'
import type { Defaults } from './origin.ts'
import { restoreSnapshot, takeSnapshot } from './snapshot.ts'
import { beginTape } from './tape.ts'

type Kept = Pick<Case, 'beginning' | 'lost' | 'after' | 'steps'>

/**
 * A world as one file: as it is, as it was before its requests, and those. Tokens, passwords and access keys are not in
 * it; the private keys that clients uploaded are, as in a snapshot.
 *
 * @param emulator the server, as far as its answers depend on it
 * @throws Invalid where it has too many certificates for a document
 */
export async function saveCase(context: Context, emulator: Case['emulator']): Promise<Case> {
  const { store, world } = context
  beginTape(context)
  const kept = keptOf(context)
  const entries = store.journal.entries(world.project_id)
  const snapshot = await takeSnapshot(context)
  const tokens = createLabels()
  const requests = entries.map((entry) => requestOf(context, entry, tokens.label))
  return { version: 1, emulator, snapshot, ...kept, tokens: ownersOf(context, tokens.all()), requests }
}

/** What is known of a world's beginning. */
function keptOf({ store, world }: Context): Kept {
  const { project_id, journal_limit } = world
  const tape = store.tapes.of(project_id)
  const nothing = (lost: string): Kept => ({ beginning: null, lost, after: store.journal.last(project_id), steps: [] })
  if (tape === undefined) return nothing(LOST.journal)
  if (typeof tape === 'string') return nothing(LOST[tape])
  const numbers = new Set(store.journal.entries(project_id).map(({ id }) => id))
  const gone = missing(tape, store.journal.last(project_id), numbers)
  if (gone !== undefined) return nothing(`the journal keeps ${journal_limit} requests, and request ${gone} is gone`)
  const steps = tape.steps.map((step): CaseStep => ({ ...step, at: iso(step.at) }))
  return { beginning: JSON.parse(tape.state), lost: null, after: tape.after, steps }
}

/** The first request since the beginning that the journal does not have any longer. */
function missing({ after }: Tape, last: number, numbers: ReadonlySet<number>): number | undefined {
  for (let number = after + 1; number <= last; number += 1) if (!numbers.has(number)) return number
  return undefined
}

/** Names for secrets: the same for the same. */
function createLabels() {
  const labels = new Map<string, string>()
  return {
    all: () => labels,
    label(secret: string): string {
      const label = labels.get(secret) ?? `[token ${labels.size + 1}]`
      labels.set(secret, label)
      return label
    },
  }
}

/** Whose the tokens are that this world knows. */
function ownersOf({ store, world }: Context, labels: ReadonlyMap<string, string>): CaseToken[] {
  return [...labels].flatMap(([secret, label]): CaseToken[] => {
    const token = store.identities.token(secret)
    const user = token && store.identities.user(token.project_id, token.user_id)
    if (!user || user.project_id !== world.project_id) return []
    const expires_at = token.expires_at === null ? null : iso(token.expires_at)
    return [{ token: label, user: user.name, scope: token.scope, issued_at: iso(token.issued_at), expires_at }]
  })
}

/** Whether a header holds a token, which a label stands for. */
export const isToken = (name: string) => /^x-(?:auth|subject)-token$/i.test(name)

/** A text as it is, unless there is something to hide in it. */
export const hidden = (text: string, shown: string) => (shown.includes(HIDDEN) ? shown : text)

function requestOf({ store }: Context, { id, exchange }: Entry, label: (secret: string) => string): CaseRequest {
  const { at, url, headers, body, response, response_headers, takes, ...rest } = exchange
  const value = (name: string, value: string) => {
    if (isToken(name)) return value === '' ? '' : label(value)
    return isSecretHeader(name) ? HIDDEN : value
  }
  const sent = fieldsOf(headers)
  const { path, query } = hiding(store).url(url)
  const received = Object.entries(JSON.parse(response_headers)).map(([name, text]) => [name, value(name, String(text))])
  // What is uploaded is in the state that follows, too.
  const isKey = takes?.body?.has('private_key') === true
  return {
    id,
    ...rest,
    at: iso(at),
    url: url.includes('?') ? `${path}?${query}` : path,
    headers: sent.map(([name, text]) => ({ name, value: value(name, text) })),
    body: isKey ? body : hidden(body, hide(body)),
    response_headers: Object.fromEntries(received),
    response: hidden(response, hideEchoed(response, lowered(sent))),
  }
}

/** @throws Invalid where a newer release wrote the document */
export function checkVersion(document: unknown, what: string): void {
  const { version } = (document ?? {}) as { version?: unknown }
  if (typeof version !== 'number' || version <= 1) return
  throw new Invalid(`${what} /version is ${version}: a newer scm-emulator saved it; this one reads version 1`)
}

/**
 * Puts a world into the state of a case, journal and all. It keeps its own identity.
 *
 * @param context its `now` is the machine's time
 * @param takesOf what an operation takes, for the findings
 * @throws Invalid where the case cannot be; then nothing of it is loaded
 */
export async function loadCase(
  context: Context & { config: Defaults },
  { snapshot, requests }: Case,
  takesOf: (request: CaseRequest) => Takes | null,
): Promise<void> {
  const entries = requests.map((request) => ({ id: request.id, exchange: exchangeOf(request, takesOf(request)) }))
  const index = entries.findIndex(({ id }, index) => id <= (entries[index - 1]?.id ?? 0))
  if (index >= 0) throw new Invalid(`body /requests/${index}/id is not greater than the one before`)
  await restoreSnapshot(context, snapshot)
  const { store, world } = context
  const limit = store.worlds.get(world.project_id)?.journal_limit ?? 0
  store.journal.load(world.project_id, limit, entries)
}

function exchangeOf(
  { id: _, at, headers, response_headers, rule, ...rest }: CaseRequest,
  takes: Takes | null,
): Exchange {
  return {
    ...rest,
    at: Date.parse(at),
    headers: headers.flatMap(({ name, value }) => [name, value]).join('\n'),
    response_headers: JSON.stringify(response_headers),
    rule: rule as RuleName | null,
    takes,
  }
}
