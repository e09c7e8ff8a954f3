import { Type } from 'typebox'
import { showToken as show } from '../../service/token.ts'
import { Nothing, route } from '../operation.ts'
import { NoCatalog, TokenAnswer, tokenBody } from './token.ts'

// Optional here: a token that is not sent is refused like one that is unknown.
const Subject = Type.Object({
  'x-subject-token': Type.Optional(
    Type.String({
      description: 'the token to validate; without it there is none',
      examples: ['scm-emulator-demo-token-000000000001'],
    }),
  ),
})

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
    headers: Subject,
    response: { 200: TokenAnswer },
  },
  async handler(request, reply) {
    const { server, world, now, headers } = request
    const known = show({ store: server.store, world, now }, headers['x-subject-token'])
    reply.header('x-subject-token', known.token.token)
    return tokenBody(known, request)
  },
})

/** As GET, without a body: whether a token is valid (Keystone: check token). */
export const headToken = route({
  method: 'HEAD',
  url: '/auth/tokens',
  config: {
    operation: 'KeystoneCheckToken',
    title: 'Check a token',
    title_zh: '检查Token的有效性',
    description: 'As GET, without a body.',
    refuses: ['iam_subject'],
    sends: { 'x-subject-token': 'The token that was asked about.' },
  },
  schema: { querystring: NoCatalog, headers: Subject, response: { 200: Nothing } },
  async handler(request, reply) {
    const { server, world, now, headers } = request
    const known = show({ store: server.store, world, now }, headers['x-subject-token'])
    return reply.header('x-subject-token', known.token.token).send()
  },
})
