import { ClockChange, ClockState } from '../../../documents/clock.ts'
import { setClock as set } from '../../../worlds/clock.ts'
import { route } from '../../operation.ts'
import { inWorld, WorldPath } from '../world.ts'

export const setClock = route({
  method: 'PUT',
  url: '/worlds/:project_id/clock',
  config: {
    id: 'setClock',
    title: 'Set the clock, or freeze it',
    title_zh: '设置或冻结时钟',
    description: 'What was due by the old time has happened; going back undoes nothing.',
    problems: ['unknown_world'],
  },
  schema: { params: WorldPath, body: ClockChange, response: { 200: ClockState } },
  async handler(request) {
    return set(inWorld(request), request.body)
  },
})
