import type { Context } from '../context.ts'
import { showCsr } from './show.ts'

/** Removes a CSR, and its key. @throws Refusal SCM.0707 */
export function deleteCsr(context: Context, id: string): Promise<void> {
  const { store, now, actor } = context
  return store.write(() => {
    const { project_id } = showCsr(context, id)
    store.csrs.remove(project_id, id)
    store.events.done({ project_id, actor, resource: id }, now)
  })
}
