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
    const end = () => {
      if (closing.signal.aborted && underWay === 0) app.server.closeAllConnections()
    }
    app.addHook('onRequest', async (_request, { raw }) => {
      underWay += 1
      raw.once('close', () => {
        underWay -= 1
        end()
      })
    })
    app.addHook('onSend', async (_request, reply, payload) => {
      if (closing.signal.aborted) reply.header('connection', 'close')
      return payload
    })
    app.addHook('preClose', async () => {
      closing.abort()
      end()
      setTimeout(() => app.server.closeAllConnections(), GRACE).unref()
    })
  },
  { name: 'closing' },
)
