import { Type } from 'typebox'
import { route } from '../operation.ts'

const links = Type.Object({ self: Type.String() })

const Domains = Type.Object(
  {
    domains: Type.Array(
      Type.Object({
        description: Type.String(),
        enabled: Type.Boolean(),
        id: Type.String(),
        links,
        name: Type.String(),
      }),
    ),
    links,
  },
  {
    examples: [
      {
        domains: [
          {
            description: '',
            enabled: true,
            id: 'd0e1a2b3c4d54e6f8a9b0c1d2e3f4a5b',
            links: { self: 'http://127.0.0.1:4640/v3/domains/d0e1a2b3c4d54e6f8a9b0c1d2e3f4a5b' },
            name: 'demo-account',
          },
        ],
        links: { self: 'http://127.0.0.1:4640/v3/auth/domains' },
      },
    ],
  },
)

/** The caller's account. SDKs with global credentials find its id here. */
export const listDomains = route({
  method: 'GET',
  url: '/auth/domains',
  config: {
    operation: 'KeystoneListAuthDomains',
    title: "The caller's account",
    title_zh: '查询IAM用户可以访问的账号详情',
    description: 'SDKs with global credentials find its id here.',
  },
  schema: { response: { 200: Domains } },
  async handler({ world, host, protocol }) {
    const url = `${protocol}://${host}/v3`
    const domains = world
      ? [
          {
            description: '',
            enabled: true,
            id: world.domain_id,
            links: { self: `${url}/domains/${world.domain_id}` },
            name: world.domain_name,
          },
        ]
      : []
    return { domains, links: { self: `${url}/auth/domains` } }
  },
})
