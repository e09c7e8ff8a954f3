import { route } from '../operation.ts'

/** The caller's account. SDKs with global credentials find its id here. */
export const listDomains = route({
  method: 'GET',
  url: '/auth/domains',
  config: { operation: 'KeystoneListAuthDomains' },
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
