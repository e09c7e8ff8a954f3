import type { FastifyRequest } from 'fastify'
import { milliseconds } from '../domain/duration.ts'
import { refuse } from '../domain/rules.ts'

/**
 * Lets each world make as many requests of the service as its throttle says, in windows of its own clock: one that is
 * moved on opens the next window.
 *
 * @throws Refusal APIGW.0308
 */
export function throttle({ world, now, route, server: { store } }: FastifyRequest): void {
  if (!world?.throttle || route.permission === undefined) return
  const [limit = '', length = ''] = world.throttle.split('/')
  const count = store.windows.count(world.project_id, Math.floor(now / Math.max(1, milliseconds(length))))
  if (count > Number(limit)) {
    throw refuse('throttle', `request ${count} of a window of ${length}; the world's throttle is ${world.throttle}`)
  }
}
