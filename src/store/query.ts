import { parse, type StoredCertificate } from './columns.ts'
import type { Database } from './database.ts'

/** What a list asks for. */
export interface Query {
  status: string | undefined
  /** Part of a name or a domain. */
  content: string | undefined
  /** Only what expires, or expired, after this instant; what has no expiry is among it. */
  expires_after?: number | undefined
  push_support?: 'ON' | undefined
  enterprise_project_id?: string | undefined
  sort_key: keyof typeof SORT_COLUMNS
  sort_dir: 'ASC' | 'DESC'
  limit: number
  offset: number
}

/** The vendor's sort keys, and what they sort by. */
export const SORT_COLUMNS = {
  certExpiredTime: 'not_after',
  certStatus: 'status',
  certUpdateTime: 'updated_at',
} as const

/** Lists of a world's certificates. */
export function createQueries({ prepare }: Database) {
  const MATCHING = `FROM certificates WHERE project_id = @project_id AND (@status IS NULL OR status = @status)
    AND (@expires_after IS NULL OR not_after IS NULL OR not_after >= @expires_after)
    AND (@push_support IS NULL OR push_support = @push_support)
    AND (@enterprise_project_id IS NULL OR enterprise_project_id = @enterprise_project_id)
    AND (@content IS NULL OR instr(lower(name), lower(@content)) OR instr(lower(domain || ';' || sans), lower(@content)))`
  const count = prepare<object, number>(`SELECT count(*) ${MATCHING}`).pluck()
  const sorted = (sort_key: Query['sort_key'], sort_dir: Query['sort_dir']) =>
    prepare<object, StoredCertificate>(
      `SELECT * ${MATCHING} ORDER BY ${SORT_COLUMNS[sort_key]} ${sort_dir}, id ${sort_dir} LIMIT @limit OFFSET @offset`,
    )

  return {
    list(
      project_id: string,
      { status, content, expires_after, push_support, enterprise_project_id, sort_key, sort_dir, limit, offset }: Query,
    ) {
      const filter = {
        project_id,
        status: status ?? null,
        content: content ?? null,
        expires_after: expires_after ?? null,
        push_support: push_support ?? null,
        enterprise_project_id: enterprise_project_id ?? null,
      }
      return {
        total: count.get(filter) ?? 0,
        certificates: sorted(sort_key, sort_dir)
          .all({ ...filter, limit, offset })
          .map(parse),
      }
    },
  }
}
