import type { RequestView } from '../documents/request.ts'
import { iso } from '../domain/clock.ts'
import { HIDDEN, hide, hideEchoed, hideInUrl, isSecretHeader } from '../domain/redaction.ts'
import { traceOf } from '../domain/trace.ts'
import type { Entry } from '../store/memory/journal.ts'
import type { Store } from '../store/store.ts'
import type { World } from '../store/worlds.ts'
import { findingsOf } from './findings.ts'

export type Fields = [name: string, value: string][]

/** What is shown of the parts of an exchange in which secrets can stand. */
interface Shown {
  url(url: string): { path: string; query: string }
  header(name: string, value: string): string
  sent(body: string): string
  /** An answer may echo what was sent. */
  received(body: string, sent: Fields): string
}

/** Leaves secrets out: of headers, of bodies, of an address that holds a token. */
export function hiding({ identities }: Pick<Store, 'identities'>): Shown {
  const isToken = (text: string) => identities.token(text) !== undefined
  return {
    url: (url) => hideInUrl(url, isToken),
    header: (name, value) => (isSecretHeader(name) ? HIDDEN : value),
    sent: hide,
    received: hideEchoed,
  }
}

/** Shows everything, for whoever asks for the secrets too. */
export const KEEPING: Shown = {
  url(url) {
    const [path = '', query = ''] = url.split('?', 2)
    return { path, query }
  },
  header: (_name, value) => value,
  sent: (body) => body,
  received: (body) => body,
}

/** A journal entry as people see it. */
export function viewOfEntry({ id, exchange }: Entry, world: World, shown: Shown): RequestView {
  const { method, operation, user, request_id, status, error_code, rule, fault, dropped } = exchange
  const { path, query } = shown.url(exchange.url)
  const [asked] = exchange.url.split('?', 1)
  // A reason may quote the path.
  const unquoted = (text: string) => (asked ? text.replaceAll(asked, path) : text)
  const sent = fieldsOf(exchange.headers).map(([name, value]): Fields[number] => [name.toLowerCase(), value])
  const received = Object.entries(JSON.parse(exchange.response_headers)).map(([name, value]): Fields[number] => [
    name,
    unquoted(String(value)),
  ])
  const visible = (fields: Fields) =>
    Object.fromEntries(fields.map(([name, value]) => [name, shown.header(name, value)]))
  return {
    id,
    at: iso(exchange.at),
    method,
    path,
    query,
    operation,
    certificate_id: exchange.certificate_id && shown.url(exchange.certificate_id).path,
    user,
    request_id,
    trace_id: traceOf(sent.find(([name]) => name === 'traceparent')?.[1]),
    status,
    error_code,
    rule,
    reason: exchange.reason && unquoted(exchange.reason),
    findings: findingsOf(exchange, world),
    fault,
    dropped,
    duration: Math.round(exchange.duration * 1000) / 1000,
    request: { headers: visible(sent), body: shown.sent(exchange.body) },
    response: { headers: visible(received), body: shown.received(exchange.response, sent) },
  }
}

/** The journal keeps names and values in turn, a line each. */
export function fieldsOf(headers: string): Fields {
  const lines = headers.split('\n')
  return lines.flatMap((name, index): Fields => (index % 2 === 0 && name ? [[name, lines[index + 1] ?? '']] : []))
}
