import fastifyPlugin from 'fastify-plugin'

/** Counts what is answered, for Prometheus: control calls too, but no status that only a fault can order. */
export const metrics = fastifyPlugin(
  async (app) => {
    const counted = app.store.metrics
    app.addHook('onResponse', (request, reply, done) => {
      const { operation, id } = request.route
      const status = request.fault?.response ? 0 : reply.statusCode
      counted.answered(operation ?? id ?? 'none', status, request.refusal?.row.code ?? '', reply.elapsedTime)
      done()
    })
  },
  { name: 'metrics', dependencies: ['context'] },
)
