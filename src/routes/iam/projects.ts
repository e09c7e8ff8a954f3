import { Type } from 'typebox'
import { route } from '../operation.ts'

const links = Type.Object({ next: Type.Null(), previous: Type.Null(), self: Type.String() })

const Projects = Type.Object(
  {
    projects: Type.Array(
      Type.Object({
        domain_id: Type.String(),
        is_domain: Type.Boolean(),
        parent_id: Type.String(),
        name: Type.String(),
        description: Type.String(),
        links,
        id: Type.String(),
        enabled: Type.Boolean(),
      }),
    ),
    links,
  },
  {
    examples: [
      {
        projects: [
          {
            domain_id: 'd0e1a2b3c4d54e6f8a9b0c1d2e3f4a5b',
            is_domain: false,
            parent_id: 'd0e1a2b3c4d54e6f8a9b0c1d2e3f4a5b',
            name: 'cn-north-4',
            description: '',
            links: {
              next: null,
              previous: null,
              self: 'http://127.0.0.1:4640/v3/projects/0f5181caba0024e72f89c0045e707b91',
            },
            id: '0f5181caba0024e72f89c0045e707b91',
            enabled: true,
          },
        ],
        links: { next: null, previous: null, self: 'http://127.0.0.1:4640/v3/projects' },
      },
    ],
  },
)

/** The projects of the caller's account: one. SDKs that are given a region only find its id here. */
export const listProjects = route({
  method: 'GET',
  url: '/projects',
  config: {
    operation: 'KeystoneListProjects',
    title: 'List projects',
    title_zh: '查询指定条件下的项目列表',
    description: "Those of the caller's account: one. SDKs that are given a region only find its id here.",
    refuses: ['iam_body'],
  },
  schema: {
    querystring: Type.Object({
      name: Type.Optional(
        Type.String({ description: "the project's, which is its region's", examples: ['cn-north-4'] }),
      ),
    }),
    response: { 200: Projects },
  },
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
