import fastifyPlugin from 'fastify-plugin'

/** How long a request that is under way may still take once the server closes, in milliseconds. */
const GRACE = 5_000

/**
 * Ends what clients keep open: once the server closes, each answer says so, and with the last request under way all
 * sockets go. Fastify alone would wait for idle ones until they time out.
 */
export const closing = fastifyPlugin(
  async (app) => {
    let underWay = 0
    const closing = new AbortController()
    app.decorate('closing', closing.signal)
    const { promise: idle, resolve } = Promise.withResolvers<void>()
    const end = () => {
      if (!closing.signal.aborted || underWay > 0) return
      app.server.closeAllConnections()
      resolve()
    }
    app.decorate('idle', idle)
    const leave = () => {
      underWay -= 1
      end()
    }
    app.addHook('onRequest', (_request, { raw }, done) => {
      underWay += 1
      raw.on('close', leave)
      done()
    })
    app.addHook('onSend', (_request, reply, payload, done) => {
      if (closing.signal.aborted) reply.header('connection', 'close')
      done(null, payload)
    })
    app.addHook('preClose', async () => {
      closing.abort()
      end()
      setTimeout(() => {
        app.server.closeAllConnections()
        resolve()
      }, GRACE).unref()
    })
  },
  { name: 'closing' },
)
