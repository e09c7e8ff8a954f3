import type { Database } from './database.ts'

export interface Tag {
  key: string
  value: string
}

/** Tags of certificates. What writes is for use inside `Database.write`. */
export function createTags({ prepare }: Database) {
  const of = prepare<[string, string], Tag>(
    'SELECT key, value FROM tags WHERE project_id = ? AND certificate_id = ? ORDER BY key',
  )
  const all = prepare<[string], Tag>('SELECT DISTINCT key, value FROM tags WHERE project_id = ? ORDER BY key, value')
  const rows = prepare<[string], Tag & { certificate_id: string }>(
    'SELECT certificate_id, key, value FROM tags WHERE project_id = ? ORDER BY certificate_id, key',
  )
  const put = prepare<[string, string, string, string]>(
    'INSERT OR REPLACE INTO tags (project_id, certificate_id, key, value) VALUES (?, ?, ?, ?)',
  )
  const remove = prepare<[string, string, string]>(
    'DELETE FROM tags WHERE project_id = ? AND certificate_id = ? AND key = ?',
  )
  return {
    of: (project_id: string, certificate_id: string) => of.all(project_id, certificate_id),
    /** Every pair that is in use in a world. */
    all: (project_id: string) => all.all(project_id),
    /** Every tag of every certificate of a world. */
    rows: (project_id: string) => rows.all(project_id),
    put: (project_id: string, certificate_id: string, { key, value }: Tag) =>
      void put.run(project_id, certificate_id, key, value),
    remove: (project_id: string, certificate_id: string, key: string) =>
      void remove.run(project_id, certificate_id, key),
  }
}
