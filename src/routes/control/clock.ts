import { Type } from 'typebox'
import { INSTANT } from '../../domain/clock.ts'
import { DURATION } from '../../domain/duration.ts'
import { advanceClock, setClock, showClock } from '../../world/clock.ts'
import { route } from '../operation.ts'
import { found, ProjectPath } from './problem.ts'

const url = '/projects/:project_id/clock'

export const readClock = route({
  method: 'GET',
  url,
  schema: { params: ProjectPath },
  async handler({ server, params }) {
    return found(showClock(server.store, params.project_id), params.project_id)
  },
})

export const putClock = route({
  method: 'PUT',
  url,
  schema: {
    params: ProjectPath,
    body: Type.Object(
      {
        now: Type.Optional(
          Type.String({ pattern: INSTANT, description: '2026-11-24T08:00:00Z, or +300d for one relative to now' }),
        ),
        frozen: Type.Optional(Type.Boolean()),
      },
      { additionalProperties: false, minProperties: 1 },
    ),
  },
  async handler({ server, params, body }) {
    return found(await setClock(server.store, params.project_id, body), params.project_id)
  },
})

export const advance = route({
  method: 'POST',
  url: `${url}/advance`,
  schema: {
    params: ProjectPath,
    body: Type.Object(
      { by: Type.String({ pattern: `^${DURATION}$`, description: 'a duration: 250ms, 2s, 5m, 1h, 31d' }) },
      { additionalProperties: false },
    ),
  },
  async handler({ server, params, body }) {
    return found(await advanceClock(server.store, params.project_id, body.by), params.project_id)
  },
})
