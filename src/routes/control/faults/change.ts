import { FaultDocument, FaultView } from '../../../documents/fault.ts'
import { changeFault as change } from '../../../worlds/faults.ts'
import { route } from '../../operation.ts'
import { inWorld } from '../world.ts'
import { FaultPath, unknownFault } from './path.ts'

export const changeFault = route({
  method: 'PATCH',
  url: '/worlds/:project_id/faults/:fault_id',
  config: {
    id: 'changeFault',
    title: 'Change a fault',
    title_zh: '修改故障',
    description: 'It keeps its place and its count.',
    problems: ['unknown_world', 'unknown_fault', 'too_many'],
  },
  schema: { params: FaultPath, body: FaultDocument, response: { 200: FaultView } },
  async handler(request) {
    const { server, params, body } = request
    const { fault_id } = params
    const fault = change({ ...inWorld(request), operations: server.operations }, Number(fault_id), body)
    if (!fault) throw unknownFault(fault_id)
    return fault
  },
})
