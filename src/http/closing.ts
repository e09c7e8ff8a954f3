import type { IncomingMessage } from 'node:http'
import fastifyPlugin from 'fastify-plugin'

/** How long a request may still take once the server closes, in milliseconds: to be answered, and to arrive. */
const GRACE = { answer: 5_000, arrive: 500 }

/**
 * Ends what clients keep open: once the server closes, each answer says so, and with the last request under way all
 * sockets go. Fastify alone would wait for idle ones until they time out.
 */
export const closing = fastifyPlugin(
  async (app) => {
    const underWay = new Set<IncomingMessage>()
    const closing = new AbortController()
    app.decorate('closing', closing.signal)
    const { promise: idle, resolve } = Promise.withResolvers<void>()
    const end = () => {
      if (!closing.signal.aborted || underWay.size > 0) return
      app.server.closeAllConnections()
      resolve()
    }
    app.decorate('idle', idle)
    app.addHook('onRequest', ({ raw: incoming }, { raw }, done) => {
      underWay.add(incoming)
      raw.on('close', () => {
        underWay.delete(incoming)
        end()
      })
      done()
    })
    app.addHook('onSend', (_request, reply, payload, done) => {
      if (closing.signal.aborted) reply.header('connection', 'close')
      done(null, payload)
    })
    app.addHook('preClose', async () => {
      closing.abort()
      end()
      // A request that has not fully arrived has had no effect.
      const cutSlow = () => {
        for (const request of underWay) if (request.complete === false) request.destroy()
      }
      setTimeout(cutSlow, GRACE.arrive).unref()
      setTimeout(() => {
        app.server.closeAllConnections()
        resolve()
      }, GRACE.answer).unref()
    })
  },
  { name: 'closing' },
)
