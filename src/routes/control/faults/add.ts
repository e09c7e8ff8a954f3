import { FaultDocument, FaultView } from '../../../documents/fault.ts'
import { addFault as add } from '../../../worlds/faults.ts'
import { route } from '../../operation.ts'
import { inWorld, WorldPath } from '../world.ts'

export const addFault = route({
  method: 'POST',
  url: '/worlds/:project_id/faults',
  config: {
    id: 'addFault',
    title: 'Order a fault',
    title_zh: '注入故障',
    description: 'The first fault, in the order of creation, that matches a request acts on it.',
    problems: ['unknown_world', 'too_many'],
  },
  schema: { params: WorldPath, body: FaultDocument, response: { 201: FaultView } },
  async handler(request, reply) {
    const { operations } = request.server
    return reply.code(201).send(add({ ...inWorld(request), operations }, request.body))
  },
})
