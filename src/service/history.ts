import type { Push } from '../store/pushes.ts'
import type { Context } from './context.ts'
import { current } from './show.ts'

/** The last ten pushes of a certificate, the latest first. @throws Refusal SCM.0020, SCM.0003 */
export async function pushHistory(context: Context, id: string): Promise<Push[]> {
  const { project_id } = await current(context, id)
  return context.store.pushes.latest(project_id, id, 10)
}
