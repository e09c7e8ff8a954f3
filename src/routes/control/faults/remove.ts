import { removeFaults } from '../../../worlds/faults.ts'
import { Nothing, route } from '../../operation.ts'
import { inWorld } from '../world.ts'
import { FaultPath, unknownFault } from './path.ts'

export const removeFault = route({
  method: 'DELETE',
  url: '/worlds/:project_id/faults/:fault_id',
  config: {
    id: 'removeFault',
    title: 'Remove a fault',
    title_zh: '移除故障',
    problems: ['unknown_world', 'unknown_fault'],
  },
  schema: { params: FaultPath, response: { 204: Nothing } },
  async handler(request, reply) {
    const { fault_id } = request.params
    if (!removeFaults(inWorld(request), Number(fault_id))) throw unknownFault(fault_id)
    return reply.code(204).send()
  },
})
