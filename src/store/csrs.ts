import type { Database } from './database.ts'

/** A certificate signing request that the service keeps. Names are the vendor's; instants are epoch milliseconds. */
export interface Csr {
  project_id: string
  /** 32 hexadecimal digits. */
  id: string
  name: string
  /** PEM. */
  csr: string
  /** PEM; null where it was uploaded without. */
  private_key: string | null
  domain_name: string
  sans: string
  private_key_algo: string
  usage: string
  company_country: string
  company_province: string
  company_city: string
  company_name: string
  create_time: number
  update_time: number
}

const COLUMNS = [
  'project_id',
  'id',
  'name',
  'csr',
  'private_key',
  'domain_name',
  'sans',
  'private_key_algo',
  'usage',
  'company_country',
  'company_province',
  'company_city',
  'company_name',
  'create_time',
  'update_time',
]

/** CSRs. What writes is for use inside `Database.write`. */
export function createCsrs({ prepare }: Database) {
  const one = prepare<[string, string], Csr>('SELECT * FROM csrs WHERE project_id = ? AND id = ?')
  const MATCHING = `FROM csrs WHERE project_id = @project_id AND (@name IS NULL OR instr(name, @name))
    AND (@algorithm IS NULL OR private_key_algo = @algorithm)`
  const count = prepare<object, number>(`SELECT count(*) ${MATCHING}`).pluck()
  const page = prepare<object, Csr>(`SELECT * ${MATCHING} ORDER BY create_time DESC, id LIMIT @limit OFFSET @offset`)
  const insert = prepare<Csr>(`INSERT INTO csrs (${COLUMNS}) VALUES (${COLUMNS.map((column) => `@${column}`)})`)
  const rename = prepare<[string, number, string, string]>(
    'UPDATE csrs SET name = ?, update_time = ? WHERE project_id = ? AND id = ?',
  )
  const all = prepare<[string], Csr>('SELECT * FROM csrs WHERE project_id = ? ORDER BY create_time, id')
  const clear = prepare<[string]>('DELETE FROM csrs WHERE project_id = ?')
  const remove = prepare<[string, string]>('DELETE FROM csrs WHERE project_id = ? AND id = ?')
  return {
    get: (project_id: string, id: string) => one.get(project_id, id),
    list(project_id: string, query: { name: string | null; algorithm: string | null; limit: number; offset: number }) {
      const filter = { project_id, ...query }
      return { total: count.get(filter) ?? 0, csrs: page.all(filter) }
    },
    all: (project_id: string) => all.all(project_id),
    clear: (project_id: string) => void clear.run(project_id),
    insert: (row: Csr) => void insert.run(row),
    rename: (project_id: string, id: string, name: string, now: number) => void rename.run(name, now, project_id, id),
    remove: (project_id: string, id: string) => void remove.run(project_id, id),
  }
}
