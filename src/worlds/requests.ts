import type { Context } from '../ca/context.ts'
import type { FindingView } from '../documents/finding.ts'
import type { Difference, RequestFilter, RequestView } from '../documents/request.ts'
import { iso } from '../domain/clock.ts'
import { FINDINGS } from '../domain/findings.ts'
import { HIDDEN, hide, hideEchoed, hideInUrl, isSecretHeader } from '../domain/redaction.ts'
import type { Entry } from '../store/memory/journal.ts'
import type { World } from '../store/worlds.ts'
import { findingsOf } from './findings.ts'

type Reader = Pick<Context, 'store' | 'world'>

/** A world's requests that a filter lets through, oldest first. */
export function listRequests({ store, world }: Reader, filter: RequestFilter = {}): RequestView[] {
  return store.journal
    .entries(world.project_id)
    .map((entry) => view(entry, world, (text) => store.identities.token(text) !== undefined))
    .filter((entry) => differences(entry, filter).length === 0)
}

/** Empties the journal; the numbers go on. */
export function forgetRequests({ store, world }: Reader): void {
  store.journal.clear(world.project_id)
}

/** What a field means where it is not what was expected; the values alone say enough of the others. */
const MEANING: Partial<Record<keyof RequestFilter, (entry: RequestView) => string>> = {
  error_code: ({ reason }) => (reason === null ? 'it succeeded' : `it was refused: ${reason}`),
  rule: ({ reason }) => (reason === null ? 'no rule refused it' : `it was refused: ${reason}`),
  status: ({ reason, dropped }) => (dropped ? 'its connection was cut' : (reason ?? 'it succeeded')),
  fault: ({ fault }) => (fault === null ? 'no fault acted on it' : `fault ${fault} acted on it`),
  dropped: ({ dropped }) => (dropped ? 'its connection was cut' : 'its reply was sent'),
  user: ({ user }) => (user === null ? 'nobody is known by what it showed' : `its credentials are those of ${user}`),
  operation: ({ method, path }) => `it asked ${method} ${path}`,
}

/** The fields of a filter that an entry does not meet. */
export function differences(entry: RequestView, filter: RequestFilter): Difference[] {
  const fields = Object.keys(filter) as (keyof RequestFilter)[]
  return fields.flatMap((field) => {
    const [expected, actual] = [filter[field], entry[field]]
    if (expected === undefined || expected === actual) return []
    const why = MEANING[field]?.(entry)
    const message = `${field} is ${actual}, not ${expected}${why === undefined ? '' : `: ${why}`}`
    return [{ field, expected, actual, message }]
  })
}

function view(entry: Entry, world: World, isToken: (text: string) => boolean): RequestView {
  const { id, exchange } = entry
  const { path, query } = hideInUrl(exchange.url, isToken)
  const { method, operation, user, request_id, status, error_code, rule, fault, dropped } = exchange
  const certificate_id = exchange.certificate_id && hideInUrl(exchange.certificate_id, isToken).path
  const [asked] = exchange.url.split('?', 1)
  // A reason may quote the path.
  const unquoted = (text: string) => (asked ? text.replaceAll(asked, path) : text)
  const reason = exchange.reason && unquoted(exchange.reason)
  const lines = exchange.headers.split('\n')
  const sent = lines.flatMap((name, index): [string, string][] =>
    index % 2 === 0 && name ? [[name.toLowerCase(), lines[index + 1] ?? '']] : [],
  )
  return {
    id,
    at: iso(exchange.at),
    method,
    path,
    query,
    operation,
    certificate_id,
    user,
    request_id,
    status,
    error_code,
    rule,
    reason,
    findings: findingsOf(exchange, world),
    fault,
    dropped,
    duration: Math.round(exchange.duration * 1000) / 1000,
    request: { headers: visible(sent), body: hide(exchange.body) },
    response: {
      headers: visible(
        Object.entries(JSON.parse(exchange.response_headers)).map(([name, value]) => [name, unquoted(String(value))]),
      ),
      body: hideEchoed(exchange.response, sent),
    },
  }
}

function visible(headers: [string, string][]): Record<string, string> {
  return Object.fromEntries(headers.map(([name, value]) => [name, isSecretHeader(name) ? HIDDEN : value]))
}

/** What the service let pass in a world's requests although its contract does not, in the order of the table. */
export function listFindings(context: Parameters<typeof listRequests>[0]): FindingView[] {
  const entries = listRequests(context)
  return Object.entries(FINDINGS).flatMap(([finding, { found, harm, source }]) => {
    const requests = entries.filter(({ findings }) => findings.includes(finding)).map(({ id }) => id)
    return requests.length > 0 ? [{ finding, found, harm, source, requests }] : []
  })
}
