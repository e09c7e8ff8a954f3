import { Type } from 'typebox'
import { caller } from '../../../plugins/service.ts'
import { take } from '../../../world/export.ts'
import { baseOf, operation } from '../../operation.ts'
import { CertificatePath } from './path.ts'

/** Takes a certificate out, with its chain and its key. Terraform sends the body `null`, the SDKs none: all is accepted. */
export const exportCertificate = operation({
  method: 'POST',
  url: '/certificates/:certificate_id/export',
  config: { operation: 'ExportCertificate', permission: 'scm:cert:download', event: 'downloadScmCert' },
  schema: {
    params: CertificatePath,
    response: {
      200: Type.Object({
        entire_certificate: Type.String(),
        certificate: Type.String(),
        certificate_chain: Type.String(),
        private_key: Type.Union([Type.String(), Type.Null()], {
          description: "null where the certificate was made from the user's own CSR",
        }),
      }),
    },
  },
  async handler(request) {
    const { world, now, actor } = caller(request)
    const { certificate_id } = request.params
    const { store } = request.server
    const { certificate, chain, private_key } = await take(store, world, certificate_id, now, actor, baseOf(request))
    return { entire_certificate: certificate + chain, certificate, certificate_chain: chain, private_key }
  },
})
