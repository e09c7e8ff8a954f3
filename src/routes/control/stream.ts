import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** One message of an event stream. */
interface Message {
  readonly id: number
  readonly event: string
  readonly data: unknown
}

/** Whether the client wants a stream that goes on. */
export function wantsStream({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/event-stream') ?? false
}

/** Where a stream begins: after what its reader saw last, as `Last-Event-ID` says, or as it asks. */
export function beginOf({ headers }: FastifyRequest, after: string | undefined): number {
  return Number(headers['last-event-id'] ?? after ?? 0) || 0
}

/**
 * Sends messages as a browser's EventSource reads them, until the client goes, the server closes or they end. Where a batch
 * is empty a comment goes, as a sign of life.
 */
export function sendStream(
  { server, raw }: FastifyRequest,
  reply: FastifyReply,
  follow: (signal: AbortSignal) => AsyncIterable<readonly Message[]>,
): FastifyReply {
  const gone = new AbortController()
  raw.socket.once('close', () => gone.abort())
  const signal = AbortSignal.any([gone.signal, server.closing])
  async function* lines() {
    for await (const messages of follow(signal)) {
      yield messages.length > 0 ? messages.map(line).join('') : ': still here\n\n'
    }
  }
  return reply.type('text/event-stream').header('cache-control', 'no-store').send(Readable.from(lines()))
}

function line({ id, event, data }: Message): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}
