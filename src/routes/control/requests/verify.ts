import { Expectation, Verdict } from '../../../documents/expectation.ts'
import { verifyRequests as verify } from '../../../worlds/verify.ts'
import { route } from '../../operation.ts'
import { inWorld, WorldPath } from '../world.ts'

export const verifyRequests = route({
  method: 'POST',
  url: '/worlds/:project_id/requests/verify',
  config: {
    id: 'verifyRequests',
    title: 'Assert on the journal',
    title_zh: '断言请求',
    description: 'A failed assertion is an answer, not an error. Without a number: at least once.',
    problems: ['unknown_world'],
  },
  schema: { params: WorldPath, body: Expectation, response: { 200: Verdict } },
  async handler(request) {
    return verify(inWorld(request), request.body)
  },
})
