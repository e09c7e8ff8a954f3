import type { Store } from '../store/store.ts'

/** Removes a world and every trace of it. Resolves to whether there was one. */
export function remove({ projects, events, faults, journal, write }: Store, project_id: string): Promise<boolean> {
  return write(() => {
    const isThere = projects.get(project_id) !== undefined
    projects.remove(project_id)
    events.wake(project_id)
    faults.forget(project_id)
    journal.forget(project_id)
    return isThere
  })
}
