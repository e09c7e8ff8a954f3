import type { Csr } from '../../store/csrs.ts'
import type { Context } from '../context.ts'
import { showCsr } from './show.ts'

/** Renames a CSR. @throws Refusal SCM.0707 */
export function updateCsr(context: Context, id: string, { name }: { name: string }): Promise<Csr> {
  const { store, now, actor } = context
  return store.write(() => {
    const { project_id } = showCsr(context, id)
    store.csrs.rename(project_id, id, name, now)
    store.events.done({ project_id, actor, resource: id }, now)
    return showCsr(context, id)
  })
}
