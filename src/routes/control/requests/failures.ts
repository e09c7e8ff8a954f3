import { Type } from 'typebox'
import { FailedAssertion } from '../../../documents/expectation.ts'
import { listFailures as list } from '../../../worlds/verify.ts'
import { route } from '../../operation.ts'
import { inWorld, WorldPath } from '../world.ts'

export const listFailures = route({
  method: 'GET',
  url: '/worlds/:project_id/requests/verify',
  config: {
    id: 'listFailures',
    title: 'List the assertions that failed',
    title_zh: '查询未通过的断言',
    description:
      'The last 20, oldest first, with the closest match and why it did not match; emptying the journal forgets them. The stream of requests has a comment when there is another.',
    problems: ['unknown_world'],
  },
  schema: { params: WorldPath, response: { 200: Type.Object({ failures: Type.Array(FailedAssertion) }) } },
  async handler(request) {
    return { failures: list(inWorld(request)) }
  },
})
