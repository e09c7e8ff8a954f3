import type { Database } from './database.ts'

/** A certificate was deployed to a resource of another service: that of CDN is a domain. */
export interface Deployment {
  certificate_id: string
  service: string
  /** The region, or a project below it; `global` for CDN. */
  project_name: string
  resource_id: string
  /** Of WAF, `premium` or `cloud`; empty for others. */
  resource_type: string
  enterprise_project_id: string
}

/** A kind of notice about a certificate that is on. */
export interface Notice {
  certificate_id: string
  notice_type: string
}

/** Deployments, and the notices that are on. What writes is for use inside `Database.write`. */
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
  const notices = prepare<[string], Notice>(
    'SELECT certificate_id, notice_type FROM notices WHERE project_id = ? ORDER BY certificate_id, notice_type',
  )
  const enable = prepare<[string, string, string]>(
    'INSERT OR IGNORE INTO notices (project_id, certificate_id, notice_type) VALUES (?, ?, ?)',
  )
  const disable = prepare<[string, string, string]>(
    'DELETE FROM notices WHERE project_id = ? AND certificate_id = ? AND notice_type = ?',
  )
  return {
    /** Of all certificates of a world. */
    all: (project_id: string) => all.all(project_id),
    /** A resource has one certificate: another one takes its place. */
    put: (project_id: string, deployment: Deployment) => void put.run({ ...deployment, project_id }),
    notices: (project_id: string) => notices.all(project_id),
    enable: (project_id: string, { certificate_id, notice_type }: Notice) =>
      void enable.run(project_id, certificate_id, notice_type),
    disable: (project_id: string, { certificate_id, notice_type }: Notice) =>
      void disable.run(project_id, certificate_id, notice_type),
  }
}
