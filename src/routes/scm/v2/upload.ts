import { Type } from 'typebox'
import { caller } from '../../../http/caller.ts'
import { upload } from '../../../service/upload.ts'
import { operation, ProjectPath } from '../../operation.ts'
import { CERTIFICATE_SAMPLE, exactly, KEY_SAMPLE } from '../answers.ts'
import { cert_id } from '../fields.ts'

/** Puts a certificate that was made elsewhere into the service's care. */
export const uploadCertificate = operation({
  method: 'POST',
  url: '/cert/upload',
  config: {
    operation: 'UploadCertificate',
    permission: 'scm:cert:upload',
    event: 'uploadScmCert',
    jsonLimit: 2 * 1024 * 1024,
    title: 'Upload a certificate',
    title_zh: '上传证书',
    description: 'Puts a certificate that was made elsewhere into the care of the service: it is UPLOAD.',
    refuses: [
      'upload_name',
      'upload_missing',
      'upload_marker',
      'upload_certificate',
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
    ],
  },
  schema: {
    params: ProjectPath,
    body: Type.Object(
      {
        cert_name: Type.String({ description: '0 to 63 characters' }),
        cert: Type.String({ description: 'the certificate and its chain, PEM' }),
        private_key: Type.String({ description: 'PEM, without a passphrase' }),
      },
      { examples: [{ cert_name: 'test', cert: CERTIFICATE_SAMPLE, private_key: KEY_SAMPLE }] },
    ),
    response: { 200: exactly({ cert_id }, { cert_id: 'scs1795507200000' }) },
  },
  async handler(request) {
    const { cert_name: name, cert: certificate, private_key } = request.body
    return { cert_id: await upload(caller(request), 'v2', { name, certificate, private_key }) }
  },
})
