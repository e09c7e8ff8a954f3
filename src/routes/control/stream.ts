import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { mayBe } from '../../domain/bounds.ts'

/** One message of an event stream. */
interface Message {
  readonly id: number
  readonly event: string
  readonly data: unknown
}

/** Whether the client asks for an event stream. */
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
  { server: { closing, streams }, raw }: FastifyRequest,
  reply: FastifyReply,
  follow: (signal: AbortSignal) => AsyncIterable<readonly Message[]>,
): FastifyReply {
  mayBe('streams', streams.open + 1)
  streams.open += 1
  const gone = new AbortController()
  raw.socket.once('close', () => gone.abort())
  reply.raw.once('close', () => {
    streams.open -= 1
  })
  const signal = AbortSignal.any([gone.signal, closing])
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
