import { removeFaults } from '../../../worlds/faults.ts'
import { Nothing, route } from '../../operation.ts'
import { inWorld, WorldPath } from '../world.ts'

export const removeAllFaults = route({
  method: 'DELETE',
  url: '/worlds/:project_id/faults',
  config: {
    id: 'removeFaults',
    title: 'Remove all faults',
    title_zh: '移除全部故障',
    problems: ['unknown_world'],
  },
  schema: { params: WorldPath, response: { 204: Nothing } },
  async handler(request, reply) {
    removeFaults(inWorld(request))
    return reply.code(204).send()
  },
})
