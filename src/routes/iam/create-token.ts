import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { check } from '../../domain/check.ts'
import { read } from '../../domain/clock.ts'
import { strike } from '../../http/faults.ts'
import { issueToken, login } from '../../service/login.ts'
import { route } from '../operation.ts'
import { NoCatalog, TokenAnswer, tokenBody } from './token.ts'

const text = Type.String({ minLength: 1, maxLength: 255 })
const Named = Type.Object({ id: Type.Optional(text), name: Type.Optional(text) }, { minProperties: 1 })

export const CreateTokenBody = Type.Object(
  {
    auth: Type.Object({
      identity: Type.Object({
        methods: Type.Array(text, { contains: Type.Literal('password') }),
        password: Type.Object({
          user: Type.Object({ name: text, password: text, domain: Type.Object({ name: text }) }),
        }),
      }),
      scope: Type.Optional(Type.Object({ project: Type.Optional(Named), domain: Type.Optional(Named) })),
    }),
  },
  {
    examples: [
      {
        auth: {
          identity: {
            methods: ['password'],
            password: { user: { name: 'demo', password: 'Demo@12345', domain: { name: 'demo-account' } } },
          },
          scope: { project: { name: 'cn-north-4' } },
        },
      },
    ],
  },
)
export type CreateTokenBody = Static<typeof CreateTokenBody>

/** Gives a token for a name and a password; the token itself goes in the header `X-Subject-Token`. */
export const createToken = route({
  method: 'POST',
  url: '/auth/tokens',
  config: {
    operation: 'KeystoneCreateUserTokenByPassword',
    title: 'Get a token by password',
    title_zh: '获取IAM用户Token（使用密码）',
    description: 'Only a token that is scoped to a project may call the service. It lives 24 hours of its world.',
    refuses: ['iam_body', 'iam_password', 'iam_scope'],
    isOpen: true,
    sends: { 'x-subject-token': 'The token.' },
  },
  schema: { querystring: NoCatalog, body: CreateTokenBody, response: { 201: TokenAnswer } },
  async handler(request, reply) {
    const { now, server, body } = request
    const { identity, scope } = body.auth
    const { world, user } = await login(server, request.world, identity.password.user)
    // Only now it is known who asks: strangers never use a fault up.
    await strike(request, reply)
    if (reply.sent) return reply
    const token = await issueToken({ store: server.store, world, now }, user, scope)
    return reply.code(201).header('x-subject-token', token.token).send(tokenBody({ token, user, world }, request))
  },
})

/** Only the body tells whose request this is. */
export async function identifyAccount(request: FastifyRequest): Promise<void> {
  if (!isTokenBody(request.body)) return
  const { name } = request.body.auth.identity.password.user.domain
  request.world = request.server.store.worlds.ofDomain(name) ?? null
  if (request.world) request.now = read(request.world)
}

function isTokenBody(body: unknown): body is CreateTokenBody {
  try {
    check(CreateTokenBody, body, 'body')
    return true
  } catch {
    return false
  }
}
