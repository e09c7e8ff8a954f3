import { Type } from 'typebox'
import { caller } from '../../../plugins/service.ts'
import { upload } from '../../../world/upload.ts'
import { operation } from '../../operation.ts'

const pem = (description: string) => Type.String({ description })

/** Puts a certificate that was made elsewhere into the service's care. Guomi (SM2) parts and `duplicate_check` are ignored. */
export const importCertificate = operation({
  method: 'POST',
  url: '/certificates/import',
  config: {
    operation: 'ImportCertificate',
    permission: 'scm:cert:upload',
    event: 'uploadScmCert',
    jsonLimit: 2 * 1024 * 1024,
  },
  schema: {
    body: Type.Object({
      name: Type.String({ description: '0 to 63 characters' }),
      certificate: pem('PEM; may hold the chain too'),
      certificate_chain: Type.Optional(pem('PEM')),
      private_key: pem('PEM, without a passphrase'),
      duplicate_check: Type.Optional(Type.Boolean()),
      enterprise_project_id: Type.Optional(Type.String({ maxLength: 36 })),
    }),
    response: { 200: Type.Object({ certificate_id: Type.String() }) },
  },
  async handler(request) {
    const { world, now, actor } = caller(request)
    const { duplicate_check, ...sent } = request.body
    return { certificate_id: await upload(request.server.store, world, sent, now, actor) }
  },
})
