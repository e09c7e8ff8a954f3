import type { Random } from './random.ts'

/** A request that is about to be sent; what is said of it need not be true. */
export interface Shape {
  method: string
  path: string
  version?: string
  headers: [string, string | number | string[] | undefined][] | [string, string][]
  body: Buffer
  /** Whether the client goes away while it sends. */
  isAborted: boolean
  /** In how many pieces it is sent. */
  pieces: number
  /** What is sent before it on the same connection. */
  before: string
}

type Mutation = (shape: Shape, random: Random) => void

const NASTY = [
  '',
  '%',
  '%00',
  '%2e%2e',
  '..',
  '.',
  '%ff%fe',
  '%C0%AF',
  '%ed%a0%80',
  '__proto__',
  'constructor',
  'scs0000000000000',
  "'--",
  '\u0000',
  '\uffff',
  'a'.repeat(40_000),
  'null',
  '-1',
  '1e999',
  '🔑',
]
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', 'QUERY', 'PURGE', 'X']
const FOREIGN = [
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'DESCRIBE rtsp://a/b RTSP/1.0\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nhost: a\r\n\r\n',
  'GET / HTTP/0.9\r\n\r\n',
  'GET http://evil.example/_emulator/worlds HTTP/1.1\r\nhost: evil.example\r\n\r\n',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  '\r\n\r\n\r\n',
  'GET /\r\n',
  'ICE /a ICE/1.0\r\n\r\n',
  'GET / HTTP/1.1\nhost: a\n\n',
]
const HEADERS: [string, string][] = [
  ['content-length', '0'],
  ['content-length', '+5'],
  ['content-length', '99999999999999999999'],
  ['content-length', '-1'],
  ['transfer-encoding', 'chunked'],
  ['transfer-encoding', 'identity, chunked'],
  ['transfer-encoding', ' chunked'],
  ['transfer-encoding', 'gzip'],
  ['expect', '100-continue'],
  ['expect', 'a miracle'],
  ['upgrade', 'websocket'],
  ['upgrade', 'h2c'],
  ['connection', 'upgrade'],
  ['content-encoding', 'gzip'],
  ['content-type', ''],
  ['content-type', 'application/json; charset=utf-16'],
  ['content-type', 'multipart/form-data; boundary=x'],
  ['content-type', 'text/plain'],
  ['content-type', 'a/b/c;;;='],
  ['accept', 'text/event-stream'],
  ['x-language', '\xe4\xb8\xad'],
  ['x-auth-token', ''],
  ['x-auth-token', 'x'.repeat(33_000)],
  ['authorization', 'SDK-HMAC-SHA256 Access=, SignedHeaders=;;, Signature='],
  ['authorization', `SDK-HMAC-SHA256 Access=a, SignedHeaders=${'a;'.repeat(2_000)}, Signature=0`],
  ['x-sdk-date', '99999999T999999Z'],
  ['x-project-id', '__proto__'],
  ['traceparent', '00-0-0-00'],
  ['host', '[::1].evil.example'],
  ['host', 'a:b:c'],
  ['cookie', ''],
  ['range', 'bytes=0-'],
  ['if-none-match', '*'],
]

