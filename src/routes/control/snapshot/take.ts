import { Snapshot } from '../../../documents/snapshot.ts'
import { takeSnapshot as take } from '../../../worlds/snapshot.ts'
import { route } from '../../operation.ts'
import { inWorld, WorldPath } from '../world.ts'

export const takeSnapshot = route({
  method: 'GET',
  url: '/worlds/:project_id/snapshot',
  config: {
    id: 'takeSnapshot',
    title: 'Take a snapshot',
    title_zh: '导出快照',
    description:
      'All that is in the world, as a document, without its identity: project, account, users and what they have. It holds the private keys of uploads and CSRs.',
    problems: ['unknown_world'],
  },
  schema: { params: WorldPath, response: { 200: Snapshot } },
  async handler(request) {
    return take(inWorld(request))
  },
})
