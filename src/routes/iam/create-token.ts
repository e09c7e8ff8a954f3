import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { check } from '../../domain/check.ts'
import { read } from '../../domain/clock.ts'
import { strike } from '../../http/faults.ts'
import { exchange, issueToken, login } from '../../service/login.ts'
import type { Store } from '../../store/store.ts'
import type { World } from '../../store/worlds.ts'
import { route } from '../operation.ts'
import { NoCatalog, TokenAnswer, tokenBody } from './token.ts'

const text = Type.String({ minLength: 1, maxLength: 255 })
/** A token that is shown; ours are shorter, and others' are refused by IAM, not by their length. */
const secret = Type.String({ minLength: 1, maxLength: 32_768 })
const Named = Type.Object({ id: Type.Optional(text), name: Type.Optional(text) }, { minProperties: 1 })
const Project = Type.Object(
  { id: Type.Optional(text), name: Type.Optional(text), domain: Type.Optional(Named) },
  { minProperties: 1 },
)

const Password = Type.Object({
  methods: Type.Array(text, { contains: Type.Literal('password') }),
  password: Type.Object({
    user: Type.Union([
      Type.Object({ name: text, password: text, domain: Named }),
      Type.Object({ id: text, password: text }),
    ]),
  }),
})

const ByToken = Type.Object({
  methods: Type.Array(text, { contains: Type.Literal('token') }),
  token: Type.Object({ id: secret }),
})

export const CreateTokenBody = Type.Object(
  {
    auth: Type.Object({
      identity: Type.Union([Password, ByToken]),
      scope: Type.Optional(Type.Object({ project: Type.Optional(Project), domain: Type.Optional(Named) })),
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
      {
        auth: {
          identity: { methods: ['token'], token: { id: 'scm-emulator-demo-token-000000000001' } },
          scope: { project: { id: '0f5181caba0024e72f89c0045e707b91' } },
        },
      },
    ],
  },
)
export type CreateTokenBody = Static<typeof CreateTokenBody>

/** Gives a token for a user and their password, or for another token of theirs; the token itself goes in the header `X-Subject-Token`. */
export const createToken = route({
  method: 'POST',
  url: '/auth/tokens',
  config: {
    operation: 'KeystoneCreateUserTokenByPassword',
    title: 'Get a token',
    title_zh: '获取IAM用户Token',
    description:
      'By password (the user by name and account, or by id) or by a token. Only a token that is scoped to a project may call the service. It lives 24 hours of its world; one that another token gave ends with that.',
    refuses: ['iam_body', 'iam_password', 'iam_token', 'iam_scope'],
    isOpen: true,
    sends: { 'x-subject-token': 'The token.' },
  },
  schema: { querystring: NoCatalog, body: CreateTokenBody, response: { 201: TokenAnswer } },
  async handler(request, reply) {
    const { now, server, body } = request
    const { identity, scope } = body.auth
    const context = { store: server.store, now }
    const { world, user, source } =
      'password' in identity
        ? { ...(await login(context, request.world, identity.password.user)), source: undefined }
        : exchange({ ...context, world: request.world }, identity.token.id)
    // Only now it is known who asks: strangers never use a fault up.
    await strike(request, reply)
    if (reply.sent) return reply
    const token = await issueToken({ ...context, world }, user, scope, source)
    return reply.code(201).header('x-subject-token', token.token).send(tokenBody({ token, user, world }, request))
  },
})

/** Only the body tells whose request this is. */
export async function identifyAccount(request: FastifyRequest): Promise<void> {
  if (!isTokenBody(request.body)) return
  request.world = worldOf(request.server.store, request.body.auth.identity) ?? null
  if (request.world) request.now = read(request.world)
}

function worldOf({ worlds, identities }: Store, identity: CreateTokenBody['auth']['identity']): World | undefined {
  if ('token' in identity) {
    const token = identities.token(identity.token.id)
    return token && worlds.get(token.project_id)
  }
  const { user } = identity.password
  if ('id' in user) {
    const [found, ...others] = identities.usersWithId(user.id)
    return found && others.length === 0 ? worlds.get(found.project_id) : undefined
  }
  const { id, name } = user.domain
  const world = id === undefined ? worlds.ofDomain(name ?? '') : worlds.ofDomainId(id)
  return name === undefined || world?.domain_name === name ? world : undefined
}

function isTokenBody(body: unknown): body is CreateTokenBody {
  try {
    check(CreateTokenBody, body, 'body')
    return true
  } catch {
    return false
  }
}
