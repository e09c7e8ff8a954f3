import { caller } from '../../../http/caller.ts'
import { deletePrivacy } from '../../../service/privacy.ts'
import { CertificatePath, operation } from '../../operation.ts'
import { Done } from '../answers.ts'

/** Withdraws the consent to keep personal data: the names, phones and mails of an application are cleared. */
export const deletePrivacyProtection = operation({
  method: 'DELETE',
  url: '/privacy-protection/:cert_id',
  config: {
    operation: 'DeletePrivacyProtection',
    permission: 'scm:privacyProtection:delete',
    event: 'DeletePrivacyProtection',
    title: 'Withdraw the consent to keep personal data',
    title_zh: '取消隐私信息授权',
    description: 'Clears the names, phones and mails of an application.',
    refuses: ['status'],
  },
  schema: { params: CertificatePath, response: { 200: Done } },
  async handler(request) {
    await deletePrivacy(caller(request), request.params.cert_id)
    return { message: 'success' as const }
  },
})
