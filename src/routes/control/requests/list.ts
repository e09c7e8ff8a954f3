import { Type } from 'typebox'
import { RequestView } from '../../../documents/request.ts'
import { listRequests as list } from '../../../worlds/requests.ts'
import { route } from '../../operation.ts'
import { inWorld, WorldPath } from '../world.ts'
import { FilterQuery, filterOf } from './filter.ts'

/** A query filters by any field; `null` stands for none. */
export const listRequests = route({
  method: 'GET',
  url: '/worlds/:project_id/requests',
  config: {
    id: 'listRequests',
    title: 'Read the journal',
    title_zh: '查询请求日志',
    description: "The requests of a world's clients, oldest first; every field that is given must be equal.",
    problems: ['unknown_world'],
  },
  schema: {
    params: WorldPath,
    querystring: FilterQuery,
    response: { 200: Type.Object({ requests: Type.Array(RequestView) }) },
  },
  async handler(request) {
    return { requests: list(inWorld(request), filterOf(request.query)) }
  },
})
