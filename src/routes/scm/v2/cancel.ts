import { caller } from '../../../http/caller.ts'
import { withdraw } from '../../../service/withdraw.ts'
import { certificatePath, DEMO, operation } from '../../operation.ts'
import { Withdrawn } from '../answers.ts'

/** Withdraws an application, or the domains that are being added: the CA reviews that too. */
export const cancelApplication = operation({
  method: 'POST',
  url: '/cert/:cert_id/cancel-cert',
  config: {
    operation: 'CancelApplication',
    permission: 'scm:cert:cancel',
    event: 'cancelScmCert',
    title: 'Withdraw an application',
    title_zh: '取消申请',
    description: 'Withdraws an application, or the domains that are being added. The CA reviews that too.',
    refuses: ['status'],
  },
  schema: {
    params: certificatePath(DEMO.checking),
    response: { 200: Withdrawn },
  },
  async handler(request) {
    const { cert_id } = request.params
    await withdraw(caller(request), cert_id)
    return { cert_id, message: 'success' as const }
  },
})
