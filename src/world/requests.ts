import { type Static, Type } from 'typebox'
import { iso } from '../domain/clock.ts'
import { HIDDEN, hide, isSecretHeader } from '../domain/secrets.ts'
import type { Entry } from '../store/journal.ts'
import type { Store } from '../store/store.ts'

const text = Type.Optional(Type.String())

/** Which requests: every field that is given must be equal. */
export const RequestFilter = Type.Object(
  {
    operation: text,
    certificate_id: text,
    method: text,
    path: text,
    user: text,
    request_id: text,
    status: Type.Optional(Type.Integer()),
    error_code: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    fault: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
    dropped: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type RequestFilter = Static<typeof RequestFilter>

/** A journal entry as people see it: secrets are left out, bodies are text. */
export interface RequestView {
  id: number
  /** By the world's clock. */
  at: string
  method: string
  path: string
  query: string
  /** Null where no API is published at the path. */
  operation: string | null
  certificate_id: string | null
  user: string | null
  request_id: string
  /** Null where the connection was cut before there was a reply. */
  status: number | null
  error_code: string | null
  /** Why it was refused, or what was let pass although it is not right. */
  reason: string | null
  fault: number | null
  dropped: boolean
  /** In milliseconds. */
  duration: number
  request: { headers: Record<string, string>; body: string }
  response: { headers: Record<string, string>; body: string }
}

/** A world's requests that a filter lets through, oldest first. */
export function listRequests(store: Store, project_id: string, filter: RequestFilter = {}): RequestView[] {
  return store.journal
    .entries(project_id)
    .map(view)
    .filter((entry) => differences(entry, filter).length === 0)
}

/** What of a filter an entry does not meet, in words. */
export function differences(entry: RequestView, filter: RequestFilter): string[] {
  return Object.entries(filter)
    .filter(([field, wanted]) => wanted !== undefined && entry[field as keyof RequestView] !== wanted)
    .map(([field, wanted]) => `${field} is ${entry[field as keyof RequestView]}, not ${wanted}`)
}

function view(entry: Entry): RequestView {
  const { id, exchange } = entry
  const [path = '', query = ''] = exchange.url.split('?', 2)
  const { method, operation, certificate_id, user, request_id, status, error_code, reason, fault, dropped } = exchange
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
        Object.entries(JSON.parse(exchange.response_headers)).map(([name, value]) => [name, String(value)]),
      ),
      body: hide(exchange.response),
    },
  }
}

function visible(headers: [string, string][]): Record<string, string> {
  return Object.fromEntries(headers.map(([name, value]) => [name, isSecretHeader(name) ? HIDDEN : value]))
}
