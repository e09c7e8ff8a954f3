import { Type } from 'typebox'
import { route } from '../operation.ts'

const Regions = Type.Object(
  {
    regions: Type.Array(
      Type.Object({
        id: Type.String(),
        type: Type.Literal('public'),
        description: Type.String(),
        links: Type.Object({ self: Type.String() }),
        parent_region_id: Type.Null(),
      }),
    ),
    links: Type.Object({ next: Type.Null(), previous: Type.Null(), self: Type.String() }),
  },
  {
    examples: [
      {
        regions: [
          {
            id: 'cn-north-4',
            type: 'public',
            description: '',
            links: { self: 'http://127.0.0.1:4640/v3/regions/cn-north-4' },
            parent_region_id: null,
          },
        ],
        links: { next: null, previous: null, self: 'http://127.0.0.1:4640/v3/regions' },
      },
    ],
  },
)

/** The regions: that of the caller's project. An SDK asks when it was given one that is no project's name. */
export const listRegions = route({
  method: 'GET',
  url: '/regions',
  config: {
    operation: 'KeystoneListRegions',
    title: 'List regions',
    title_zh: '查询区域列表',
    description: "That of the caller's project. An SDK asks when it was given one that is no project's name.",
  },
  schema: { response: { 200: Regions } },
  async handler({ world, host, protocol }) {
    const self = `${protocol}://${host}/v3/regions`
    const links = { next: null, previous: null, self }
    const regions = world
      ? [
          {
            id: world.name,
            type: 'public' as const,
            description: '',
            links: { self: `${self}/${world.name}` },
            parent_region_id: null,
          },
        ]
      : []
    return { regions, links }
  },
})
