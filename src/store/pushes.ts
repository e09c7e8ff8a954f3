import type { Database } from './database.ts'

/** A certificate was pushed to another service. */
export interface Push {
  at: number
  service: string
  remote_project: string | null
}

/** What was pushed where. What writes is for use inside `Database.write`. */
export function createPushes({ prepare }: Database) {
  const insert = prepare<[string, string, number, string, string | null]>(
    'INSERT INTO pushes (project_id, certificate_id, at, service, remote_project) VALUES (?, ?, ?, ?, ?)',
  )
  const latest = prepare<[string, string, number], Push>(
    `SELECT at, service, remote_project FROM pushes WHERE project_id = ? AND certificate_id = ?
     ORDER BY rowid DESC LIMIT ?`,
  )
  const all = prepare<[string], Push & { certificate_id: string }>(
    'SELECT certificate_id, at, service, remote_project FROM pushes WHERE project_id = ? ORDER BY rowid',
  )
  const named = prepare<[string, string, string], number>(
    `SELECT 1 FROM pushes JOIN certificates USING (project_id)
     WHERE project_id = ? AND certificates.id = pushes.certificate_id AND pushes.service = ? AND certificates.name = ?`,
  )
  const clear = prepare<[string]>('DELETE FROM pushes WHERE project_id = ?')
  return {
    clear: (project_id: string) => void clear.run(project_id),
    add: (project_id: string, certificate_id: string, { at, service, remote_project }: Push) =>
      void insert.run(project_id, certificate_id, at, service, remote_project),
    /** Of all certificates of a world, oldest first. */
    all: (project_id: string) => all.all(project_id),
    /** Whether a service was pushed a certificate that has this name. */
    isNamed: (project_id: string, { service, name }: { service: string; name: string }) =>
      named.get(project_id, service, name) !== undefined,
    /** The latest first. */
    latest: (project_id: string, certificate_id: string, count: number) =>
      latest.all(project_id, certificate_id, count),
  }
}
