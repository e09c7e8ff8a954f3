import type { RequestFilter, RequestView } from '../documents/request.ts'
import { iso } from '../domain/clock.ts'
import { HIDDEN, hide, hideEchoed, hideInUrl, isSecretHeader } from '../domain/redaction.ts'
import type { Entry } from '../store/memory/journal.ts'
import type { Store } from '../store/store.ts'

/** A world's requests that a filter lets through, oldest first. */
export function listRequests(store: Store, project_id: string, filter: RequestFilter = {}): RequestView[] {
  return store.journal
    .entries(project_id)
    .map((entry) => view(entry, (text) => store.identities.token(text) !== undefined))
    .filter((entry) => differences(entry, filter).length === 0)
}

/** What of a filter an entry does not meet, in words. */
export function differences(entry: RequestView, filter: RequestFilter): string[] {
  return Object.entries(filter)
    .filter(([field, wanted]) => wanted !== undefined && entry[field as keyof RequestView] !== wanted)
    .map(([field, wanted]) => `${field} is ${entry[field as keyof RequestView]}, not ${wanted}`)
}

function view(entry: Entry, isToken: (text: string) => boolean): RequestView {
  const { id, exchange } = entry
  const { path, query } = hideInUrl(exchange.url, isToken)
  const { method, operation, user, request_id, status, error_code, fault, dropped } = exchange
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
    ...{ id, at: iso(exchange.at), method, path, query, operation, certificate_id, user, request_id },
    ...{ status, error_code, reason, fault, dropped },
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
