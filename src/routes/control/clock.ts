import { ClockAdvance, ClockChange, ClockState } from '../../documents/clock.ts'
import { advanceClock, setClock, showClock } from '../../worlds/clock.ts'
import { route } from '../operation.ts'
import { found, ProjectPath } from './problem.ts'

const url = '/worlds/:project_id/clock'
const problems = ['unknown_world'] as const
const response = { 200: ClockState }

export const readClock = route({
  method: 'GET',
  url,
  config: { id: 'readClock', title: 'Read the clock', title_zh: '读取时钟', problems },
  schema: { params: ProjectPath, response },
  async handler({ server, params }) {
    return found(showClock(server.store, params.project_id), params.project_id)
  },
})

export const putClock = route({
  method: 'PUT',
  url,
  config: {
    id: 'setClock',
    title: 'Set the clock, or freeze it',
    title_zh: '设置或冻结时钟',
    description: 'What has happened by the old time has happened; going back undoes nothing.',
    problems,
  },
  schema: {
    params: ProjectPath,
    body: ClockChange,
    response,
  },
  async handler({ server, params, body }) {
    return found(await setClock(server.store, params.project_id, body), params.project_id)
  },
})

export const advance = route({
  method: 'POST',
  url: `${url}/advance`,
  config: {
    id: 'advanceClock',
    title: 'Advance the clock',
    title_zh: '拨快时钟',
    description: 'A frozen clock stays frozen, a running one keeps running.',
    problems,
  },
  schema: {
    params: ProjectPath,
    body: ClockAdvance,
    response,
  },
  async handler({ server, params, body }) {
    return found(await advanceClock(server.store, params.project_id, body.by), params.project_id)
  },
})
