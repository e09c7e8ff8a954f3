import { type Static, Type } from 'typebox'
import { move } from '../../../plugins/service.ts'
import { CertificatePath, operation, Text } from '../../operation.ts'

export const RevokeBody = Type.Object({
  reason: Text({ maxLength: 63, description: 'why the certificate is revoked: 0 to 63 characters' }),
})
export type RevokeBody = Static<typeof RevokeBody>

/**
 * Submits a revocation. It cannot be taken back; the CA reviews it, and the certificate is REVOKING until it has
 * approved (user guide). Exists in v2 only.
 */
export const revokeCertificate = operation({
  method: 'POST',
  url: '/cert/:cert_id/revoke',
  config: { operation: 'RevokeCertificate', permission: 'scm:cert:revoke', event: 'revokeScmCert' },
  schema: {
    params: CertificatePath,
    body: RevokeBody,
    response: { 200: Type.Object({ message: Type.Literal('success') }) },
  },
  async handler(request) {
    const { reason } = request.body
    await move(request, request.params.cert_id, 'revoke', () => ({ reason }))
    return { message: 'success' as const }
  },
})
