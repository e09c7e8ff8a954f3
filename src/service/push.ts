import type { FastifyRequest } from 'fastify'
import { refuse } from '../domain/rules.ts'
import { transition } from '../domain/transition.ts'
import { caller } from '../http/service.ts'

/** Where a certificate can be pushed to (both references). */
const SERVICES = ['CDN', 'WAF', 'ELB', 'Enhance_ELB']

/**
 * Pushes a certificate to a service in some projects: all of them or none.
 *
 * @throws Refusal SCM.0030, SCM.0020, SCM.0003, SCM.0010
 */
export function pushCertificates(request: FastifyRequest, id: string, service: string, targets: (string | null)[]) {
  const { world, now, actor } = caller(request)
  const { certificates, pushes, write } = request.server.store
  return write(() => {
    const before = certificates.find(world.project_id, id)
    const step = transition(before, 'push', now, () => {
      if (!SERVICES.includes(service)) {
        throw refuse('push_service', `"${service}" is not one of ${SERVICES.join(', ')}`)
      }
      return {}
    })
    certificates.save(before, step, actor)
    for (const remote_project of targets) pushes.add(world.project_id, id, { at: now, service, remote_project })
  })
}
