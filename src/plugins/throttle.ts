import type { FastifyRequest } from 'fastify'
import { milliseconds } from '../domain/duration.ts'
import { refuse } from '../domain/rules.ts'

/** How many requests a world has made in the window that began last. */
interface Window {
  index: number
  count: number
}

/**
 * Lets each world make as many requests of the service as its throttle says, in windows of its own clock: one that is
 * moved on opens the next window.
 */
export function createThrottle() {
  const windows = new Map<string, Window>()
  /** @throws Refusal APIGW.0308 */
  return async ({ world, now, routeOptions }: FastifyRequest): Promise<void> => {
    if (!world?.throttle || routeOptions.config.operation === undefined) return
    const [limit = '', length = ''] = world.throttle.split('/')
    const index = Math.floor(now / milliseconds(length))
    const window = windows.get(world.project_id)
    const count = window?.index === index ? window.count + 1 : 1
    windows.set(world.project_id, { index, count })
    if (count > Number(limit)) {
      throw refuse('throttle', `request ${count} of a window of ${length}; the world's throttle is ${world.throttle}`)
    }
  }
}
