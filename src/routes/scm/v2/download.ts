import { Type } from 'typebox'
import { caller } from '../../../plugins/service.ts'
import { archive, take } from '../../../world/export.ts'
import { baseOf, CertificatePath, operation } from '../../operation.ts'

/** Downloads a certificate as an archive. The reference says rar; a zip is sent (assumed). */
export const downloadCertificate = operation({
  method: 'GET',
  url: '/cert/:cert_id/cert_file',
  config: { operation: 'DownloadCertificate', permission: 'scm:cert:download', event: 'downloadScmCert' },
  schema: {
    params: CertificatePath,
    response: { 200: { content: { 'application/zip': { schema: Type.Unknown() } } } },
  },
  async handler(request, reply) {
    const { world, now, actor } = caller(request)
    const { cert_id } = request.params
    const material = await take(request.server.store, world, cert_id, now, actor, baseOf(request))
    return reply
      .type('application/zip')
      .header('content-disposition', `attachment; filename="${cert_id}.zip"`)
      .send(archive(material))
  },
})
