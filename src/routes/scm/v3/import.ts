import { Type } from 'typebox'
import { caller } from '../../../http/caller.ts'
import { upload } from '../../../service/upload.ts'
import { operation } from '../../operation.ts'
import { CERTIFICATE_SAMPLE, exactly, KEY_SAMPLE } from '../answers.ts'
import { cert_id } from '../fields.ts'

const pem = (description: string) => Type.String({ description })

/** Puts a certificate that was made elsewhere into the service's care. Guomi (SM2) parts are ignored. */
export const importCertificate = operation({
  method: 'POST',
  url: '/certificates/import',
  config: {
    operation: 'ImportCertificate',
    permission: 'scm:cert:upload',
    event: 'uploadScmCert',
    jsonLimit: 2 * 1024 * 1024,
    title: 'Import a certificate',
    title_zh: '导入证书',
    description:
      'Puts a certificate that was made elsewhere into the care of the service: it is UPLOAD. Which `duplicate_check` refuses what is there already is contested: the world says.',
    refuses: [
      'upload_name',
      'upload_missing',
      'upload_marker',
      'upload_certificate',
      'upload_chain',
      'upload_domain_missing',
      'upload_domain',
      'upload_key_missing',
      'upload_key_marker',
      'upload_key',
      'upload_key_encrypted',
      'upload_mismatch',
      'upload_issuer',
      'upload_expired',
      'upload_alone',
      'upload_duplicate',
    ],
  },
  schema: {
    body: Type.Object(
      {
        name: Type.String({ description: '3 to 63 letters, digits, dots, hyphens and underscores' }),
        certificate: pem('PEM; may hold the chain too'),
        certificate_chain: Type.Optional(pem('PEM')),
        private_key: pem('PEM, without a passphrase'),
        duplicate_check: Type.Optional(Type.Boolean()),
        enterprise_project_id: Type.Optional(Type.String({ maxLength: 36 })),
      },
      {
        examples: [
          {
            name: 'imported',
            certificate: CERTIFICATE_SAMPLE,
            certificate_chain: CERTIFICATE_SAMPLE,
            private_key: KEY_SAMPLE,
          },
        ],
      },
    ),
    response: { 200: exactly({ certificate_id: cert_id }, { certificate_id: 'scs1795507200000' }) },
  },
  async handler(request) {
    return { certificate_id: await upload(caller(request), 'v3', request.body) }
  },
})
