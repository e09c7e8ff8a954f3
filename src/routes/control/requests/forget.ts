import { forgetRequests as forget } from '../../../worlds/requests.ts'
import { Nothing, route } from '../../operation.ts'
import { inWorld, WorldPath } from '../world.ts'

export const forgetRequests = route({
  method: 'DELETE',
  url: '/worlds/:project_id/requests',
  config: {
    id: 'forgetRequests',
    title: 'Empty the journal',
    title_zh: '清空请求日志',
    problems: ['unknown_world'],
  },
  schema: { params: WorldPath, response: { 204: Nothing } },
  async handler(request, reply) {
    forget(inWorld(request))
    return reply.code(204).send()
  },
})
