import { Type } from 'typebox'
import { NOTICES } from '../../../domain/notice.ts'
import { caller } from '../../../http/caller.ts'
import { notify } from '../../../service/notify.ts'
import { certificateId, DEMO, operation } from '../../operation.ts'

const Notices = Type.Array(
  Type.Object({
    resource_id: certificateId(DEMO.issued),
    notice_type: Type.Array(Type.Enum([...NOTICES]), { minItems: 1, maxItems: 2 }),
  }),
  {
    minItems: 1,
    maxItems: 100,
    examples: [[{ resource_id: 'scs1700000000001', notice_type: ['CERT_EXPIRING', 'CERT_EXPIRED'] }]],
  },
)

/** The SDKs' answer has no fields; that it is 204, as of v3's other changes without an answer, is assumed. */
const notification = (verb: 'enable' | 'disable', title: string, title_zh: string) =>
  operation({
    method: 'POST',
    url: `/notification/${verb}`,
    config: {
      operation: verb === 'enable' ? 'EnableNotification' : 'DisableNotification',
      permission: `scm:cert:${verb}Notification`,
      event: verb === 'enable' ? 'EnableNotification' : 'DisableNotification',
      title,
      title_zh,
      description: 'Nobody is told anything here: it is noted. All of them or none.',
      refuses: ['certificate_gone', 'certificate_foreign'],
    },
    schema: { body: Notices, response: { 204: Type.Null() } },
    async handler(request, reply) {
      const notices = request.body.flatMap(({ resource_id: certificate_id, notice_type }) =>
        notice_type.map((notice_type) => ({ certificate_id, notice_type })),
      )
      await notify(caller(request), verb, notices)
      return reply.code(204).send(null)
    },
  })

export const enableNotification = notification('enable', 'Turn notices on', '启用证书提醒')
export const disableNotification = notification('disable', 'Turn notices off', '关闭证书提醒')
