import fastifyPlugin from 'fastify-plugin'

/**
 * Sends a browser that opens the bare address to the console. There is no API at `/`: whoever does not ask for HTML
 * gets the gateway's answer, as at any path where nothing is published.
 */
export const welcome = fastifyPlugin(
  async (app) => {
    app.addHook('onRequest', (request, reply, done) => {
      if (request.raw.url !== '/' || request.method !== 'GET') return done()
      if (!request.headers.accept?.includes('text/html')) return done()
      // It never reaches the gateway, which sets the route.
      request.route = {}
      reply.header('vary', 'accept').redirect('/console/')
    })
  },
  { name: 'welcome' },
)
