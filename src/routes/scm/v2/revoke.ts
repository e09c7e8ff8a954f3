import { type Static, Type } from 'typebox'
import { transition } from '../../../domain/transition.ts'
import { caller } from '../../../plugins/service.ts'
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
    const { world, now, actor } = caller(request)
    const input = { review: world.review, reason: request.body.reason }
    await request.server.store.certificates.change(world.project_id, request.params.cert_id, actor, (certificate) =>
      transition(certificate, 'revoke', now, input),
    )
    return { message: 'success' as const }
  },
})
