import { createHash } from 'node:crypto'
import type { Certificate } from '../domain/certificate.ts'
import { isRegional } from '../domain/regions.ts'
import type { Context } from './context.ts'
import { moved } from './move.ts'

/** Where a certificate can be pushed to (both references). */
const SERVICES = ['CDN', 'WAF', 'ELB', 'Enhance_ELB']

/** Where to: a service in some projects; null is no project, since CDN is global. */
export interface Target {
  service: string
  projects: readonly (string | null)[]
}

/** What became of a push to one project. */
export interface Pushed {
  project_name: string
  /** The certificate's id in the target service; empty where it was not pushed. */
  cert_id: string
  message: string
}

/**
 * Pushes a certificate to a service in some projects. Nothing is there to receive it: it is noted. CDN takes no second
 * certificate of a name (CCM user guide); WAF would put it into its default enterprise project.
 *
 * @throws Refusal SCM.0020, SCM.0003, SCM.0010, SCM.0030, SCM.0211
 */
export function push(context: Context, id: string, { service, projects }: Target): Promise<void> {
  const { store, world, now, actor } = context
  const { project_id } = world
  const reason = SERVICES.includes(service) ? undefined : `"${service}" is not one of ${SERVICES.join(', ')}`
  return store.write(() => {
    const before = store.certificates.find(project_id, id)
    const checks = ({ name }: Certificate) => ({
      push_service: () => reason,
      push_name: () =>
        service === 'CDN' && store.pushes.isNamed(project_id, { service, name })
          ? `CDN has a certificate called "${name}" already`
          : undefined,
    })
    const step = moved(context, before, { move: 'push', checks })
    store.certificates.save(before, step, actor)
    for (const remote_project of projects) {
      store.pushes.add(project_id, id, { at: now, service, remote_project })
    }
  })
}

/**
 * Pushes a certificate to a service in several projects, each on its own: a name that is no region's fails alone, with the
 * text that the vendor's Terraform provider quotes.
 *
 * @throws Refusal as `push`
 */
export async function batchPush(context: Context, id: string, { service, projects }: BatchTarget): Promise<Pushed[]> {
  const isRight = (project: string) => service === 'CDN' || project === context.world.name || isRegional(project)
  await push(context, id, { service, projects: projects.filter(isRight) })
  return projects.map((project_name) =>
    isRight(project_name)
      ? { project_name, cert_id: targetId(id, service, project_name), message: 'success' }
      : { project_name, cert_id: '', message: 'Invalid region id.' },
  )
}

interface BatchTarget extends Target {
  projects: readonly string[]
}

/** The id that a target gives a certificate: 32 hexadecimal digits, the same for each push of it. */
function targetId(...parts: string[]): string {
  return createHash('sha256').update(parts.join('/')).digest('hex').slice(0, 32)
}
