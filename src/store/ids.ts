import type { Database } from './database.ts'

/** An id of a certificate: `scs` and 13 digits, which look like an instant. */
export function certificateId(digits: number): string {
  return `scs${String(digits % 1e13).padStart(13, '0')}`
}

/**
 * The ids that a world knows: of its certificates, of those that are gone, of other tenants'. What writes is for use
 * inside `Database.write`.
 */
export function createIds({ prepare }: Database) {
  const foreign = prepare<[string, string]>('SELECT 1 FROM foreign_certificates WHERE project_id = ? AND id = ?')
  const retire = prepare<[string, string]>('INSERT OR IGNORE INTO retired_certificates (project_id, id) VALUES (?, ?)')
  const taken = prepare<{ project_id: string; id: string }, number>(
    `SELECT EXISTS (SELECT 1 FROM certificates WHERE project_id = @project_id AND id = @id)
     OR EXISTS (SELECT 1 FROM foreign_certificates WHERE project_id = @project_id AND id = @id)
     OR EXISTS (SELECT 1 FROM retired_certificates WHERE project_id = @project_id AND id = @id)`,
  ).pluck()
  const foreigners = prepare<[string], string>('SELECT id FROM foreign_certificates WHERE project_id = ?').pluck()
  const retired = prepare<[string], string>('SELECT id FROM retired_certificates WHERE project_id = ?').pluck()
  const addForeign = prepare<[string, string]>(
    'INSERT OR IGNORE INTO foreign_certificates (project_id, id) VALUES (?, ?)',
  )

  const isTaken = (project_id: string, id: string) => taken.get({ project_id, id }) === 1

  /** Where the last free id of each world was found: from `since` up to `digits` all were taken. */
  const found = new Map<string, { since: number; digits: number }>()

  /**
   * The first free id from the world's time on. What was found last is where the next search begins, so that a thousand
   * purchases at one instant take no longer each than one does.
   */
  function freeId(project_id: string, now: number): string {
    const first = Math.max(0, now)
    const last = found.get(project_id)
    // A batch that was rolled back, or a world that began anew, has given ids back.
    const isRun =
      last && last.since <= first && first < last.digits && isTaken(project_id, certificateId(last.digits - 1))
    let digits = isRun ? last.digits : first
    while (isTaken(project_id, certificateId(digits))) digits += 1
    found.set(project_id, { since: isRun ? last.since : first, digits })
    return certificateId(digits)
  }

  return {
    /** Whether the world knows an id as another tenant's. */
    isForeign: (project_id: string, id: string) => foreign.get(project_id, id) !== undefined,
    /** Ids that the world knows as another tenant's. */
    foreign: (project_id: string) => foreigners.all(project_id),
    /** Ids of certificates that are gone. */
    retired: (project_id: string) => retired.all(project_id),
    addRetired: (project_id: string, id: string) => void retire.run(project_id, id),
    /** Whether a world has, or ever had, a certificate with this id, or knows it as another tenant's. */
    isTaken,
    /** For use inside `Database.write`. */
    freeId,
    addForeign: (project_id: string, id: string) => void addForeign.run(project_id, id),
    /** Forgets a world. */
    forget: (project_id: string): void => void found.delete(project_id),
  }
}
