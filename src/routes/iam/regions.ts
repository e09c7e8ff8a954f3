import { route } from '../operation.ts'

/** The regions: that of the caller's project. An SDK asks when it was given one that is no project's name. */
export const listRegions = route({
  method: 'GET',
  url: '/regions',
  config: { operation: 'KeystoneListRegions' },
  async handler({ world, host, protocol }) {
    const self = `${protocol}://${host}/v3/regions`
    const links = { next: null, previous: null, self }
    const regions = world
      ? [
          {
            id: world.name,
            type: 'public',
            description: '',
            links: { self: `${self}/${world.name}` },
            parent_region_id: null,
          },
        ]
      : []
    return { regions, links }
  },
})
