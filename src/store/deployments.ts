import type { Deployment } from '../domain/deployment.ts'
import type { Database } from './database.ts'

/** Deployments. What writes is for use inside `Database.write`. */
export function createDeployments({ prepare }: Database) {
  const all = prepare<[string], Deployment>(
    `SELECT certificate_id, service, project_name, resource_id, resource_type, enterprise_project_id FROM deployments
     WHERE project_id = ? ORDER BY service, project_name, resource_id`,
  )
  const put = prepare<Deployment & { project_id: string }>(
    `INSERT OR REPLACE INTO deployments
     (project_id, certificate_id, service, project_name, resource_id, resource_type, enterprise_project_id)
     VALUES (@project_id, @certificate_id, @service, @project_name, @resource_id, @resource_type, @enterprise_project_id)`,
  )
  return {
    /** Of all certificates of a world. */
    all: (project_id: string) => all.all(project_id),
    /** A resource has one certificate: another one takes its place. */
    put: (project_id: string, deployment: Deployment) => void put.run({ ...deployment, project_id }),
  }
}
