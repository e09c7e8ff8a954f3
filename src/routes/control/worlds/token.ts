import { Type } from 'typebox'
import { createToken as create } from '../../../worlds/tokens.ts'
import { route } from '../../operation.ts'
import { inWorld, WorldPath } from '../world.ts'

const Body = Type.Object(
  { user: Type.Optional(Type.String({ description: "the world's first one unless given" })) },
  { additionalProperties: false, examples: [{ user: 'demo' }, {}] },
)

const Created = Type.Object(
  { user: Type.String(), token: Type.String() },
  { examples: [{ user: 'demo', token: 'c2NtLWVtdWxhdG9yLXRva2VuLW9mLWEtd29ybGQtdGhhdC1pcy1tYWRl' }] },
)

export const createToken = route({
  method: 'POST',
  url: '/worlds/:project_id/tokens',
  config: {
    id: 'createToken',
    title: 'Make a token',
    title_zh: '创建Token',
    description: 'For a user of the world; it is scoped to the project and never expires, as those of fixtures are.',
    problems: ['unknown_world'],
    mayBeEmpty: true,
  },
  schema: { params: WorldPath, body: Body, response: { 201: Created } },
  async handler(request, reply) {
    return reply.code(201).send(await create(inWorld(request), request.body.user))
  },
})
