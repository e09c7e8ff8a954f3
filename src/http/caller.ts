import type { FastifyRequest } from 'fastify'
import type { Context } from '../service/context.ts'

/** This server's address as the client wrote it. */
export function baseOf({ protocol, host }: Pick<FastifyRequest, 'protocol' | 'host'>): string {
  return `${protocol}://${host}`
}

/** Who asks, of which world and when: what a verb is called in, once authorization has let them in. */
export function caller(request: FastifyRequest): Context {
  const { world, now, id, credentials } = request
  if (!world) throw new Error('nobody was authorized')
  const { event, operation = '' } = request.route
  const user = credentials?.user?.name ?? 'anonymous'
  const { store, ca } = request.server
  return {
    store,
    ca,
    world,
    now,
    actor: { event: event ?? operation, user, request_id: id },
    base: baseOf(request),
  }
}
