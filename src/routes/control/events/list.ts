import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { EventPage, type EventView } from '../../../documents/event.ts'
import { strict } from '../../../documents/fields.ts'
import { followEvents, listEvents as list } from '../../../worlds/events.ts'
import { route } from '../../operation.ts'
import { beginOf, sendStream, wantsStream } from '../stream.ts'
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
    problems: ['unknown_world', 'too_many'],
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
    const { query } = request
    const context = inWorld(request)
    if (wantsStream(request)) {
      const after = beginOf(request, query.after)
      const { project_id } = context.world
      return sendStream(request, reply, (signal) => follow(request, project_id, { after, signal }))
    }
    return list(context, { after: Number(query.after ?? 0), limit: Number(query.limit ?? 100) })
  },
})

async function* follow({ server }: FastifyRequest, project_id: string, begin: Parameters<typeof followEvents>[2]) {
  for await (const events of followEvents(server.store, project_id, begin)) yield events.map(message)
}

const message = (event: EventView) => ({ id: event.id, event: event.name, data: event })
