import type { Context } from './context.ts'
import { moved } from './move.ts'

/** Where a certificate can be pushed to (both references). */
const SERVICES = ['CDN', 'WAF', 'ELB', 'Enhance_ELB']

/** Where to: a service in some projects; null is no project, since CDN is global. */
export interface Target {
  service: string
  projects: readonly (string | null)[]
}

/**
 * Pushes a certificate to a service in some projects, all of them or none. Nothing is there to receive it: it is noted.
 *
 * @throws Refusal SCM.0020, SCM.0003, SCM.0010, SCM.0030
 */
export function push(context: Context, id: string, { service, projects }: Target): Promise<void> {
  const { store, world, now, actor } = context
  const reason = SERVICES.includes(service) ? undefined : `"${service}" is not one of ${SERVICES.join(', ')}`
  return store.write(() => {
    const before = store.certificates.find(world.project_id, id)
    const step = moved(context, before, { move: 'push', checks: () => ({ push_service: () => reason }) })
    store.certificates.save(before, step, actor)
    for (const remote_project of projects) {
      store.pushes.add(world.project_id, id, { at: now, service, remote_project })
    }
  })
}
