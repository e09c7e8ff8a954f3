import type { FastifyReply, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'

/** How much of a body the journal keeps, in bytes. */
const BODY_LIMIT = 16 * 1024

/**
 * Notes every request of a world's client, whether or not there is an API at its path. An entry is complete before its
 * reply leaves, so that an assertion cannot race. What belongs to no world is only logged.
 */
export const journal = fastifyPlugin(
  async (app) => {
    app.addHook('onSend', async (request, reply, payload) => {
      record(request, reply, payload)
      return payload
    })
  },
  { name: 'journal', dependencies: ['context'] },
)

/** Writes the journal's entry. @param payload the reply's body; null where there is no reply, or it is a stream */
export function record(request: FastifyRequest, reply: FastifyReply, payload: unknown): void {
  const { world, fault, server, raw } = request
  if (!world) return
  const response = typeof payload === 'string' ? payload.slice(0, BODY_LIMIT) : beginning(payload)
  server.store.journal.record(world.project_id, world.journal_limit, {
    at: request.now,
    method: request.method,
    url: raw.url ?? '',
    operation: request.routeOptions.config.operation ?? null,
    certificate_id: certificateOf(request),
    user: request.credentials?.user?.name ?? null,
    request_id: request.id,
    rawHeaders: raw.rawHeaders,
    body: beginning(request.bytes),
    status: fault?.drop === 'before' ? null : reply.statusCode,
    response_headers: reply.getHeaders(),
    response,
    error_code: request.refusal?.row.code ?? null,
    reason: request.refusal?.message ?? request.warning,
    fault: fault?.id ?? null,
    dropped: fault?.drop !== undefined,
    duration: reply.elapsedTime,
  })
}

/** The beginning of a body; a copy where it is longer, so that the rest is not held with it. */
function beginning(bytes: unknown): Buffer | null {
  if (!Buffer.isBuffer(bytes)) return null
  return bytes.length <= BODY_LIMIT ? bytes : Buffer.from(bytes.subarray(0, BODY_LIMIT))
}

/** The certificate that a request is about, if it is about one. */
export function certificateOf({ params }: FastifyRequest): string | null {
  const { cert_id, certificate_id } = params as Record<string, string | undefined>
  return cert_id ?? certificate_id ?? null
}
