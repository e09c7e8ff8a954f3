import { Type } from 'typebox'
import { caller } from '../../../plugins/service.ts'
import { upload } from '../../../world/upload.ts'
import { operation } from '../../operation.ts'

/** Puts a certificate that was made elsewhere into the service's care. */
export const uploadCertificate = operation({
  method: 'POST',
  url: '/cert/upload',
  config: {
    operation: 'UploadCertificate',
    permission: 'scm:cert:upload',
    event: 'uploadScmCert',
    jsonLimit: 2 * 1024 * 1024,
  },
  schema: {
    body: Type.Object({
      cert_name: Type.String({ description: '0 to 63 characters' }),
      cert: Type.String({ description: 'the certificate and its chain, PEM' }),
      private_key: Type.String({ description: 'PEM, without a passphrase' }),
    }),
    response: { 200: Type.Object({ cert_id: Type.String() }) },
  },
  async handler(request) {
    const { world, now, actor } = caller(request)
    const { cert_name, cert, private_key } = request.body
    const sent = { name: cert_name, certificate: cert, private_key }
    return { cert_id: await upload(request.server.store, world, sent, now, actor) }
  },
})
