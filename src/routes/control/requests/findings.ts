import { Type } from 'typebox'
import { FindingView } from '../../../documents/finding.ts'
import { listFindings as list } from '../../../worlds/requests.ts'
import { route } from '../../operation.ts'
import { inWorld, WorldPath } from '../world.ts'

export const listFindings = route({
  method: 'GET',
  url: '/worlds/:project_id/findings',
  config: {
    id: 'listFindings',
    title: 'What only happens to work',
    title_zh: '查询侥幸通过的请求',
    description: 'What the service accepted in the requests of the journal although it breaks the contract.',
    problems: ['unknown_world'],
  },
  schema: { params: WorldPath, response: { 200: Type.Object({ findings: Type.Array(FindingView) }) } },
  async handler(request) {
    return { findings: list(inWorld(request)) }
  },
})
