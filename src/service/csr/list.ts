import type { Csr } from '../../store/csrs.ts'
import type { Context } from '../context.ts'

/** Which CSRs, and which page of them. */
export interface CsrQuery {
  /** Part of a name; null for all. */
  name: string | null
  algorithm: string | null
  limit: number
  offset: number
}

/** The CSRs that the service keeps, the latest first. */
export function listCsrs({ store, world }: Context, query: CsrQuery): { total: number; csrs: Csr[] } {
  return store.csrs.list(world.project_id, query)
}
