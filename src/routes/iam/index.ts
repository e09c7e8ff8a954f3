import type { FastifyError, FastifyInstance } from 'fastify'
import { Invalid } from '../../domain/check.ts'
import { refuse } from '../../domain/rules.ts'
import { authenticate } from '../../http/auth/authentication.ts'
import { parseJson } from '../../http/body.ts'
import { strikeFirst } from '../../http/faults.ts'
import { step } from '../../http/hook.ts'
import { createToken, recogniseAccount } from './create-token.ts'
import { listDomains } from './domains.ts'
import { listProjects } from './projects.ts'
import { listRegions } from './regions.ts'
import { showToken } from './show-token.ts'

/** What callers ask for who are known by then. */
const known = [showToken, listProjects, listDomains, listRegions]

/** IAM's operations. */
export const operations = [createToken, ...known]

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
  await app.register(async (scope) => {
    scope.addHook('preValidation', step(authenticate))
    scope.addHook('preValidation', strikeFirst)
    for (const route of known) scope.route(route)
  })
}
