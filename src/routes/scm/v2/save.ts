import { Type } from 'typebox'
import { caller } from '../../../http/caller.ts'
import { save } from '../../../service/save.ts'
import { certificatePath, DEMO, operation } from '../../operation.ts'
import { Requested } from '../answers.ts'
import { Form, SAMPLE } from '../form.ts'

/** Keeps what was filled in so far. The reference says here too that a CSR must fit the domain. */
export const saveApplication = operation({
  method: 'POST',
  url: '/cert/:cert_id/save',
  config: {
    operation: 'SaveApplication',
    permission: 'scm:cert:complete',
    event: 'SaveApplication',
    title: 'Save an application',
    title_zh: '保存证书信息',
    description: 'Keeps what was filled in so far, without submitting it.',
    refuses: ['status', 'domains', 'csr', 'organisation'],
  },
  schema: {
    params: certificatePath(DEMO.paid),
    body: Type.Object(Form, { examples: [SAMPLE] }),
    response: { 200: Requested },
  },
  async handler(request) {
    const { agree_privacy_protection, ...form } = request.body
    await save(caller(request), request.params.cert_id, form)
    return { request_info: 'success' as const }
  },
})
