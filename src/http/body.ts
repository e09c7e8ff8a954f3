import { isUtf8 } from 'node:buffer'
import { MIMEType } from 'node:util'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { parse } from 'secure-json-parse'
import { complaint } from '../domain/redaction.ts'

/** The largest JSON body that is parsed where a route says nothing else: 12 MB of `[` would hold up everybody. */
const JSON_LIMIT = 64 * 1024

/** One comma before the final brace, as the vendor's own sample of a revoke has it. */
const TRAILING_COMMA = /,(?=[ \t\r\n]*\}[ \t\r\n]*$)/

/**
 * Keeps bodies as the bytes that were sent: a signature is over them, and whether they are JSON is asked only once it
 * is known who asks. For the whole server.
 */
export function keepRawBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, bytes, done) => {
    request.bytes = bytes as Buffer
    done(null)
  })
  // SDKs send bodies with GET; they count for the signature. A HEAD is read as a GET is.
  for (const method of ['GET', 'HEAD']) app.addHttpMethod(method, { hasBody: true, overrideExisting: true })
  // Fastify would answer 415 to a type that cannot be parsed, before anybody is asked who they are.
  app.addHook('preParsing', (request, _reply, _payload, done) => {
    request.sentType = request.headers['content-type']
    if (request.sentType !== undefined) request.headers['content-type'] = 'application/octet-stream'
    done()
  })
}

/**
 * The body as JSON. Where it is none it stays undefined and `request.malformed` says why, so that parameters are judged
 * first and the ladder's order holds by itself. Bodies of GET and DELETE are never looked at.
 */
export function parseJson(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'DELETE') return
  const { jsonLimit = JSON_LIMIT } = request.route
  const bytes = request.bytes ?? Buffer.alloc(0)
  request.malformed =
    notJson(request) ?? (bytes.length > jsonLimit ? `the body has ${bytes.length} bytes, more than ${jsonLimit}` : null)
  if (request.malformed !== null) return
  try {
    request.body = strict(bytes)
  } catch (error) {
    request.body = isLenient(request) ? lenient(request, bytes) : undefined
    if (request.body === undefined) request.malformed = `the body is not JSON: ${complaint(error as Error)}`
  }
}

/** Why the headers say that the body is not JSON. A missing type means application/json (documented). */
function notJson({ sentType, headers }: FastifyRequest): string | null {
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity') {
    return `the body is sent with Content-Encoding ${headers['content-encoding']}; send it as it is`
  }
  if (sentType === undefined || sentType === 'application/json') return null
  try {
    if (new MIMEType(sentType).essence === 'application/json') return null
  } catch {
    // Not a media type at all: refused below.
  }
  return `the body is sent as ${sentType}; send Content-Type: application/json`
}

function strict(bytes: Buffer): unknown {
  if (bytes.length === 0) throw new SyntaxError('it is empty')
  if (!isUtf8(bytes)) throw new SyntaxError('it is not UTF-8')
  const text = bytes.toString()
  if (text.startsWith('\ufeff')) throw new SyntaxError('it begins with a byte order mark')
  return parse(text, { protoAction: 'error', constructorAction: 'ignore' })
}

/** Only the service's own bodies may have the comma: IAM's samples and ours have none. */
function isLenient({ route, server }: FastifyRequest): boolean {
  return route.permission !== undefined && !server.config.strictJson
}

function lenient(request: FastifyRequest, bytes: Buffer): unknown {
  const text = bytes.toString()
  if (!isUtf8(bytes) || !TRAILING_COMMA.test(text)) return undefined
  try {
    const body = strict(Buffer.from(text.replace(TRAILING_COMMA, '')))
    request.warning = "the body has a trailing comma, as the vendor's sample has; --strict-json refuses it"
    request.log.warn({ reqId: request.id }, request.warning)
    return body
  } catch {
    return undefined
  }
}
