import { type Static, Type } from 'typebox'
import { caller } from '../../../http/caller.ts'
import { revoke } from '../../../service/revoke.ts'
import { CertificatePath, operation, Text } from '../../operation.ts'
import { Done } from '../answers.ts'

export const RevokeBody = Type.Object(
  { reason: Text({ maxLength: 63, description: 'why the certificate is revoked: 0 to 63 characters' }) },
  { examples: [{ reason: '证书信息填写错误' }] },
)
export type RevokeBody = Static<typeof RevokeBody>

/**
 * Submits a revocation. It cannot be taken back; the CA reviews it, and the certificate is REVOKING until it has
 * approved (user guide). Exists in v2 only.
 */
export const revokeCertificate = operation({
  method: 'POST',
  url: '/cert/:cert_id/revoke',
  config: {
    operation: 'RevokeCertificate',
    permission: 'scm:cert:revoke',
    event: 'revokeScmCert',
    title: 'Revoke a certificate',
    title_zh: '吊销证书',
    description:
      'Submits a revocation, which cannot be taken back. The certificate is REVOKING until the CA has approved.',
    refuses: ['status', 'renewal_period'],
  },
  schema: {
    params: CertificatePath,
    body: RevokeBody,
    response: { 200: Done },
  },
  async handler(request) {
    await revoke(caller(request), request.params.cert_id, request.body)
    return { message: 'success' as const }
  },
})
