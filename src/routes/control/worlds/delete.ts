import { deleteWorld as remove } from '../../../worlds/delete.ts'
import { Nothing, route } from '../../operation.ts'
import { inWorld, WorldPath } from '../world.ts'

export const deleteWorld = route({
  method: 'DELETE',
  url: '/worlds/:project_id',
  config: {
    id: 'deleteWorld',
    title: 'Drop a world',
    title_zh: '删除世界',
    description: 'And all that is in it.',
    problems: ['unknown_world'],
  },
  schema: { params: WorldPath, response: { 204: Nothing } },
  async handler(request, reply) {
    await remove(inWorld(request))
    return reply.code(204).send()
  },
})
