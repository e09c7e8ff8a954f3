import { WorldSettings } from '../../../documents/settings.ts'
import { showSettings } from '../../../worlds/settings.ts'
import { route } from '../../operation.ts'
import { inWorld, WorldPath } from '../world.ts'

export const showWorld = route({
  method: 'GET',
  url: '/worlds/:project_id',
  config: {
    id: 'showWorld',
    title: 'Show a world',
    title_zh: '查询世界',
    problems: ['unknown_world'],
  },
  schema: { params: WorldPath, response: { 200: WorldSettings } },
  async handler(request) {
    return showSettings(inWorld(request))
  },
})
