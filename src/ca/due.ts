import type { Actor } from '../domain/event.ts'
import { settle } from '../domain/transition.ts'
import type { Store } from '../store/store.ts'
import type { World } from '../store/worlds.ts'

/** A world at an instant. */
interface Moment {
  readonly store: Store
  readonly world: Pick<World, 'project_id'>
  readonly now: number
}

/** Reading causes nothing: what was due names its own cause in the audit trail. */
export const NOBODY: Actor = { event: '', user: '', request_id: null }

/** Settles everything in a world that is due. For use inside `Store.write`. */
export function applyDue({ store: { certificates }, world: { project_id }, now }: Moment): void {
  for (const certificate of certificates.due(project_id, now)) {
    certificates.save(certificate, settle(certificate, now), NOBODY)
  }
}

/** Resolves once everything due in a world is settled; a batch runs only if something is due. */
export async function bringUpToDate(context: Moment): Promise<void> {
  const { store, world, now } = context
  const next = store.certificates.nextDue(world.project_id)
  if (next !== undefined && next <= now) await store.write(() => applyDue(context))
}
