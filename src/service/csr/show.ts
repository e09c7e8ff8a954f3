import { refuse } from '../../domain/rules.ts'
import type { Csr } from '../../store/csrs.ts'
import type { Context } from '../context.ts'

/** A CSR that the service keeps, with its key where it has it. @throws Refusal SCM.0707 */
export function showCsr({ store, world: { project_id } }: Pick<Context, 'store' | 'world'>, id: string): Csr {
  const csr = store.csrs.get(project_id, id)
  if (!csr) throw refuse('csr_unknown', `project ${project_id} has no CSR ${id}`)
  return csr
}
