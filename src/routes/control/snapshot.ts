import { Snapshot } from '../../documents/snapshot.ts'
import { WorldDocument } from '../../documents/world.ts'
import { restoreSnapshot, takeSnapshot } from '../../worlds/snapshot.ts'
import { Nothing, route } from '../operation.ts'
import { found, ProjectPath } from './problem.ts'

const url = '/worlds/:project_id/snapshot'
const problems = ['unknown_world'] as const

export const take = route({
  method: 'GET',
  url,
  config: {
    id: 'takeSnapshot',
    title: 'Take a snapshot',
    title_zh: '导出快照',
    description: 'The world as a document, without its identity: project, account, users and what they have.',
    problems,
  },
  schema: { params: ProjectPath, response: { 200: Snapshot } },
  async handler({ server: { store }, params: { project_id } }) {
    return found(await takeSnapshot(store, project_id), project_id)
  },
})

/** Puts a world into the state of a document, this world's or another's; its identity stays. */
export const restore = route({
  method: 'PUT',
  url,
  config: {
    id: 'restoreSnapshot',
    title: 'Restore a snapshot',
    title_zh: '导入快照',
    description: "This world's or another's. The world keeps its identity and its audit trail.",
    problems,
    jsonLimit: 12 * 1024 * 1024,
  },
  schema: { params: ProjectPath, body: WorldDocument, response: { 204: Nothing } },
  async handler({ server: { store, config }, params: { project_id }, body }, reply) {
    found((await restoreSnapshot(store, project_id, body, config)) || undefined, project_id)
    return reply.code(204).send()
  },
})
