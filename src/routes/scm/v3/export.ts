import { Type } from 'typebox'
import { caller } from '../../../http/caller.ts'
import { exportCertificate as exportMaterial } from '../../../service/export.ts'
import { operation } from '../../operation.ts'
import { CERTIFICATE_SAMPLE, exactly, KEY_SAMPLE } from '../answers.ts'
import { text } from '../fields.ts'
import { CertificatePath } from './path.ts'

/** Takes a certificate out, with its chain and its key. Terraform sends the body `null`, the SDKs none: all is accepted. */
export const exportCertificate = operation({
  method: 'POST',
  url: '/certificates/:certificate_id/export',
  config: {
    operation: 'ExportCertificate',
    permission: 'scm:cert:download',
    event: 'downloadScmCert',
    title: 'Export a certificate',
    title_zh: '导出证书',
    description: 'With its chain and its key. Terraform sends the body `null`, the SDKs none.',
    refuses: ['status', 'download'],
    ignores: Type.Null(),
  },
  schema: {
    params: CertificatePath,
    response: {
      200: exactly(
        {
          entire_certificate: Type.String({ description: 'the certificate and its chain' }),
          certificate: text,
          certificate_chain: text,
          private_key: Type.Union([text, Type.Null()], {
            description: "null where the certificate was made from the user's own CSR",
          }),
        },
        {
          entire_certificate: CERTIFICATE_SAMPLE.repeat(3),
          certificate: CERTIFICATE_SAMPLE,
          certificate_chain: CERTIFICATE_SAMPLE.repeat(2),
          private_key: KEY_SAMPLE,
        },
      ),
    },
  },
  async handler(request) {
    const { certificate, chain, private_key } = await exportMaterial(caller(request), request.params.certificate_id)
    return { entire_certificate: certificate + chain, certificate, certificate_chain: chain, private_key }
  },
})
