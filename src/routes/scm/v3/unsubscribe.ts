import { Type } from 'typebox'
import { caller } from '../../../http/caller.ts'
import { unsubscribe } from '../../../service/unsubscribe.ts'
import { DEMO, operation } from '../../operation.ts'
import { exactly } from '../answers.ts'
import { certificatePath } from './path.ts'

/** Gives a certificate back within seven days of its payment. It is gone once that was reviewed: Terraform waits for 404. */
export const unsubscribeCertificate = operation({
  method: 'DELETE',
  url: '/certificates/:certificate_id/unsubscribe',
  config: {
    operation: 'UnsubscribeCertificate',
    permission: 'scm:cert:unsubscribe',
    event: 'UnsubscribeCertificate',
    title: 'Unsubscribe a certificate',
    title_zh: '退订证书',
    description: 'Gives a certificate back within seven days of its payment. It is gone once that was reviewed.',
    refuses: ['status', 'purchase_pending'],
  },
  schema: {
    params: certificatePath(DEMO.paid),
    response: { 200: exactly({ unsubscribe_results: Type.Literal('SUCCESS') }, { unsubscribe_results: 'SUCCESS' }) },
  },
  async handler(request) {
    await unsubscribe(caller(request), request.params.certificate_id)
    return { unsubscribe_results: 'SUCCESS' as const }
  },
})
