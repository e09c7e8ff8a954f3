import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import { Invalid } from '../domain/check.ts'
import { Refusal, refuse } from '../domain/rules.ts'
import { authenticate } from './auth/authentication.ts'
import { authorize } from './auth/authorization.ts'
import { parseJson } from './body.ts'
import { caller } from './caller.ts'
import { strikeHook } from './faults.ts'
import { asHook } from './hook.ts'
import { certificateOf } from './journal.ts'

/**
 * What stands before every operation of the service, in both of its dialects: who asks, may they, what do they send.
 *
 * @param unknown the rule by which the dialect refuses an id that no certificate has
 */
export function scm(app: FastifyInstance, unknown: 'certificate_unknown' | 'certificate_gone'): void {
  app.addHook('preValidation', asHook(authenticate))
  app.addHook('preValidation', asHook(authorize))
  app.addHook('preValidation', strikeHook)
  app.addHook('preValidation', asHook(parseJson))
  app.setErrorHandler<FastifyError>(async (error, request) => {
    const refusal = error instanceof Invalid ? invalid(error, request) : inDialect(error, unknown)
    await record(refusal, request)
    throw refusal
  })
}

/** v2 and v3 differ in how they refuse an id that no certificate has. */
function inDialect(error: FastifyError | Refusal, unknown: 'certificate_unknown' | 'certificate_gone') {
  return error instanceof Refusal && error.row.key === 'SCM.0020' ? refuse(unknown, error.message) : error
}

function invalid(error: Invalid & { validationContext?: string }, { malformed }: FastifyRequest): Refusal {
  if (error.message.startsWith('params /cert')) return refuse('certificate_id', error.message)
  return refuse('parameter', malformed ?? error.message)
}

/** The vendor's audit service records what the service refused, too; what the gateway refused never reached it. */
async function record(error: FastifyError | Refusal, request: FastifyRequest): Promise<void> {
  if (!(error instanceof Refusal) || error.rule === null) return
  if (!(error.row.code.startsWith('SCM.') && request.world && request.route.event)) return
  const { store, world, now, actor } = caller(request)
  await store.write(() =>
    store.events.refused({ project_id: world.project_id, actor, resource: certificateOf(request) }, now, {
      code: error.row.code,
      reason: error.message,
    }),
  )
}
