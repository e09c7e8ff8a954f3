import type { FastifyReply, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { BODY_LIMIT, type Exchange } from '../store/memory/journal.ts'
import { beginTape } from '../worlds/tape.ts'

/**
 * Notes every request of a world's client, whether or not there is an API at its path. An entry is complete before its
 * reply leaves, so that an assertion cannot race. What belongs to no world is only logged.
 */
export const journal = fastifyPlugin(
  async (app) => {
    app.addHook('onRequest', (request, _reply, done) => {
      const { world, now, server } = request
      // What is rehearsed is played once only.
      if (world && !server.observe) beginTape({ store: server.store, world, now })
      done()
    })
    app.addHook('onSend', (request, reply, payload, done) => {
      record(request, reply, payload)
      done(null, payload)
    })
  },
  { name: 'journal', dependencies: ['context'] },
)

/**
 * Notes an answer: for the coverage which one of the contract's it was, in the world's journal the whole of it.
 *
 * @param payload the reply's body; null where there is no reply, or it is a stream
 */
export function record(request: FastifyRequest, reply: FastifyReply, payload: unknown): void {
  const { world, fault, server, raw } = request
  const { operation } = request.route
  const code = request.refusal?.row.code ?? null
  server.observe?.(request)
  if (operation !== undefined) {
    const status = fault?.drop === undefined ? reply.statusCode : 'lost'
    server.store.coverage.answer(world?.project_id ?? null, operation, status, code)
  }
  if (!world || world.journal_limit === 0) return
  const exchange: Exchange = {
    at: request.now,
    method: request.method,
    url: raw.url ?? '',
    operation: operation ?? null,
    certificate_id: certificateOf(request),
    user: request.credentials?.user?.name ?? null,
    request_id: request.id,
    headers: raw.rawHeaders.join('\n'),
    body: beginning(request.bytes),
    status: fault?.drop === 'before' ? null : reply.statusCode,
    response_headers: JSON.stringify(reply.getHeaders()),
    response: beginning(payload),
    error_code: code,
    rule: request.refusal?.rule ?? null,
    takes: request.route.takes ?? null,
    reason: beginning(request.refusal?.message ?? request.warning) || null,
    fault: fault?.id ?? null,
    dropped: fault?.drop !== undefined,
    duration: reply.elapsedTime,
  }
  server.store.journal.record(world.project_id, world.journal_limit, exchange, isStranger(request))
}

/** Whether a request is unauthenticated: its sender may know no more than the world's id. */
function isStranger({ credentials, isVerified, server }: FastifyRequest): boolean {
  if (server.config.auth === 'off') return false
  return credentials?.by === 'token' ? credentials.user === undefined : !isVerified
}

/** The beginning of a body as text; empty where there is none, or it is a stream. */
function beginning(body: unknown): string {
  if (Buffer.isBuffer(body)) return body.toString('utf8', 0, BODY_LIMIT)
  if (typeof body !== 'string') return ''
  // A slice would keep the whole text in memory.
  return body.length > BODY_LIMIT ? Buffer.from(body.slice(0, BODY_LIMIT)).toString() : body
}

/** The certificate that a request is about, if it is about one. */
export function certificateOf({ params }: FastifyRequest): string | null {
  const { cert_id, certificate_id } = params as Record<string, string | undefined>
  return cert_id ?? certificate_id ?? null
}
