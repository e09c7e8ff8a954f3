import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { delayOf, type Fault } from '../domain/fault.ts'
import { refuseAs } from '../domain/rules.ts'
import { render } from './gateway.ts'
import { certificateOf, record } from './journal.ts'

/**
 * Lets the first fault that matches act: before the effect it waits, answers or cuts the connection; what it does after
 * the effect, the hooks below do. Comes once the caller is known: strangers never use a fault up.
 */
export function strike(request: FastifyRequest, reply: FastifyReply): Promise<unknown> | undefined {
  const { world, server } = request
  const { operation } = request.route
  if (!world || operation === undefined) return
  const fault = server.store.faults.strike(world.project_id, { operation, certificate_id: certificateOf(request) })
  if (!fault) return
  request.fault = fault
  return fault.when === 'after' || fault.drop === 'after' ? undefined : before(fault, request, reply)
}

/** `strike` as a hook. */
export function strikeHook(request: FastifyRequest, reply: FastifyReply, done: (error?: FastifyError) => void): void {
  const acting = strike(request, reply)
  if (acting) acting.then(() => reply.sent || done(), done)
  else done()
}

async function before(fault: Fault, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  await wait(fault, request)
  if (fault.drop === 'before') {
    record(request, reply, null)
    return cut(reply)
  }
  if (fault.error) throw refuseAs(fault.error, `fault ${fault.id} answers instead of the service`)
  if (fault.response) return reply.send(respond(fault, fault.response, reply))
}

/** After the effect: another reply than the handler's. Registered before the journal, which sees what is sent. */
export const faults = fastifyPlugin(
  async (app) => {
    app.addHook('onSend', (request, reply, payload, done) => {
      const { fault } = request
      if (!fault || (fault.when !== 'after' && fault.drop !== 'after')) done(null, payload)
      else after(fault, request, reply, payload).then((other) => done(null, other), done)
    })
  },
  { name: 'faults', dependencies: ['context'] },
)

/** After the effect: no reply at all. Registered after the journal, which sees what is lost. */
export const drops = fastifyPlugin(
  async (app) => {
    // In the style with a callback, which is then never called: an asynchronous hook would still answer.
    app.addHook('onSend', (request, reply, payload, done) => {
      if (request.fault?.drop === 'after') cut(reply)
      else done(null, payload)
    })
  },
  { name: 'drops', dependencies: ['context'] },
)

async function after(fault: Fault, request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  await wait(fault, request)
  if (fault.error) return render(refuseAs(fault.error, `fault ${fault.id} answers after the effect`), request, reply)
  return fault.response ? respond(fault, fault.response, reply) : payload
}

function cut(reply: FastifyReply): FastifyReply {
  reply.hijack()
  reply.raw.destroy()
  return reply
}

type Response = NonNullable<Fault['response']>

function respond({ id }: Fault, { status, headers = {}, body = '' }: Response, reply: FastifyReply): Buffer {
  reply
    .code(status)
    .header('x-emulator-reason', `fault ${id} answers`)
    .type('application/json')
    .headers({ ...headers })
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
}

/** Holds up this request only; ends early where the client goes, or the server closes. */
async function wait(fault: Fault, { raw, server }: FastifyRequest): Promise<void> {
  const length = delayOf(fault)
  if (length === 0) return
  const gone = new AbortController()
  const leave = () => gone.abort()
  raw.socket.once('close', leave)
  await sleep(length, undefined, { signal: AbortSignal.any([gone.signal, server.closing]) }).catch(() => undefined)
  raw.socket.off('close', leave)
}
