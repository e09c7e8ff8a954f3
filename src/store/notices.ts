import type { Notice } from '../domain/notice.ts'
import type { Database } from './database.ts'

/** The notices that are on. What writes is for use inside `Database.write`. */
export function createNotices({ prepare }: Database) {
  const all = prepare<[string], Notice>(
    'SELECT certificate_id, notice_type FROM notices WHERE project_id = ? ORDER BY certificate_id, notice_type',
  )
  const enable = prepare<Notice & { project_id: string }>(
    `INSERT OR IGNORE INTO notices (project_id, certificate_id, notice_type)
     VALUES (@project_id, @certificate_id, @notice_type)`,
  )
  const disable = prepare<Notice & { project_id: string }>(
    `DELETE FROM notices
     WHERE project_id = @project_id AND certificate_id = @certificate_id AND notice_type = @notice_type`,
  )
  return {
    /** Of all certificates of a world. */
    all: (project_id: string) => all.all(project_id),
    enable: (project_id: string, notice: Notice) => void enable.run({ ...notice, project_id }),
    disable: (project_id: string, notice: Notice) => void disable.run({ ...notice, project_id }),
  }
}
