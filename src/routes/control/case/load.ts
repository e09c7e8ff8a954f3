import type { FastifyInstance } from 'fastify'
import { Case, type CaseRequest } from '../../../documents/case.ts'
import { wallClock } from '../../../domain/clock.ts'
import { asHook } from '../../../http/hook.ts'
import { checkVersion, loadCase as load } from '../../../worlds/case.ts'
import { Nothing, route } from '../../operation.ts'
import { inWorld, WorldPath } from '../world.ts'

export const loadCase = route({
  method: 'PUT',
  url: '/worlds/:project_id/case',
  config: {
    id: 'loadCase',
    title: 'Load a case',
    title_zh: '载入案例',
    description:
      'The snapshot and the journal of a case, into this world, which keeps its identity. What it had in its journal is gone; a case that is saved later begins here.',
    problems: ['unknown_world', 'too_many'],
    jsonLimit: 12 * 1024 * 1024,
  },
  preValidation: asHook(({ body }) => checkVersion(body, 'body')),
  schema: { params: WorldPath, body: Case, response: { 204: Nothing } },
  async handler(request, reply) {
    const { config, routes } = request.server
    await load({ ...inWorld(request), config, now: wallClock() }, request.body, takesIn(routes))
    return reply.code(204).send()
  },
})

/** What the operation takes that a request asked for. */
function takesIn(routes: FastifyInstance['routes']) {
  const family = (url: string) => url.split('/', 2)[1]
  return ({ operation, url }: CaseRequest) => {
    if (operation === null) return null
    const found = routes.find((route) => route.config?.operation === operation && family(route.url) === family(url))
    return found?.config?.takes ?? null
  }
}
