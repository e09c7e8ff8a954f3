import { bringUpToDate } from '../ca/due.ts'
import type { Deployment } from '../domain/deployment.ts'
import type { Context } from './context.ts'

/**
 * Where some certificates were deployed, by certificate, in the order in which they were named.
 *
 * @param services which; ALL for all
 * @throws Refusal SCM.0020, SCM.0003 where one of the certificates is not there
 */
export async function deployed(context: Context, ids: readonly string[], services: readonly string[]) {
  await bringUpToDate(context)
  const { store, world } = context
  const { project_id } = world
  const isAsked = ({ service }: Deployment) => services.includes('ALL') || services.includes(service)
  const byCertificate = Map.groupBy(store.deployments.all(project_id).filter(isAsked), (one) => one.certificate_id)
  return ids.map((id) => {
    const { id: certificate_id } = store.certificates.find(project_id, id)
    return { certificate_id, deployments: byCertificate.get(id) ?? [] }
  })
}
