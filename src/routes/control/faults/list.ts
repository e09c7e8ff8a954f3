import { Type } from 'typebox'
import { FaultView } from '../../../documents/fault.ts'
import { listFaults as list } from '../../../worlds/faults.ts'
import { route } from '../../operation.ts'
import { inWorld, WorldPath } from '../world.ts'

export const listFaults = route({
  method: 'GET',
  url: '/worlds/:project_id/faults',
  config: {
    id: 'listFaults',
    title: 'List the faults',
    title_zh: '查询故障列表',
    description: 'In the order in which they are tried.',
    problems: ['unknown_world'],
  },
  schema: { params: WorldPath, response: { 200: Type.Object({ faults: Type.Array(FaultView) }) } },
  async handler(request) {
    return { faults: list(inWorld(request)) }
  },
})
