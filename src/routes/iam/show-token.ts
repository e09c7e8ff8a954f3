import { read } from '../../domain/clock.ts'
import { refuse } from '../../domain/rules.ts'
import { route } from '../operation.ts'
import { tokenBody } from './token.ts'

/** Describes the token in `X-Subject-Token` to a caller of the same account; the header comes back. */
export const showToken = route({
  method: 'GET',
  url: '/auth/tokens',
  config: { operation: 'KeystoneValidateToken' },
  async handler(request, reply) {
    const { store } = request.server
    const subject = request.headers['x-subject-token']
    const token = typeof subject === 'string' ? store.identities.token(subject) : undefined
    const world = token && store.projects.get(token.project_id)
    const user = token && store.identities.user(token.project_id, token.user_id)
    if (!(world && user) || world.project_id !== request.world?.project_id) throw refuse('iam_subject')
    if (token.expires_at !== null && token.expires_at <= read(world)) {
      throw refuse('iam_subject', 'the token in X-Subject-Token has expired')
    }
    reply.header('x-subject-token', token.token)
    return tokenBody(token, user, world, request)
  },
})
