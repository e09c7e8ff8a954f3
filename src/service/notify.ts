import { bringUpToDate } from '../ca/due.ts'
import type { Notice } from '../domain/notice.ts'
import type { Context } from './context.ts'

/**
 * Turns notices about certificates on or off, all of them or none. Nobody is told anything here: it is noted.
 *
 * @throws Refusal SCM.0020, SCM.0003
 */
export async function notify(context: Context, verb: 'enable' | 'disable', notices: readonly Notice[]): Promise<void> {
  await bringUpToDate(context)
  const { store, world, now, actor } = context
  const { project_id } = world
  await store.write(() => {
    for (const { certificate_id } of notices) store.certificates.find(project_id, certificate_id)
    for (const notice of notices) store.notices[verb](project_id, notice)
    store.events.done({ project_id, actor, resource: notices[0]?.certificate_id ?? null }, now)
  })
}
