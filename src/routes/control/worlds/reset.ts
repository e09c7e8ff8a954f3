import { WorldSettings } from '../../../documents/settings.ts'
import { read, wallClock } from '../../../domain/clock.ts'
import { resetWorld as reset } from '../../../worlds/reset.ts'
import { showSettings } from '../../../worlds/settings.ts'
import { route } from '../../operation.ts'
import { inWorld, WorldPath } from '../world.ts'

export const resetWorld = route({
  method: 'POST',
  url: '/worlds/:project_id/reset',
  config: {
    id: 'resetWorld',
    title: 'Reset a world',
    title_zh: '重置世界',
    description:
      'Back to how it was made, at the present time. Its identity and its CA stay; tokens that IAM issued end.',
    problems: ['unknown_world'],
  },
  schema: { params: WorldPath, response: { 200: WorldSettings } },
  async handler(request) {
    const context = { ...inWorld(request), now: wallClock() }
    const world = await reset(context)
    return showSettings({ ...context, world, now: read(world) })
  },
})
