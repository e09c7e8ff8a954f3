import type { FastifyError, FastifyInstance } from 'fastify'
import { Invalid } from '../../domain/check.ts'
import { refuse } from '../../domain/rules.ts'
import { parseJson } from '../../plugins/body.ts'
import { createToken } from './create-token.ts'

/** Identity and Access Management: how clients get a token. */
export async function iam(app: FastifyInstance): Promise<void> {
  app.addHook('preValidation', parseJson)
  app.setErrorHandler<FastifyError>(async (error, { malformed }) => {
    throw error instanceof Invalid ? refuse('iam_body', malformed ?? error.message) : error
  })
  app.route(createToken)
}
