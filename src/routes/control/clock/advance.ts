import { ClockAdvance, ClockState } from '../../../documents/clock.ts'
import { advanceClock as advance } from '../../../worlds/clock.ts'
import { route } from '../../operation.ts'
import { inWorld, WorldPath } from '../world.ts'

export const advanceClock = route({
  method: 'POST',
  url: '/worlds/:project_id/clock/advance',
  config: {
    id: 'advanceClock',
    title: 'Advance the clock',
    title_zh: '拨快时钟',
    description: 'A frozen clock stays frozen, a running one keeps running.',
    problems: ['unknown_world'],
  },
  schema: { params: WorldPath, body: ClockAdvance, response: { 200: ClockState } },
  async handler(request) {
    return advance(inWorld(request), request.body)
  },
})
