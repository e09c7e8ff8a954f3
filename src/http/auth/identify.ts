import type { FastifyRequest } from 'fastify'
import { read, wallClock } from '../../domain/clock.ts'
import type { Credentials } from '../context.ts'
import { parseAuthorization } from './header.ts'

/**
 * Decides which world a request belongs to: the access key's or the token's, else that of the project that it names,
 * else none. Nothing is verified here; that is authentication's.
 */
export function identify(request: FastifyRequest): void {
  // A path that is not published may still come from a known caller.
  const whose = request.route.space?.world ?? 'caller'
  if (whose === 'none') return
  const { store, config } = request.server
  // Relying parties show no credentials; whatever they send along, the CA is that of the path.
  const isOpen = config.auth === 'off' || whose === 'path'
  const credentials: Credentials = isOpen ? { by: 'nothing' } : lookUp(request)
  const owner = credentials.user?.project_id ?? namedProjects(request)[0]
  request.credentials = credentials
  request.world = (owner !== undefined && store.worlds.get(owner)) || null
  request.now = request.world ? read(request.world) : wallClock()
}

/** The projects that a request names: in its path (v2), in X-Project-Id (v3; SDKs send it with v2 too). */
export function namedProjects({ params, headers, is404, raw }: FastifyRequest): string[] {
  // At a path that is not published nothing was taken apart.
  const { project_id } = is404 ? (/^\/v2\/(?<project_id>[^/?]+)\//.exec(raw.url ?? '')?.groups ?? {}) : (params as Path)
  return [project_id, headers['x-project-id']].filter((id) => typeof id === 'string')
}

interface Path {
  project_id?: string
}

/** If both a token and a signature are sent, the signature decides. */
function lookUp({ headers, raw, server: { store } }: FastifyRequest): Credentials {
  const { authorization: header } = headers
  if (header !== undefined) {
    const authorization = isOnce(raw.rawHeaders) ? parseAuthorization(header) : undefined
    const key = authorization && store.identities.accessKey(authorization.access)
    return { by: 'signature', authorization, key, user: key && store.identities.user(key.project_id, key.user_id) }
  }
  const sent = headers['x-auth-token']
  if (typeof sent !== 'string' || sent === '') return { by: 'nothing' }
  const token = store.identities.token(sent)
  return { by: 'token', token, user: token && store.identities.user(token.project_id, token.user_id) }
}

/** Whether there is one `Authorization`; of several Node.js would show the first. */
function isOnce(rawHeaders: string[]): boolean {
  let count = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    if (name.length === 13 && name.toLowerCase() === 'authorization') count += 1
  }
  return count === 1
}
