import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { EventPage, type EventView } from '../../../documents/event.ts'
import { strict } from '../../../documents/fields.ts'
import { followEvents, listEvents as list } from '../../../worlds/events.ts'
import { route } from '../../operation.ts'
import { inWorld, WorldPath } from '../world.ts'

/** Events as a browser's EventSource reads them; a comment now and then is a sign of life. */
const Stream = Type.String({
  examples: ['id: 1\nevent: revokeScmCert\ndata: {"id":1,"name":"revokeScmCert"}\n\n'],
})

const Query = Type.Object(
  {
    after: Type.Optional(
      Type.String({ pattern: '^[0-9]{1,15}$', description: 'the number of an event', examples: ['0'] }),
    ),
    limit: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,3}$', description: '1 to 9999', examples: ['100'] })),
  },
  strict,
)

export const listEvents = route({
  method: 'GET',
  url: '/worlds/:project_id/events',
  config: {
    id: 'listEvents',
    title: 'Read the audit trail',
    title_zh: '查询审计记录',
    description:
      'A page, oldest first; with `Accept: text/event-stream` a stream that goes on, from `after` or `Last-Event-ID`.',
    problems: ['unknown_world'],
  },
  schema: {
    params: WorldPath,
    querystring: Query,
    headers: Type.Object({
      'last-event-id': Type.Optional(Type.String({ description: 'for a stream, instead of `after`' })),
    }),
    response: {
      200: { content: { 'application/json': { schema: EventPage }, 'text/event-stream': { schema: Stream } } },
    },
  },
  async handler(request, reply) {
    const { query, headers } = request
    const context = inWorld(request)
    if (headers.accept?.includes('text/event-stream')) {
      const after = Number(headers['last-event-id'] ?? query.after ?? 0) || 0
      return stream(request, reply, { project_id: context.world.project_id, after })
    }
    return list(context, { after: Number(query.after ?? 0), limit: Number(query.limit ?? 100) })
  },
})

function stream(
  { server, raw }: FastifyRequest,
  reply: FastifyReply,
  { project_id, after }: { project_id: string; after: number },
): FastifyReply {
  const gone = new AbortController()
  raw.socket.once('close', () => gone.abort())
  const signal = AbortSignal.any([gone.signal, server.closing])
  async function* lines() {
    for await (const events of followEvents(server.store, project_id, { after, signal })) {
      yield events.length > 0 ? events.map(line).join('') : ': still here\n\n'
    }
  }
  return reply.type('text/event-stream').header('cache-control', 'no-store').send(Readable.from(lines()))
}

function line(event: EventView): string {
  return `id: ${event.id}\nevent: ${event.name}\ndata: ${JSON.stringify(event)}\n\n`
}
