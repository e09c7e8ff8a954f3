import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import { TooMany } from '../../domain/bounds.ts'
import { Invalid } from '../../domain/check.ts'
import { Unreadable } from '../../domain/duration.ts'
import type { ErrorKey } from '../../domain/errors.ts'
import { nestingOf } from '../../domain/nesting.ts'
import type { ProblemCode } from '../../domain/problems.ts'
import { Refusal } from '../../domain/rules.ts'
import { parseJson } from '../../http/body.ts'
import { asHook } from '../../http/hook.ts'
import { troubleOf } from '../../store/database.ts'
import { loadCase } from './case/load.ts'
import { saveCase } from './case/save.ts'
import { changeCertificate } from './certificates/change.ts'
import { listCertificates } from './certificates/list.ts'
import { placeCertificate } from './certificates/place.ts'
import { readCertificate } from './certificates/read.ts'
import { removeCertificate } from './certificates/remove.ts'
import { reviewCertificate } from './certificates/review.ts'
import { showX509 } from './certificates/x509.ts'
import { listClients } from './clients/list.ts'
import { clientFile } from './clients/read.ts'
import { advanceClock } from './clock/advance.ts'
import { readClock } from './clock/read.ts'
import { setClock } from './clock/set.ts'
import { clearCoverage } from './coverage/clear.ts'
import { readCoverage, readWorldCoverage } from './coverage/read.ts'
import { showErrors } from './errors.ts'
import { listEvents } from './events/list.ts'
import { explainRequest } from './explain.ts'
import { addFault } from './faults/add.ts'
import { changeFault } from './faults/change.ts'
import { listFaults } from './faults/list.ts'
import { removeFault } from './faults/remove.ts'
import { removeAllFaults } from './faults/remove-all.ts'
import { guard } from './guard.ts'
import { health } from './health.ts'
import { readMetrics } from './metrics.ts'
import { Problem } from './problem.ts'
import { listFailures } from './requests/failures.ts'
import { listFindings } from './requests/findings.ts'
import { forgetRequests } from './requests/forget.ts'
import { listRequests } from './requests/list.ts'
import { verifyRequests } from './requests/verify.ts'
import { restoreSnapshot } from './snapshot/restore.ts'
import { takeSnapshot } from './snapshot/take.ts'
import { afterStep, beforeStep } from './steps.ts'
import { unknownWorld } from './world.ts'
import { changeWorld } from './worlds/change.ts'
import { createWorld } from './worlds/create.ts'
import { deleteWorld } from './worlds/delete.ts'
import { listWorlds } from './worlds/list.ts'
import { resetWorld } from './worlds/reset.ts'
import { showWorld } from './worlds/show.ts'
import { createToken } from './worlds/token.ts'

/** Every control call, in the order in which the contract tells of them. */
const CALLS = [
  health,
  readMetrics,
  showErrors,
  createWorld,
  listWorlds,
  showWorld,
  changeWorld,
  deleteWorld,
  resetWorld,
  createToken,
  readClock,
  setClock,
  advanceClock,
  placeCertificate,
  listCertificates,
  readCertificate,
  showX509,
  changeCertificate,
  removeCertificate,
  reviewCertificate,
  addFault,
  listFaults,
  changeFault,
  removeFault,
  removeAllFaults,
  listRequests,
  forgetRequests,
  verifyRequests,
  listFailures,
  listFindings,
  explainRequest,
  readCoverage,
  readWorldCoverage,
  clearCoverage,
  listEvents,
  takeSnapshot,
  restoreSnapshot,
  saveCase,
  loadCase,
  listClients,
  clientFile,
]

/** What can be done to worlds from outside: never faulted, never journalled, in a dialect of its own. */
export async function control(app: FastifyInstance): Promise<void> {
  app.addHook('onRequest', guard)
  app.addHook('preValidation', asHook(readDocument))
  app.addHook('preHandler', asHook(beforeStep))
  app.addHook('onSend', afterStep)
  app.setErrorHandler<FastifyError>(async (error, request, reply) => {
    const { status, code, message } = problemOf(error, request)
    return reply.code(status).send({ error: { code, message } })
  })
  for (const call of CALLS) app.route(call)
  // Whatever else is under this prefix belongs to it, whichever way it is spelt.
  app.all('/*', async ({ method, url }) => {
    throw new Problem('unknown_call', `there is no control call ${method} ${url}`)
  })
}

/** No sensible document is nested deeper; deeper ones would overflow the stack of what reads them. */
const DEEPEST = 100

/** The body as JSON; where a document may be empty, no body at all is one. @throws Problem */
function readDocument(request: FastifyRequest): void {
  const { bytes, route } = request
  if (bytes && nestingOf(bytes, DEEPEST) > DEEPEST) {
    throw new Problem('invalid', `the body is nested more than ${DEEPEST} deep`)
  }
  if (route.mayBeEmpty && (bytes === null || bytes.length === 0)) request.body = {}
  else parseJson(request)
}

/** What refusals of the service and the gateway are here; any other is a bad document. */
const PROBLEM_OF: Partial<Record<ErrorKey, ProblemCode>> = {
  'SCM.0003': 'SCM.0003',
  'SCM.0010': 'SCM.0010',
  'SCM.0020': 'SCM.0020',
  'SCM.0069': 'unknown_world',
  'APIGW.0201/413': 'too_large',
  'APIGW.0201/414': 'uri_too_long',
  'APIGW.0201/494': 'headers_too_large',
}

function problemOf(error: FastifyError, { log, malformed, params }: FastifyRequest): Problem {
  if (error instanceof Problem) return error
  if (error instanceof Invalid || error instanceof Unreadable) {
    return new Problem('invalid', malformed ?? error.message)
  }
  if (error instanceof TooMany) return new Problem('too_many', error.message)
  if (error instanceof Refusal) {
    return new Problem(PROBLEM_OF[error.row.key] ?? 'invalid', error.message)
  }
  if (error.code === 'ECONNRESET') return new Problem('invalid', 'the client went away before its body was there')
  if (error.code?.startsWith('FST_') && error.statusCode && error.statusCode < 500) {
    return new Problem(error.statusCode === 413 ? 'too_large' : 'invalid', error.message)
  }
  // It was deleted while the call was under way.
  if (error.code === 'SQLITE_CONSTRAINT_FOREIGNKEY') {
    return new Problem('unknown_world', unknownWorld((params as { project_id: string }).project_id))
  }
  const trouble = troubleOf(error)
  if (trouble) {
    log.warn(trouble)
    return new Problem('storage', trouble)
  }
  log.error({ err: error }, 'unexpected')
  return new Problem('unexpected', 'the emulator has a defect; its log has the stack')
}
