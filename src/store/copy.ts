import type { Database } from './database.ts'

/**
 * The tables that hold what is in a world, those first that others refer to, and the column that names the certificate
 * where a row belongs to one. Every table of the database is here: a test compares them with the schema.
 */
const TABLES = {
  projects: null,
  users: null,
  tokens: null,
  access_keys: null,
  certificates: 'id',
  foreign_certificates: 'id',
  retired_certificates: 'id',
  events: null,
  pushes: 'certificate_id',
  authorities: null,
  ledger: 'certificate_id',
  materials: 'certificate_id',
  csrs: null,
  tags: 'certificate_id',
  deployments: 'certificate_id',
  notices: 'certificate_id',
} as const

type Table = keyof typeof TABLES

/** The rows of a world as the database keeps them, by table. */
export type Rows = Record<Table, readonly Record<string, string | number | null>[]>

const NAMES = Object.keys(TABLES) as Table[]

/** Reads the rows of a world, and writes them into another database. What writes is for use inside `Database.write`. */
export function createCopy({ prepare }: Database) {
  const statements = new Map<string, ReturnType<typeof prepare>>()
  const prepared = (sql: string) => {
    const statement = statements.get(sql) ?? prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  return {
    /**
     * The rows of a world.
     *
     * @param certificate_id where given, of what belongs to certificates only what belongs to this one
     */
    read(project_id: string, certificate_id?: string): Rows {
      const rows = NAMES.map((table) => {
        const column = TABLES[table]
        // Of the audit trail a request adds to the end only: the last number is all that it needs.
        const last = table === 'events' ? ' ORDER BY id DESC LIMIT 1' : ''
        const isOne = column !== null && certificate_id !== undefined
        const select = prepared(
          `SELECT * FROM ${table} WHERE project_id = ?${isOne ? ` AND ${column} = ?` : ''}${last}`,
        )
        return [table, isOne ? select.all(project_id, certificate_id) : select.all(project_id)]
      })
      return Object.fromEntries(rows)
    },
    /** Writes rows that `read` gave. */
    write(rows: Rows): void {
      for (const table of NAMES) {
        for (const row of rows[table]) {
          const columns = Object.keys(row)
          const marks = columns.map(() => '?')
          prepared(`INSERT INTO ${table} (${columns}) VALUES (${marks})`).run(...Object.values(row))
        }
      }
    },
  }
}
