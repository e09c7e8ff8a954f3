import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { microseconds } from '../../http/auth/authentication.ts'
import type { KnownToken } from '../../service/token.ts'
import type { World } from '../../store/worlds.ts'

const DEMO = { id: 'd0e1a2b3c4d54e6f8a9b0c1d2e3f4a5b', name: 'demo-account' }

const EXAMPLE = {
  catalog: [],
  expires_at: '2026-11-25T08:00:00.000000Z',
  issued_at: '2026-11-24T08:00:00.000000Z',
  methods: ['password'],
  project: { domain: DEMO, id: '0f5181caba0024e72f89c0045e707b91', name: 'cn-north-4' },
  roles: [{ id: '0', name: 'te_admin' }],
  user: { domain: DEMO, id: '5f1e2d3c4b5a49688776655443322110', name: 'demo', password_expires_at: '' },
}

const Domain = Type.Object({ id: Type.String(), name: Type.String() })

export const Service = Type.Object({
  endpoints: Type.Array(
    Type.Object({
      id: Type.String(),
      interface: Type.Literal('public'),
      region: Type.String(),
      region_id: Type.String(),
      url: Type.String(),
    }),
  ),
  id: Type.String(),
  name: Type.String(),
  type: Type.String(),
})

/** What is said of a token; the token itself is in a header. */
export const TokenAnswer = Type.Object(
  {
    token: Type.Object({
      catalog: Type.Array(Service),
      expires_at: Type.String(),
      issued_at: Type.String(),
      methods: Type.Array(Type.Enum(['password', 'token'])),
      project: Type.Optional(Type.Object({ domain: Domain, id: Type.String(), name: Type.String() })),
      domain: Type.Optional(Domain),
      roles: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
      user: Type.Object({ domain: Domain, id: Type.String(), name: Type.String(), password_expires_at: Type.String() }),
    }),
  },
  { examples: [{ token: EXAMPLE }] },
)
export type TokenAnswer = Static<typeof TokenAnswer>

export const NoCatalog = Type.Object({
  nocatalog: Type.Optional(Type.Unknown({ description: 'leaves the catalog empty, whatever its value' })),
})

type Asked = Pick<FastifyRequest, 'host' | 'protocol'> & { query: Static<typeof NoCatalog> }

/** A token as IAM describes it. `?nocatalog` leaves the catalog empty (IAM API reference). */
export function tokenBody({ token, user, world }: KnownToken, { host, protocol, query }: Asked): TokenAnswer {
  const domain = { id: world.domain_id, name: world.domain_name }
  const hasCatalog = !Object.hasOwn(query, 'nocatalog')
  return {
    token: {
      catalog: hasCatalog ? catalogOf(world, `${protocol}://${host}`) : [],
      expires_at: microseconds(token.expires_at ?? Date.UTC(9999, 11, 31)),
      issued_at: microseconds(token.issued_at),
      methods: [token.method],
      ...(token.scope === 'project' && { project: { domain, id: world.project_id, name: world.name } }),
      ...(token.scope === 'domain' && { domain }),
      roles: [{ id: '0', name: 'te_admin' }],
      user: { domain, id: user.user_id, name: user.name, password_expires_at: '' },
    },
  }
}

/** The services that are emulated, at this server's address. */
export function catalogOf({ name, project_id }: World, origin: string): Static<typeof Service>[] {
  return [service('iam', name, `${origin}/v3`), service('scm', name, `${origin}/v2/${project_id}`)]
}

function service(name: string, region: string, url: string): Static<typeof Service> {
  const id = `${name}-${region}`
  return { endpoints: [{ id, interface: 'public', region, region_id: region, url }], id: name, name, type: name }
}
