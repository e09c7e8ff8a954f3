import { Type } from 'typebox'
import { caller } from '../../../plugins/service.ts'
import { glance } from '../../../world/look.ts'
import { CertificatePath, operation } from '../../operation.ts'

/** The last ten pushes of a certificate, the latest first. */
export const listPushHistory = operation({
  method: 'GET',
  url: '/cert/:cert_id/push-history',
  config: { operation: 'ListPushHistory', permission: 'scm:pushHistory:list' },
  schema: {
    params: CertificatePath,
    response: {
      200: Type.Object({
        push_history_list: Type.Array(
          Type.Object({
            push_time: Type.String({ description: 'epoch milliseconds' }),
            push_remote_project: Type.Union([Type.String(), Type.Null()]),
            push_service: Type.String(),
          }),
        ),
      }),
    },
  },
  async handler(request) {
    const { world, now } = caller(request)
    const { store } = request.server
    const { id } = await glance(store, world.project_id, request.params.cert_id, now)
    return {
      push_history_list: store.pushes.latest(world.project_id, id, 10).map(({ at, service, remote_project }) => ({
        push_time: String(at),
        push_remote_project: remote_project,
        push_service: service,
      })),
    }
  },
})
