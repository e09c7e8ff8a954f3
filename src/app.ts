import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyPluginAsync,
  type FastifySchemaCompiler,
  LogController,
  type RawServerDefault,
} from 'fastify'
import type { TSchema } from 'typebox'
import { BOUNDS } from './domain/bounds.ts'
import { check } from './domain/check.ts'
import { milliseconds } from './domain/duration.ts'
import { refuse } from './domain/rules.ts'
import { SPACES, type SpaceName } from './domain/spaces.ts'
import { keepRawBodies } from './http/body.ts'
import { refuseSocket, refuseTunnel } from './http/client-error.ts'
import { closing } from './http/closing.ts'
import { context, type Parts } from './http/context.ts'
import { drops, faults } from './http/faults.ts'
import { answer, gateway, LIMITS, requestId, stamp } from './http/gateway.ts'
import { journal } from './http/journal.ts'
import { log } from './http/log.ts'
import { metrics } from './http/metrics.ts'
import { welcome } from './http/welcome.ts'
import { contractOf } from './openapi/contract.ts'
import { openapi } from './openapi/route.ts'
import { webConsole } from './routes/console/index.ts'
import { control } from './routes/control/index.ts'
import { docs } from './routes/docs/index.ts'
import { llms } from './routes/docs/llms.ts'
import { iam } from './routes/iam/index.ts'
import { pki } from './routes/pki/index.ts'
import { scmV2 } from './routes/scm/v2/index.ts'
import { scmV3 } from './routes/scm/v3/index.ts'

/** The map of the server: what stands before every request, then every space of its address. */
export async function createApp(parts: Parts, logger: FastifyBaseLogger) {
  const app = Fastify<RawServerDefault>({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestId,
    // The few lines that a request logs name it themselves: a logger of its own for each would cost more than the line.
    childLoggerFactory: (parent) => parent,
    bodyLimit: LIMITS.body,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    routerOptions: { maxParamLength: LIMITS.sent },
    ...deadlines(parts.config),
    // Given ours, Fastify does not even load its own. Its types know no other validators than Ajv.
    schemaController: {
      compilersFactory: { buildValidator: () => validator as never, buildSerializer: () => () => JSON.stringify },
    },
    frameworkErrors(error, request, reply) {
      stamp(request, reply)
      answer(refuse('malformed', error.message), request, reply)
    },
    clientErrorHandler: refuseSocket,
  }).withTypeProvider<TypeBoxTypeProvider>()

  // Node.js answers an expectation that it does not know by itself, in no dialect of ours.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response))
  app.server.on('connect', refuseTunnel)
  // Node.js would drop what comes after the thousandth, and answer as if it had not been sent.
  app.server.maxHeadersCount = 0
  app.server.maxConnections = BOUNDS.connections.most
  keepRawBodies(app)
  await app.register(context, parts)
  let contract: ReturnType<typeof contractOf> | undefined
  app.decorate('contract', () => (contract ??= contractOf(app.routes)))
  await app.register(log)
  await app.register(metrics)
  await app.register(closing)
  await app.register(welcome)
  await app.register(gateway)
  await app.register(faults)
  await app.register(journal)
  await app.register(drops)

  for (const [name, { prefix }] of Object.entries(SPACES)) await app.register(SCOPES[name as SpaceName], { prefix })
  return app
}

/** What is registered in each space. */
const SCOPES: Record<SpaceName, FastifyPluginAsync> = {
  scm_v2: scmV2,
  scm_v3: scmV3,
  iam,
  pki,
  control,
  openapi,
  docs,
  console: webConsole,
  llms,
}

/** How Node.js reads requests: what they may be long, and how long they may take to arrive. */
function deadlines({ headTimeout, requestTimeout }: Parts['config']) {
  const [head, whole] = [milliseconds(headTimeout), milliseconds(requestTimeout)]
  return {
    requestTimeout: whole,
    http: {
      maxHeaderSize: LIMITS.sent,
      requireHostHeader: false,
      headersTimeout: Math.min(head, whole),
      connectionsCheckingInterval: Math.min(1_000, head, whole),
    },
  }
}

/** Nothing is converted: what is not what the schema says is refused, with the place and what to do. */
const validator: FastifySchemaCompiler<TSchema> =
  ({ schema, httpPart = 'request' }) =>
  (value: unknown) => {
    try {
      return { value: check(schema, value, httpPart) }
    } catch (error) {
      return { error: error as Error }
    }
  }
