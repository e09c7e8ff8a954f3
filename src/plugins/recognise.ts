import type { FastifyRequest } from 'fastify'
import { read, wallClock } from '../domain/clock.ts'
import type { Credentials } from './context.ts'

/**
 * Decides which world a request belongs to: the token's, else the access key's, else that of the project in the path,
 * else none. Nothing is verified here; that is authentication's.
 */
export function recognise(request: FastifyRequest): void {
  const { store, config } = request.server
  const { project_id } = request.params as { project_id?: string }
  const credentials = config.auth === 'off' ? {} : lookUp(request)
  const owner = credentials.key?.project_id ?? credentials.token?.project_id ?? project_id
  request.credentials = credentials
  request.world = (owner !== undefined && store.projects.get(owner)) || null
  request.now = request.world ? read(request.world) : wallClock()
}

function lookUp({ headers, server: { store } }: FastifyRequest): Credentials {
  const sent = headers['x-auth-token']
  const token = typeof sent === 'string' ? store.identities.token(sent) : undefined
  const user = token && store.identities.user(token.project_id, token.user_id)
  return { token, user }
}
