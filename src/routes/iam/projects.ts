import { Type } from 'typebox'
import { route } from '../operation.ts'

/** The projects of the caller's account: one. SDKs that are given a region only find its id here. */
export const listProjects = route({
  method: 'GET',
  url: '/projects',
  config: { operation: 'KeystoneListProjects' },
  schema: { querystring: Type.Object({ name: Type.Optional(Type.String()) }) },
  async handler({ world, query, host, protocol }) {
    const url = `${protocol}://${host}/v3/projects`
    const links = (self: string) => ({ next: null, previous: null, self })
    const isWanted = world && (query.name === undefined || query.name === world.name)
    const projects = isWanted
      ? [
          {
            domain_id: world.domain_id,
            is_domain: false,
            parent_id: world.domain_id,
            name: world.name,
            description: '',
            links: links(`${url}/${world.project_id}`),
            id: world.project_id,
            enabled: true,
          },
        ]
      : []
    return { projects, links: links(url) }
  },
})
