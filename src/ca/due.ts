import { settle } from '../domain/transition.ts'
import type { Actor } from '../store/events.ts'
import type { Store } from '../store/store.ts'

/** Whoever looks causes nothing: what is due names its own cause in the audit trail. */
export const NOBODY: Actor = { event: '', user: '', request_id: null }

/** Makes everything in a world that is due by `now` happen. For use inside `Store.write`. */
export function settleAll({ certificates }: Store, project_id: string, now: number): void {
  for (const certificate of certificates.due(project_id, now)) {
    certificates.save(certificate, settle(certificate, now), NOBODY)
  }
}

/** What is due in a world by `now` has happened: a batch runs only where something is. */
export async function settled(store: Store, project_id: string, now: number): Promise<void> {
  const next = store.certificates.nextDue(project_id)
  if (next !== undefined && next <= now) await store.write(() => settleAll(store, project_id, now))
}
