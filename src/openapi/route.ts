import type { FastifyInstance } from 'fastify'
import { VERSION } from '../config.ts'
import { baseOf } from '../http/caller.ts'

/** The contract, as OpenAPI; made when it is first asked for, since a start should not wait for it. */
export async function openapi(app: FastifyInstance): Promise<void> {
  app.get('', async (request, reply) => {
    const { document } = await import('./document.ts')
    const contract = document(app.routes, { version: VERSION, server: baseOf(request) })
    return reply.header('cache-control', 'no-cache').send(contract)
  })
}
