import type { FastifyRequest, preValidationHookHandler } from 'fastify'

/**
 * A check that waits for nothing, as a hook: what it throws refuses the request. With a callback, since a promise would
 * cost more than most checks do.
 */
export function asHook(check: (request: FastifyRequest) => void): preValidationHookHandler {
  return (request, _reply, done) => {
    check(request)
    done()
  }
}
