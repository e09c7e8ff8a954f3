import { WorldDocument } from '../../../documents/world.ts'
import { wallClock } from '../../../domain/clock.ts'
import { restoreSnapshot as restore } from '../../../worlds/snapshot.ts'
import { Nothing, route } from '../../operation.ts'
import { inWorld, WorldPath } from '../world.ts'

export const restoreSnapshot = route({
  method: 'PUT',
  url: '/worlds/:project_id/snapshot',
  config: {
    id: 'restoreSnapshot',
    title: 'Restore a snapshot',
    title_zh: '导入快照',
    description:
      "This world's or another's. The world keeps its identity; what the document leaves out becomes as in a new world, but for the audit trail.",
    problems: ['unknown_world', 'too_many'],
    jsonLimit: 12 * 1024 * 1024,
  },
  schema: { params: WorldPath, body: WorldDocument, response: { 204: Nothing } },
  async handler(request, reply) {
    const { config } = request.server
    await restore({ ...inWorld(request), config, now: wallClock() }, request.body)
    return reply.code(204).send()
  },
})
