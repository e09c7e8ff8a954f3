import { type Static, Type } from 'typebox'
import { iso } from '../domain/clock.ts'
import type { Entry } from '../store/journal.ts'
import type { Store } from '../store/store.ts'
import type { RequestView } from '../types/request.ts'

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

/** Headers that hold secrets. */
const SECRET_HEADERS = /^(?:authorization|cookie|x-auth-token|x-subject-token|x-security-token|x-emulator-key)$/i

/** Fields of JSON bodies that hold secrets. */
const SECRET_FIELDS = /("(?:password|private_key|sk|security_token)"\s*:\s*)(?:"(?:[^"\\]|\\.)*"?|[^\s",}\]]+)/g

/** The same in forms, which somebody may send by mistake. */
const SECRET_PAIRS = /\b((?:password|private_key|sk|security_token)=)[^&\s]*/g

/** A canonical request, which the gateway echoes to its caller, may hold a token that was signed as a header. */
const SECRET_LINES = /(x-(?:auth|security)-token:)[^|"]*/g

const HIDDEN = '[redacted]'

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
  return Object.fromEntries(headers.map(([name, value]) => [name, SECRET_HEADERS.test(name) ? HIDDEN : value]))
}

function hide(body: string): string {
  return plain(body)
    .replace(SECRET_FIELDS, `$1"${HIDDEN}"`)
    .replace(SECRET_PAIRS, `$1${HIDDEN}`)
    .replace(SECRET_LINES, `$1${HIDDEN}`)
}

/** JSON whose names are written as themselves: an escaped one could be that of a secret. */
function plain(body: string): string {
  if (!body.includes('\\u')) return body
  try {
    return JSON.stringify(JSON.parse(body))
  } catch {
    return body.replace(/\\u00([2-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  }
}
