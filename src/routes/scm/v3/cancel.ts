import { caller } from '../../../http/caller.ts'
import { withdraw } from '../../../service/withdraw.ts'
import { DEMO, operation } from '../../operation.ts'
import { Withdrawn } from '../answers.ts'
import { certificatePath } from './path.ts'

/** Withdraws an application: the CA reviews that too. */
export const cancelCertificateRequest = operation({
  method: 'POST',
  url: '/certificates/:certificate_id/cancel-cert',
  config: {
    operation: 'CancelApplication',
    permission: 'scm:cert:cancel',
    event: 'cancelScmCert',
    title: 'Withdraw an application',
    title_zh: '取消证书申请',
    description: 'Withdraws an application, or the domains that are being added. The CA reviews that too.',
    refuses: ['status'],
  },
  schema: {
    params: certificatePath(DEMO.checking),
    response: { 200: Withdrawn },
  },
  async handler(request) {
    const { certificate_id: cert_id } = request.params
    await withdraw(caller(request), cert_id)
    return { cert_id, message: 'success' as const }
  },
})
