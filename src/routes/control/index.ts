import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import { Invalid } from '../../domain/check.ts'
import { Unreadable } from '../../domain/duration.ts'
import type { ErrorKey } from '../../domain/errors.ts'
import type { ProblemCode } from '../../domain/problems.ts'
import { Refusal } from '../../domain/rules.ts'
import { parseJson } from '../../http/body.ts'
import { step } from '../../http/hook.ts'
import * as certificates from './certificates.ts'
import * as clock from './clock.ts'
import { showErrors } from './errors.ts'
import * as events from './events.ts'
import * as faults from './faults.ts'
import { guard } from './guard.ts'
import { health } from './health.ts'
import { Problem } from './problem.ts'
import * as requests from './requests.ts'
import * as snapshot from './snapshot.ts'
import * as worlds from './worlds.ts'

const routes = [
  ...[health, showErrors],
  ...[worlds, clock, certificates, faults, requests, events, snapshot].flatMap((calls) => Object.values(calls)),
]

/** What can be done to worlds from outside: never faulted, never journalled, in a dialect of its own. */
export async function control(app: FastifyInstance): Promise<void> {
  app.addHook('onRequest', guard)
  app.addHook('preValidation', step(parseJson))
  app.setErrorHandler<FastifyError>(async (error, request, reply) => {
    const { status, code, message } = problemOf(error, request)
    return reply.code(status).send({ error: { code, message } })
  })
  for (const route of routes) app.route(route)
  // Whatever else is under this prefix belongs to it, whichever way it is spelt.
  app.all('/*', async ({ method, url }) => {
    throw new Problem('unknown_call', `there is no control call ${method} ${url}`)
  })
}

/** What refusals of the service and the gateway are here; any other is a bad document. */
const PROBLEM_OF: Partial<Record<ErrorKey, ProblemCode>> = {
  'SCM.0003': 'SCM.0003',
  'SCM.0010': 'SCM.0010',
  'SCM.0020': 'SCM.0020',
  'APIGW.0201/413': 'too_large',
  'APIGW.0201/414': 'uri_too_long',
  'APIGW.0201/494': 'headers_too_large',
}

function problemOf(error: FastifyError, { log, malformed }: FastifyRequest): Problem {
  if (error instanceof Problem) return error
  if (error instanceof Invalid || error instanceof Unreadable) {
    return new Problem('invalid', malformed ?? error.message)
  }
  if (error instanceof Refusal) {
    return new Problem(PROBLEM_OF[error.row.key] ?? 'invalid', error.message)
  }
  if (error.code === 'ECONNRESET') return new Problem('invalid', 'the client went away before its body was there')
  if (error.code?.startsWith('FST_') && error.statusCode && error.statusCode < 500) {
    return new Problem(error.statusCode === 413 ? 'too_large' : 'invalid', error.message)
  }
  log.error({ err: error }, 'unexpected')
  return new Problem('unexpected', 'the emulator has a defect; its log has the stack')
}
