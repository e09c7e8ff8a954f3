import { Type } from 'typebox'
import { move } from '../../../plugins/service.ts'
import { CertificatePath, operation } from '../../operation.ts'

/** Withdraws the consent to keep personal data: the names, phones and mails of an application are cleared. */
export const deletePrivacyProtection = operation({
  method: 'DELETE',
  url: '/privacy-protection/:cert_id',
  config: {
    operation: 'DeletePrivacyProtection',
    permission: 'scm:privacyProtection:delete',
    event: 'DeletePrivacyProtection',
  },
  schema: { params: CertificatePath, response: { 200: Type.Object({ message: Type.Literal('success') }) } },
  async handler(request) {
    await move(request, request.params.cert_id, 'drop_privacy')
    return { message: 'success' as const }
  },
})
