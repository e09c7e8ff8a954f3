import fastifyPlugin from 'fastify-plugin'
import { hideInUrl } from '../domain/redaction.ts'
import { traceOf } from '../domain/trace.ts'

/** One line a request. Nothing of a header or a body is in it: they hold tokens, keys and signatures. */
export const log = fastifyPlugin(
  async (app) => {
    if (app.log.level === 'silent') return
    const { store } = app
    app.addHook('onResponse', (request, reply, done) => {
      const { operation } = request.routeOptions.config
      const [sent = ''] = request.url.split('?', 1)
      // What is refused may have a token where an id belongs.
      const { refusal, headers } = request
      const trace_id = traceOf(headers.traceparent)
      const path = refusal ? hideInUrl(sent, (text) => store.identities.token(text) !== undefined).path : sent
      request.log.info(
        {
          reqId: request.id,
          method: request.method,
          path,
          ...(request.world && { world: request.world.project_id }),
          ...(trace_id && { trace_id }),
          ...(operation && { operation }),
          status: reply.statusCode,
          ...(refusal && { code: refusal.row.code, reason: refusal.message.replaceAll(sent || '/', path) }),
          ms: Math.round(reply.elapsedTime * 10) / 10,
        },
        'answered',
      )
      done()
    })
  },
  { name: 'log', dependencies: ['context'] },
)
