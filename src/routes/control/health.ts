import { VERSION } from '../../config.ts'
import { route } from '../operation.ts'

/** Answers only once requests can be served. */
export const health = route({
  method: 'GET',
  url: '/health',
  async handler() {
    return { status: 'ok' as const, version: VERSION }
  },
})