/** A body of another depth, encoding or kind. */
const BODIES: ((body: Buffer, random: Random) => Buffer)[] = [
  (body, random) => body.subarray(0, random.below(body.length + 1)),
  (body) => Buffer.concat([body, body]),
  (body) => Buffer.from(body.toString(), 'utf16le'),
  (body) => Buffer.concat([Buffer.from('\ufeff'), body]),
  () => Buffer.from('['.repeat(100_000)),
  (_, random) => Buffer.from(`${'{"a":'.repeat(5_000)}1${'}'.repeat(random.pick([5_000, 4_999]))}`),
  (body) => Buffer.from(body.toString().replace(/:\s*("[^"]*"|\d+)/, `:${'['.repeat(2_000)}${']'.repeat(2_000)}`)),
  (body, random) => Buffer.from(body.toString().replace(/"[^"]*"/, JSON.stringify(random.pick(NASTY)))),
  (body, random) => Buffer.from(body.toString().replace(/:\s*"[^"]*"/g, () => `:${random.pick(VALUES)}`)),
  (body, random) => Buffer.from(body.toString().replace(/:\s*\w+/g, () => `:${random.pick(VALUES)}`)),
  () => Buffer.from('{"__proto__":{"x":1},"constructor":{"prototype":{}}}'),
  (_, random) => Buffer.from(Array.from({ length: 64 }, () => random.below(256))),
  () => Buffer.from(`{"reason":"\\ud800"}`),
  () => Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
  flip,
]
const VALUES = [
  'null',
  '1e400',
  '-0',
  '[]',
  '{}',
  'true',
  '""',
  '"\\u0000"',
  '9007199254740993',
  '"9999-12-31T23:59:59Z"',
]

function flip(body: Buffer, random: Random): Buffer {
  const other = Buffer.from(body)
  if (other.length > 0) other[random.below(other.length)] = random.below(256)
  return other
}

const MUTATIONS: Mutation[] = [
  (shape, random) => {
    shape.method = random.pick(METHODS)
  },
  (shape, random) => {
    const parts = shape.path.split('/')
    parts[random.below(parts.length)] = encodeURI(random.pick(NASTY)).replaceAll('%25', '%')
    shape.path = parts.join('/') || '/'
  },
  (shape, random) => {
    shape.path = shape.path.replace(/\w/g, (letter) =>
      random.once(6) ? `%${letter.charCodeAt(0).toString(16)}` : letter,
    )
  },
  (shape, random) => {
    shape.path = random.pick([`/${shape.path}`, `${shape.path}/`, `http://a${shape.path}`, shape.path.toUpperCase()])
  },
  (shape, random) => {
    const name = random.pick(['limit', 'offset', 'status', 'after', 'format', 'name', 'sort_key', '__proto__', 'a[]'])
    shape.path += `${shape.path.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(random.pick(NASTY))}`
  },
  (shape, random) => {
    shape.headers = [...shape.headers, random.pick(HEADERS)] as Shape['headers']
  },
  (shape, random) => {
    shape.headers = shape.headers.filter(() => !random.once(3)) as Shape['headers']
  },
  (shape, random) => {
    const twice = shape.headers[random.below(shape.headers.length)]
    if (twice) shape.headers = [...shape.headers, twice] as Shape['headers']
  },
  (shape, random) => {
    shape.body = random.pick(BODIES)(shape.body, random)
    const length: [string, string] = ['content-length', String(shape.body.length)]
    shape.headers = [...shape.headers.filter(([name]) => name !== 'content-length'), length] as Shape['headers']
  },
  // Another length than the body has, chunks that are none, and a second request inside the first.
  (shape, random) => {
    shape.body = random.pick(BODIES)(shape.body, random)
  },
  (shape, random) => {
    const size = random.pick([shape.body.length.toString(16), 'ffffffffffffffff', '-1', '0x1', '', 'g'])
    shape.headers = [...shape.headers, ['transfer-encoding', 'chunked']] as Shape['headers']
    shape.body = Buffer.concat([Buffer.from(`${size}\r\n`), shape.body, Buffer.from('\r\n0\r\n\r\n')])
  },
  (shape) => {
    shape.body = Buffer.concat([shape.body, Buffer.from('GET /_emulator/worlds HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n')])
  },
  (shape, random) => {
    shape.before = random.pick(FOREIGN)
  },
  (shape) => {
    shape.before = 'GET /v3/projects HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n'.repeat(20)
  },
  (shape, random) => {
    shape.version = random.pick(['HTTP/1.0', 'HTTP/2.0', 'HTTP/1.9', 'http/1.1', 'RTSP/1.0', ''])
  },
  (shape) => {
    shape.isAborted = true
  },
  (shape, random) => {
    shape.pieces = 1 + random.below(5)
  },
]

/** Changes a request in one to four ways. */
export function mutate(shape: Shape, random: Random): Shape {
  for (let left = 1 + random.below(4); left > 0; left -= 1) random.pick(MUTATIONS)(shape, random)
  return shape
}

/** The bytes of a request, in pieces; an aborted one lacks its end. */
export function raw({ version = 'HTTP/1.1', ...shape }: Shape, random: Random): Buffer[] {
  const names = shape.headers.map(([name, value]) => `${name}: ${value}`)
  const lines = [`${shape.method} ${shape.path} ${version}`, 'host: 127.0.0.1', ...names, '', '']
  const head = Buffer.from(shape.before + lines.join('\r\n'), 'latin1')
  const bytes = Buffer.concat([head, shape.body])
  const end = shape.isAborted ? random.below(bytes.length) : bytes.length
  const size = Math.ceil(end / shape.pieces) || 1
  return Array.from({ length: shape.pieces }, (_, index) =>
    bytes.subarray(index * size, Math.min(end, (index + 1) * size)),
  )
}
