import type { FastifyRequest } from 'fastify'
import { microseconds } from '../../plugins/authentication.ts'
import type { Token, User } from '../../store/identities.ts'
import type { World } from '../../store/projects.ts'

/** A token as IAM describes it. `?nocatalog` leaves the catalog empty (IAM API reference). */
export function tokenBody(token: Token, user: User, world: World, { host, protocol, query }: FastifyRequest) {
  const domain = { id: world.domain_id, name: world.domain_name }
  const origin = `${protocol}://${host}`
  const hasCatalog = !Object.hasOwn(query as object, 'nocatalog')
  return {
    token: {
      catalog: hasCatalog
        ? [service('iam', world.name, `${origin}/v3`), service('scm', world.name, `${origin}/v2/${world.project_id}`)]
        : [],
      expires_at: microseconds(token.expires_at ?? Date.UTC(9999, 11, 31)),
      issued_at: microseconds(token.issued_at),
      methods: ['password'],
      ...(token.scope === 'project' && { project: { domain, id: world.project_id, name: world.name } }),
      ...(token.scope === 'domain' && { domain }),
      roles: [{ id: '0', name: 'te_admin' }],
      user: { domain, id: user.user_id, name: user.name, password_expires_at: '' },
    },
  }
}

function service(name: string, region: string, url: string) {
  const id = `${name}-${region}`
  return { endpoints: [{ id, interface: 'public', region, region_id: region, url }], id: name, name, type: name }
}
