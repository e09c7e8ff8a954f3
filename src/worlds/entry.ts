import { type RequestSummary, type RequestView, SUMMARY_BODY } from '../documents/request.ts'
import { iso } from '../domain/clock.ts'
import { HIDDEN, hide, hideEchoed, hideInUrl, isSecretHeader } from '../domain/redaction.ts'
import { traceOf } from '../domain/trace.ts'
import type { Entry, Exchange } from '../store/memory/journal.ts'
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

/** Leaves secrets out: of headers, of bodies, of an address that holds a token. It is made anew for each page. */
export function hiding({ identities }: Pick<Store, 'identities'>): Shown {
  // The requests of a page have most parts of their addresses in common.
  const known = new Map<string, boolean>()
  const isToken = (text: string) => {
    const found = known.get(text) ?? identities.token(text) !== undefined
    known.set(text, found)
    return found
  }
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

/** A journal entry as a list shows it: a fraction of the work, and of the bytes, of the whole. */
export function summaryOfEntry({ id, exchange }: Entry, shown: Shown): RequestSummary {
  const { path, query, unquoted } = addressOf(exchange, shown)
  const { method, operation, user, request_id, status, error_code, rule, fault, dropped } = exchange
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
    status,
    error_code,
    rule,
    reason: exchange.reason && unquoted(exchange.reason),
    fault,
    dropped,
    duration: Math.round(exchange.duration * 1000) / 1000,
    body: shown.sent(exchange.body).slice(0, SUMMARY_BODY),
  }
}

/** The address without secrets; a reason may quote the path. */
function addressOf({ url }: Exchange, shown: Shown) {
  const { path, query } = shown.url(url)
  const [asked] = url.split('?', 1)
  return { path, query, unquoted: (text: string) => (asked ? text.replaceAll(asked, path) : text) }
}

/** A journal entry as people see it. */
export function viewOfEntry(entry: Entry, world: World, shown: Shown): RequestView {
  const { exchange } = entry
  const { unquoted } = addressOf(exchange, shown)
  const { body: _, ...summary } = summaryOfEntry(entry, shown)
  const sent = lowered(fieldsOf(exchange.headers))
  const received = Object.entries(JSON.parse(exchange.response_headers)).map(([name, value]): Fields[number] => [
    name,
    unquoted(String(value)),
  ])
  const visible = (fields: Fields) =>
    Object.fromEntries(fields.map(([name, value]) => [name, shown.header(name, value)]))
  return {
    ...summary,
    trace_id: traceOf(sent.find(([name]) => name === 'traceparent')?.[1]),
    findings: findingsOf(exchange, world),
    request: { headers: visible(sent), body: shown.sent(exchange.body) },
    response: { headers: visible(received), body: shown.received(exchange.response, sent) },
  }
}

/** The same with names in lower case. */
export const lowered = (fields: Fields): Fields => fields.map(([name, value]) => [name.toLowerCase(), value])

/** The journal keeps names and values in turn, a line each. */
export function fieldsOf(headers: string): Fields {
  const lines = headers.split('\n')
  return lines.flatMap((name, index): Fields => (index % 2 === 0 && name ? [[name, lines[index + 1] ?? '']] : []))
}
