import type { FastifyError, FastifyInstance } from 'fastify'
import { Invalid } from '../../domain/check.ts'
import { refuse } from '../../domain/rules.ts'
import { authenticate } from '../../plugins/authentication.ts'
import { parseJson } from '../../plugins/body.ts'
import { strikeFirst } from '../../plugins/faults.ts'
import { step } from '../../plugins/step.ts'
import { createToken, recogniseAccount } from './create-token.ts'
import { listDomains } from './domains.ts'
import { listProjects } from './projects.ts'
import { listRegions } from './regions.ts'
import { showToken } from './show-token.ts'

/** Identity and Access Management: how clients get a token, and how SDKs find the ids that they were not given. */
export async function iam(app: FastifyInstance): Promise<void> {
  app.addHook('preValidation', step(parseJson))
  app.setErrorHandler<FastifyError>(async (error, { malformed }) => {
    throw error instanceof Invalid ? refuse('iam_body', malformed ?? error.message) : error
  })
  await app.register(async (unknown) => {
    unknown.addHook('preValidation', recogniseAccount)
    unknown.route(createToken)
  })
  await app.register(async (known) => {
    known.addHook('preValidation', step(authenticate))
    known.addHook('preValidation', strikeFirst)
    for (const route of [showToken, listProjects, listDomains, listRegions]) known.route(route)
  })
}
