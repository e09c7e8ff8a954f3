import { reset } from '../../world/reset.ts'
import { route } from '../operation.ts'
import { found, ProjectPath } from './problem.ts'

/** Brings a world back to how it was made, at the present time. */
export const resetProject = route({
  method: 'POST',
  url: '/projects/:project_id/reset',
  schema: { params: ProjectPath },
  async handler({ server, params }) {
    const { project_id } = found(await reset(server.store, params.project_id), params.project_id)
    return { project_id }
  },
})
