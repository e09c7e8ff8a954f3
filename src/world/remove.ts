import type { Store } from '../store/store.ts'
import { closeAuthority } from './authority.ts'
import { forgetRevocations } from './revocations.ts'

/** Removes a world and every trace of it. Resolves to whether there was one. */
export function remove(store: Store, project_id: string): Promise<boolean> {
  const { projects, events, faults, journal, write } = store
  return write(() => {
    const isThere = projects.get(project_id) !== undefined
    projects.remove(project_id)
    store.pki.forget(project_id)
    closeAuthority(store, project_id)
    forgetRevocations(store, project_id)
    events.forget(project_id)
    faults.forget(project_id)
    store.windows.forget(project_id)
    journal.forget(project_id)
    return isThere
  })
}
