import { STATUS_CODES } from 'node:http'
import type { RequestView } from '../documents/request.ts'
import { BODY_LIMIT } from '../store/memory/journal.ts'

/** A name with its value, as HAR writes headers and parameters. */
interface Pair {
  readonly name: string
  readonly value: string
}

/** A body of as many bytes as the journal keeps was cut, so it is left out. */
const isWhole = (body: string) => Buffer.byteLength(body) < BODY_LIMIT

const pairs = (fields: Readonly<Record<string, string>>): Pair[] =>
  Object.entries(fields).map(([name, value]) => ({ name, value }))

/**
 * Journal entries as an HTTP archive (HAR 1.2), which browsers, proxies and `scm-emulator compare` read. Instants are the
 * world's; a connection that was cut has the status 0, as recorders write it.
 *
 * @param version this program's
 */
export function harOf(entries: readonly RequestView[], version: string) {
  return {
    log: {
      version: '1.2',
      creator: { name: 'scm-emulator', version },
      entries: entries.map(entryOf),
    },
  }
}

function entryOf({ at, duration, request_id, dropped, reason, ...entry }: RequestView) {
  return {
    startedDateTime: at,
    time: duration,
    request: requestOf(entry),
    response: dropped ? NO_RESPONSE : responseOf(entry),
    cache: {},
    timings: { send: 0, wait: duration, receive: 0 },
    comment: [request_id, reason].filter(Boolean).join(': '),
  }
}

type Exchanged = Pick<RequestView, 'method' | 'path' | 'query' | 'status' | 'request' | 'response'>

function requestOf({ method, path, query, request: { headers, body } }: Exchanged) {
  const search = query === '' ? '' : `?${query}`
  const mimeType = headers['content-type'] ?? ''
  return {
    method,
    url: `http://${headers.host ?? 'localhost'}${path}${search}`,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: pairs(headers),
    queryString: [...new URLSearchParams(query)].map(([name, value]) => ({ name, value })),
    headersSize: -1,
    bodySize: Number(headers['content-length'] ?? Buffer.byteLength(body)),
    ...(body !== '' && isWhole(body) && { postData: { mimeType, text: body } }),
  }
}

const NO_RESPONSE = {
  status: 0,
  statusText: '',
  httpVersion: 'HTTP/1.1',
  cookies: [],
  headers: [],
  content: { size: 0, mimeType: '' },
  redirectURL: '',
  headersSize: -1,
  bodySize: -1,
}

function responseOf({ status, response: { headers, body } }: Exchanged) {
  const mimeType = headers['content-type'] ?? ''
  return {
    status: status ?? 0,
    statusText: STATUS_CODES[status ?? 0] ?? '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: pairs(headers),
    content: isWhole(body) ? { size: Buffer.byteLength(body), mimeType, text: body } : { size: -1, mimeType },
    redirectURL: '',
    headersSize: -1,
    bodySize: -1,
  }
}
