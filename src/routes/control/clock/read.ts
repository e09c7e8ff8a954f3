import { ClockState } from '../../../documents/clock.ts'
import { showClock } from '../../../worlds/clock.ts'
import { route } from '../../operation.ts'
import { inWorld, WorldPath } from '../world.ts'

export const readClock = route({
  method: 'GET',
  url: '/worlds/:project_id/clock',
  config: {
    id: 'readClock',
    title: 'Read the clock',
    title_zh: '读取时钟',
    problems: ['unknown_world'],
  },
  schema: { params: WorldPath, response: { 200: ClockState } },
  async handler(request) {
    return showClock(inWorld(request))
  },
})
