import { Type } from 'typebox'
import { caller } from '../../../http/caller.ts'
import { pushHistory } from '../../../service/history.ts'
import { CertificatePath, operation } from '../../operation.ts'
import { exactly } from '../answers.ts'
import { milliseconds, nullable, text } from '../fields.ts'

/** The last ten pushes of a certificate, the latest first. */
export const listPushHistory = operation({
  method: 'GET',
  url: '/cert/:cert_id/push-history',
  config: {
    operation: 'ListPushHistory',
    permission: 'scm:pushHistory:list',
    title: "List a certificate's pushes",
    title_zh: '查询推送记录',
    description: 'The last ten, the latest first.',
  },
  schema: {
    params: CertificatePath,
    response: {
      200: exactly(
        {
          push_history_list: Type.Array(
            exactly({ push_time: milliseconds, push_remote_project: nullable(text), push_service: text }),
          ),
        },
        {
          push_history_list: [
            { push_time: '1795507200000', push_remote_project: 'cn-north-7', push_service: 'WAF' },
            { push_time: '1795420800000', push_remote_project: null, push_service: 'CDN' },
          ],
        },
      ),
    },
  },
  async handler(request) {
    const pushes = await pushHistory(caller(request), request.params.cert_id)
    return {
      push_history_list: pushes.map(({ at, service, remote_project }) => ({
        push_time: String(at),
        push_remote_project: remote_project,
        push_service: service,
      })),
    }
  },
})
