import { randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { check } from '../../domain/check.ts'
import { read, withinCalendar } from '../../domain/clock.ts'
import { DAY } from '../../domain/duration.ts'
import { matches } from '../../domain/password.ts'
import { refuse } from '../../domain/rules.ts'
import { strike } from '../../http/faults.ts'
import type { Token } from '../../store/identities.ts'
import type { World } from '../../store/worlds.ts'
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

/** A token lives 24 hours of its world's time; a new one does not end older ones (IAM API reference). */
const LIFETIME = DAY

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
    const { world, server } = request
    const { store } = server
    const { identity, scope } = request.body.auth
    const { name, password } = identity.password.user
    const user = world && store.identities.userNamed(world.project_id, name)
    if (!(world && user?.password_hash && (await matches(password, user.password_hash)))) throw refuse('iam_password')
    // Only now it is known who asks: strangers never use a fault up.
    await strike(request, reply)
    if (reply.sent) return reply
    const issued_at = request.now
    const token: Token = {
      token: `MII${randomBytes(96).toString('base64url')}`,
      project_id: world.project_id,
      user_id: user.user_id,
      scope: scopeOf(scope, world),
      issued_at,
      expires_at: withinCalendar(issued_at + LIFETIME),
    }
    await store.write(() => {
      // The password may have been changed meanwhile, which ends tokens; the whole world may be gone.
      const { password_hash } = store.identities.user(world.project_id, user.user_id) ?? {}
      if (password_hash !== user.password_hash) throw refuse('iam_password', 'the password has been changed meanwhile')
      store.identities.addToken(token)
    })
    return reply
      .code(201)
      .header('x-subject-token', token.token)
      .send(tokenBody(token, user, world, request))
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

/** With both scopes the project wins; with none the token is unscoped. @throws Refusal where it is not the user's */
function scopeOf(scope: CreateTokenBody['auth']['scope'], world: World): Token['scope'] {
  const { project, domain } = scope ?? {}
  const isOwn = (wanted: Static<typeof Named>, id: string, name: string) =>
    (wanted.id ?? id) === id && (wanted.name ?? name) === name && (wanted.id ?? wanted.name) !== undefined
  if (project) {
    if (!isOwn(project, world.project_id, world.name))
      throw refuse('iam_scope', `the user has no project ${project.id ?? project.name}`)
    return 'project'
  }
  if (domain) {
    if (!isOwn(domain, world.domain_id, world.domain_name))
      throw refuse('iam_scope', `the user has no account ${domain.id ?? domain.name}`)
    return 'domain'
  }
  return 'none'
}
