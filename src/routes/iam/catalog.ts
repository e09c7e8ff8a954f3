import { Type } from 'typebox'
import { route } from '../operation.ts'
import { catalogOf, Service } from './token.ts'

const Catalog = Type.Object(
  {
    catalog: Type.Array(Service),
    links: Type.Object({ next: Type.Null(), previous: Type.Null(), self: Type.String() }),
  },
  {
    examples: [
      {
        catalog: [
          {
            endpoints: [
              {
                id: 'iam-cn-north-4',
                interface: 'public',
                region: 'cn-north-4',
                region_id: 'cn-north-4',
                url: 'http://127.0.0.1:4640/v3',
              },
            ],
            id: 'iam',
            name: 'iam',
            type: 'iam',
          },
        ],
        links: { next: null, previous: null, self: 'http://127.0.0.1:4640/v3/auth/catalog' },
      },
    ],
  },
)

/** The services that are emulated, at this server's address. golangsdk asks first when it logs in by access key. */
export const showCatalog = route({
  method: 'GET',
  url: '/auth/catalog',
  config: {
    operation: 'KeystoneShowCatalog',
    title: 'The catalog of services',
    title_zh: '查询服务目录',
    description:
      "Those that are emulated, at this server's address. golangsdk asks first when it logs in by access key.",
  },
  schema: { response: { 200: Catalog } },
  async handler({ world, host, protocol }) {
    const origin = `${protocol}://${host}`
    const links = { next: null, previous: null, self: `${origin}/v3/auth/catalog` }
    return { catalog: world ? catalogOf(world, origin) : [], links }
  },
})
