import type { Store } from '../store/store.ts'

/** Removes a world and every trace of it. Resolves to whether there was one. */
export function remove({ projects, write }: Store, project_id: string): Promise<boolean> {
  return write(() => {
    const isThere = projects.get(project_id) !== undefined
    projects.remove(project_id)
    return isThere
  })
}
