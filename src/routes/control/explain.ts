import { ExplainDocument, Explanation } from '../../documents/explain.ts'
import { type Addresses, explain } from '../../worlds/explain.ts'
import { route } from '../operation.ts'
import { inWorld, WorldPath } from './world.ts'

/** What the service would answer to a request, and why; nothing of it happens. */
export const explainRequest = route({
  method: 'POST',
  url: '/worlds/:project_id/explain',
  config: {
    id: 'explainRequest',
    title: 'Rehearse a request',
    title_zh: '预演请求',
    description:
      'The answer that the service would give byte for byte, each rule of the ladder with its outcome, and what would change. Nothing of it happens: nothing is written, noted, counted or used up.',
    problems: ['unknown_world'],
  },
  schema: { params: WorldPath, body: ExplainDocument, response: { 200: Explanation } },
  async handler(request) {
    const { server, host, body } = request
    const addresses: Addresses = Map.groupBy(server.contract(), ({ operation }) => operation)
    return explain({ ...inWorld(request), rehearse: server.rehearse, addresses, host }, body)
  },
})
