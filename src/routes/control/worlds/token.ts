import { Type } from 'typebox'
import { createToken as create } from '../../../worlds/tokens.ts'
import { route } from '../../operation.ts'
import { inWorld, WorldPath } from '../world.ts'

const Body = Type.Object(
  { user: Type.Optional(Type.String({ description: "the world's first one unless given" })) },
  { additionalProperties: false, examples: [{ user: 'demo' }, {}] },
)

const Created = Type.Object(
  {
    user: Type.String(),
    token: Type.String(),
    access_key: Type.Union([Type.Object({ ak: Type.String(), sk: Type.String() }), Type.Null()], {
      description: "the user's permanent key; null where there is none",
    }),
  },
  {
    examples: [
      {
        user: 'demo',
        token: 'c2NtLWVtdWxhdG9yLXRva2VuLW9mLWEtd29ybGQtdGhhdC1pcy1tYWRl',
        access_key: { ak: '5C1F0A9B7E3D2468ACE0', sk: 'c2NtLWVtdWxhdG9yLXNlY3JldC1rZXktb2YtYS13' },
      },
    ],
  },
)

export const createToken = route({
  method: 'POST',
  url: '/worlds/:project_id/tokens',
  config: {
    id: 'createToken',
    title: 'Make a token',
    title_zh: '创建Token',
    description:
      'For a user of the world; it is scoped to the project and never expires, as those of fixtures are. The access key that the user has comes with it.',
    problems: ['unknown_world'],
    mayBeEmpty: true,
  },
  schema: { params: WorldPath, body: Body, response: { 201: Created } },
  async handler(request, reply) {
    return reply.code(201).send(await create(inWorld(request), request.body.user))
  },
})
