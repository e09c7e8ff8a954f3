import { WorldSettings } from '../../../documents/settings.ts'
import { WorldChange } from '../../../documents/world.ts'
import { showSettings } from '../../../worlds/settings.ts'
import { updateWorld } from '../../../worlds/update.ts'
import { route } from '../../operation.ts'
import { inWorld, WorldPath } from '../world.ts'

export const changeWorld = route({
  method: 'PATCH',
  url: '/worlds/:project_id',
  config: {
    id: 'changeWorld',
    title: 'Change a world',
    title_zh: '修改世界',
    description:
      'Settings and users: one that is there is changed, another is added. Whoever gets another password, key or set of policies loses the tokens that IAM gave them.',
    problems: ['unknown_world'],
  },
  schema: { params: WorldPath, body: WorldChange, response: { 200: WorldSettings } },
  async handler(request) {
    const context = inWorld(request)
    const world = await updateWorld(context, request.body)
    return showSettings({ ...context, world })
  },
})
