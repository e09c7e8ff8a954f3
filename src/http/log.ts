import fastifyPlugin from 'fastify-plugin'

/** One line a request. Nothing of a header or a body is in it: they hold tokens, keys and signatures. */
export const log = fastifyPlugin(
  async (app) => {
    if (app.log.level === 'silent') return
    app.addHook('onResponse', (request, reply, done) => {
      const { operation } = request.routeOptions.config
      request.log.info(
        {
          reqId: request.id,
          method: request.method,
          path: request.url.split('?', 1)[0],
          ...(operation && { operation }),
          status: reply.statusCode,
          ...(request.refusal && { code: request.refusal.row.code, reason: request.refusal.message }),
          ms: Math.round(reply.elapsedTime * 10) / 10,
        },
        'answered',
      )
      done()
    })
  },
  { name: 'log' },
)
