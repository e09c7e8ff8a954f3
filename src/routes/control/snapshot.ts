import { WorldDocument } from '../../world/document.ts'
import { restoreSnapshot, takeSnapshot } from '../../world/snapshot.ts'
import { route } from '../operation.ts'
import { found, ProjectPath } from './problem.ts'

const url = '/projects/:project_id/snapshot'

export const take = route({
  method: 'GET',
  url,
  schema: { params: ProjectPath },
  async handler({ server: { store }, params: { project_id } }) {
    return found(await takeSnapshot(store, project_id), project_id)
  },
})

/** Puts a world into the state of a document, this world's or another's; its identity stays. */
export const restore = route({
  method: 'PUT',
  url,
  config: { jsonLimit: 12 * 1024 * 1024 },
  schema: { params: ProjectPath, body: WorldDocument },
  async handler({ server: { store, config }, params: { project_id }, body }, reply) {
    found((await restoreSnapshot(store, project_id, body, config)) || undefined, project_id)
    return reply.code(204).send()
  },
})
