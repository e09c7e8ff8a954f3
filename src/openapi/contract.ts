import type { RouteOptions } from 'fastify'
import type { ContractOperation } from '../worlds/coverage.ts'
import { rulesOf } from './ladder.ts'
import { publishedOf } from './published.ts'

/** What the contract says of the service's operations, in the order of the routes; control calls are not among them. */
export function contractOf(routes: readonly RouteOptions[]): ContractOperation[] {
  return publishedOf(routes).flatMap((published) => {
    const { method, url, config, schema } = published
    const { operation, ignores } = config
    if (operation === undefined) return []
    const { examples } = (schema.body ?? ignores ?? {}) as { examples?: readonly unknown[] }
    return {
      operation,
      method,
      url,
      successes: Object.keys(schema.response ?? {}).map(Number),
      rules: rulesOf(published),
      example: examples?.[0],
    }
  })
}
