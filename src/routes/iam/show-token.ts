import { Type } from 'typebox'
import { read } from '../../domain/clock.ts'
import { refuse } from '../../domain/rules.ts'
import { route } from '../operation.ts'
import { NoCatalog, TokenAnswer, tokenBody } from './token.ts'

/** Describes the token in `X-Subject-Token` to a caller of the same account; the header comes back. */
export const showToken = route({
  method: 'GET',
  url: '/auth/tokens',
  config: {
    operation: 'KeystoneValidateToken',
    title: 'Validate a token',
    title_zh: '校验Token的有效性',
    description: 'Of the account of the caller.',
    refuses: ['iam_subject'],
    sends: { 'x-subject-token': 'The token that was asked about.' },
  },
  schema: {
    querystring: NoCatalog,
    // Optional here: a token that is not sent is refused like one that is unknown.
    headers: Type.Object({
      'x-subject-token': Type.Optional(
        Type.String({
          description: 'the token to validate; without it there is none',
          examples: ['scm-emulator-demo-token-000000000001'],
        }),
      ),
    }),
    response: { 200: TokenAnswer },
  },
  async handler(request, reply) {
    const { store } = request.server
    const subject = request.headers['x-subject-token']
    const token = subject === undefined ? undefined : store.identities.token(subject)
    const world = token && store.worlds.get(token.project_id)
    const user = token && store.identities.user(token.project_id, token.user_id)
    if (!(world && user) || world.project_id !== request.world?.project_id) throw refuse('iam_subject')
    if (token.expires_at !== null && token.expires_at <= read(world)) {
      throw refuse('iam_subject', 'the token in X-Subject-Token has expired')
    }
    reply.header('x-subject-token', token.token)
    return tokenBody(token, user, world, request)
  },
})
