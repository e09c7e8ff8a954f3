import { closeAuthority } from '../ca/authority.ts'
import { forgetRevocations } from '../ca/revocations.ts'
import type { Store } from '../store/store.ts'

/** Removes a world and every trace of it. Resolves to whether there was one. */
export function remove(store: Store, project_id: string): Promise<boolean> {
  const { worlds, events, faults, journal, write } = store
  return write(() => {
    const isThere = worlds.get(project_id) !== undefined
    worlds.remove(project_id)
    store.pki.forget(project_id)
    closeAuthority(store, project_id)
    forgetRevocations(store, project_id)
    events.forget(project_id)
    faults.forget(project_id)
    store.windows.forget(project_id)
    journal.forget(project_id)
    store.coverage.forget(project_id)
    return isThere
  })
}
