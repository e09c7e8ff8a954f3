import { type Certificate, domains } from '../domain/certificate.ts'
import type { Deployment } from '../domain/deployment.ts'
import { refuse } from '../domain/rules.ts'
import type { Context } from './context.ts'
import { moved } from './move.ts'

/** Where a certificate can be deployed to (SDK). */
export const DEPLOYABLE = ['CDN', 'WAF', 'ELB'] as const

/** A resource of another service: CDN's is a domain, the others' has an id. */
export interface Resource {
  id?: string
  type?: string
  domain_name?: string
  enterprise_project_id?: string
}

export interface DeployTarget {
  service: string
  /** The caller's unless given. */
  project_name?: string | undefined
  resources: readonly Resource[]
}

/** A resource to which a certificate was not deployed, and the code of why. */
export interface Failure {
  resource: string
  failure_info: string
}

/**
 * Deploys a certificate to resources of another service, each on its own: it always succeeds, and says which failed. None
 * of them is there: it is noted. Of CDN the domain must be one of the certificate's (SDK); that this is SCM.0211 is assumed.
 *
 * @throws Refusal SCM.0020, SCM.0003, SCM.0010, SCM.0030, SCM.0005 where a resource lacks what its service needs
 */
export function deploy(context: Context, id: string, { service, project_name, resources }: DeployTarget) {
  const { store, world, actor } = context
  const { project_id } = world
  const isCdn = service === 'CDN'
  const isKnown = (DEPLOYABLE as readonly string[]).includes(service)
  const nameOf = ({ id, domain_name }: Resource) => (isCdn ? domain_name : isKnown ? id : (id ?? domain_name)) ?? ''
  if (resources.some((resource) => nameOf(resource) === '')) {
    throw refuse('parameter', `each resource of ${service} needs ${isCdn ? 'a domain_name' : 'an id'}`)
  }
  return store.write((): Failure[] => {
    const before = store.certificates.find(project_id, id)
    const reason = isKnown ? undefined : `"${service}" is not one of ${DEPLOYABLE.join(', ')}`
    const step = moved(context, before, { move: 'push', checks: () => ({ push_service: () => reason }) })
    store.certificates.save(before, step, actor)
    const fails = (resource: Resource) => isCdn && !isCovered(before, nameOf(resource))
    for (const resource of resources.filter((resource) => !fails(resource))) {
      const deployment: Deployment = {
        certificate_id: id,
        service,
        project_name: isCdn ? 'global' : (project_name ?? world.name),
        resource_id: nameOf(resource),
        resource_type: resource.type ?? '',
        enterprise_project_id: resource.enterprise_project_id ?? '0',
      }
      store.deployments.put(project_id, deployment)
    }
    return resources.filter(fails).map((resource) => ({ resource: nameOf(resource), failure_info: 'SCM.0211' }))
  })
}

/** Whether a certificate is for a domain: by its name, or by a wildcard for one label (RFC 6125, 6.4.3). */
function isCovered(certificate: Certificate, domain: string): boolean {
  const names = domains(certificate).toLowerCase().split(';')
  const low = domain.toLowerCase()
  return names.includes(low) || names.includes(low.replace(/^[^.]+/, '*'))
}
