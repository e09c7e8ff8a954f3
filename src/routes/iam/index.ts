import type { FastifyError, FastifyInstance } from 'fastify'
import { Invalid } from '../../domain/check.ts'
import { refuse } from '../../domain/rules.ts'
import { authenticate } from '../../http/auth/authentication.ts'
import { parseJson } from '../../http/body.ts'
import { strikeHook } from '../../http/faults.ts'
import { asHook } from '../../http/hook.ts'
import { showCatalog } from './catalog.ts'
import { createToken, identifyAccount } from './create-token.ts'
import { listDomains } from './domains.ts'
import { listProjects } from './projects.ts'
import { listRegions } from './regions.ts'
import { headToken, showToken } from './show-token.ts'

/** Calls that need an authenticated caller. */
const known = [showToken, headToken, showCatalog, listProjects, listDomains, listRegions]

/** IAM's operations. */
export const operations = [createToken, ...known]

/** Identity and Access Management: how clients get a token, and how SDKs find the ids that they were not given. */
export async function iam(app: FastifyInstance): Promise<void> {
  app.addHook('preValidation', asHook(parseJson))
  app.setErrorHandler<FastifyError>(async (error, { malformed }) => {
    throw error instanceof Invalid ? refuse('iam_body', malformed ?? error.message) : error
  })
  await app.register(async (unknown) => {
    unknown.addHook('preValidation', identifyAccount)
    unknown.route(createToken)
  })
  await app.register(async (scope) => {
    scope.addHook('preValidation', asHook(authenticate))
    scope.addHook('preValidation', strikeHook)
    for (const route of known) scope.route(route)
  })
}
