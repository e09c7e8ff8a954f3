import { randomFillSync } from 'node:crypto'
import type { FastifyError, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import createRouter from 'find-my-way'
import { Refusal, type RuleName, refuse } from '../domain/rules.ts'
import { SPACES, spaceOf } from '../domain/spaces.ts'
import { troubleOf } from '../store/database.ts'
import type { Takes } from '../store/memory/journal.ts'
import { identify } from './auth/identify.ts'
import { foreign } from './browser.ts'
import { drain } from './drain.ts'
import { bytesOf, headersOf, languageOf } from './error-body.ts'
import { asHook } from './hook.ts'
import { throttle } from './throttle.ts'

const KB = 1024

/** The gateway's limits, in bytes (API Gateway: constraints; documented for signed requests, taken for all). */
export const LIMITS = { uri: 32 * KB, header: 32 * KB, headers: 128 * KB, body: 12 * KB * KB, sent: KB * KB } as const

/**
 * Random bytes for 256 request ids: asking for each alone costs more than the bytes. Measured side by side in one process,
 * 200,000 times each: 0.4 µs an id, against 9 µs with `randomBytes(16)` and 2.3 µs with `randomUUID`.
 */
const random = Buffer.alloc(4 * KB)
let used = random.length

/** A request id: 32 hexadecimal digits. */
export function requestId(): string {
  if (used === random.length) {
    randomFillSync(random)
    used = 0
  }
  used += 16
  return random.toString('hex', used - 16, used)
}

/** What Fastify refuses by itself, and the rule that it stands for. */
const OWN: Record<string, RuleName> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_size',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed',
  FST_ERR_BAD_URL: 'malformed',
  // A method that is none of HTTP's: RTSP has some that the parser lets pass.
  FST_ERR_NOT_FOUND: 'method',
  ECONNRESET: 'malformed',
}

/** Gives a reply what every reply of the gateway has. */
export function stamp(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-request-id', request.id)
  reply.header('server', 'api-gateway')
}

/** Turns a reply into a refusal in the vendor's form, with the reason in a header; returns the body. */
export function render(refusal: Refusal, request: FastifyRequest, reply: FastifyReply): Buffer {
  const { row, detail } = refusal
  request.refusal = refusal
  reply.code(row.status).headers(headersOf(refusal))
  return bytesOf(row, request.id, languageOf(request), detail)
}

/** Sends a refusal. */
export function answer(refusal: Refusal, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.send(render(refusal, request, reply))
}

/** The refusal that an error stands for; an unexpected one is a defect and goes to the log with its stack. */
export function refusalOf(error: FastifyError | Refusal, request: FastifyRequest): Refusal {
  if (error instanceof Refusal) return error
  const rule = OWN[error.code]
  if (rule) return refuse(rule)
  if (error.code === 'SQLITE_CONSTRAINT_FOREIGNKEY' && isGone(request)) {
    return refuse('project_unknown', 'the world was deleted while the request was under way')
  }
  const trouble = troubleOf(error)
  if (trouble) {
    request.log.warn({ reqId: request.id }, trouble)
    return refuse('storage', trouble)
  }
  request.log.error({ err: error, reqId: request.id }, 'unexpected')
  return refuse('unexpected')
}

function isGone({ world, server: { store } }: FastifyRequest): boolean {
  return world !== null && !store.worlds.get(world.project_id)
}

/**
 * The API gateway in front of the service: request ids, what is published, limits, which world a request belongs to,
 * and its dialect of errors.
 */
export const gateway = fastifyPlugin(
  async (app) => {
    // Fastify cannot tell an unknown method from an unknown path; this router knows every path under one method.
    const published = createRouter({ maxParamLength: LIMITS.sent })
    const operations = new Map<string, { hasCertificate: boolean }>()
    app.decorate('operations', operations)
    const routes: RouteOptions[] = []
    app.decorate('routes', routes)
    app.addHook('onRoute', (route) => {
      const { url } = route
      const config = { ...route.config, space: spaceOf(url) }
      route.config = config
      routes.push(route)
      if (config.operation) {
        config.takes = takesOf(route)
        operations.set(config.operation, { hasCertificate: /:cert(?:ificate)?_id\b/.test(url) })
      }
      if (!published.hasRoute('GET', url)) published.on('GET', url, () => undefined)
    })

    // Hooks that wait for nothing are written with a callback: a promise each would cost more than what they do.
    app.addHook('onRequest', (request, reply, done) => {
      request.route = request.routeOptions.config
      stamp(request, reply)
      identify(request)
      if (request.is404) {
        const [path = ''] = (request.raw.url ?? '').split('?', 1)
        if (published.find('GET', path)) throw refuse('method', `${request.method} is not published at ${path}`)
        throw refuse('path', `no API is published at ${path}`)
      }
      if (request.headers.host === undefined && request.raw.httpVersion === '1.1') {
        throw refuse('malformed', 'HTTP/1.1 needs a Host header')
      }
      keepOut(request)
      checkSize(request)
      done()
    })

    app.addHook('preValidation', asHook(throttle))

    app.setErrorHandler<FastifyError>(async (error, request, reply) => {
      const refusal = refusalOf(error, request)
      if (request.route === undefined) {
        // Requests that Fastify cannot route at all pass no hook.
        request.route = {}
        stamp(request, reply)
      }
      if (refusal.row.status === 413) {
        // A client that is still sending would see its connection break instead of the answer.
        reply.removeHeader('connection')
        await drain(request.raw)
      }
      return answer(refusal, request, reply)
    })

    // The gateway sends the bare type; Fastify appends a charset.
    app.addHook('onSend', (_request, reply, payload, done) => {
      if (reply.getHeader('content-type') === 'application/json; charset=utf-8') reply.type('application/json')
      done(null, payload)
    })
  },
  { name: 'gateway', dependencies: ['context'] },
)

/** What an operation takes, by its schemas; a wildcard of a schema is not asked for. */
function takesOf({ schema }: RouteOptions): Takes {
  const names = (part: unknown) => {
    const { properties } = (part ?? {}) as { properties?: object }
    return properties ? new Set(Object.keys(properties)) : null
  }
  return { body: names(schema?.body), query: names(schema?.querystring) }
}

/** Keeps pages out that are not ours; control calls have a guard and a dialect of their own. */
function keepOut(request: FastifyRequest): void {
  const { space } = request.route
  if (space === SPACES.control) return
  // Pages for people are not part of the contract.
  const page = foreign(request, space?.contract === null)
  if (page) throw refuse('foreign_page', page.why)
}

function checkSize({ raw: { url = '', rawHeaders } }: FastifyRequest): void {
  if (url.length > LIMITS.uri) throw refuse('uri_size', `the URI has ${url.length} bytes`)
  let sum = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const size = (rawHeaders[index]?.length ?? 0) + (rawHeaders[index + 1]?.length ?? 0)
    if (size > LIMITS.header) throw refuse('header_size', `the header ${rawHeaders[index]} has ${size} bytes`)
    sum += size
  }
  if (sum > LIMITS.headers) throw refuse('header_size', `the headers have ${sum} bytes`)
}
