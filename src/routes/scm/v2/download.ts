import { Type } from 'typebox'
import { caller } from '../../../http/service.ts'
import { archive, take } from '../../../service/export.ts'
import { baseOf, CertificatePath, operation } from '../../operation.ts'

/** Bytes, not text. */
const Archive = Type.Unsafe<Buffer>({ type: 'string', format: 'binary', contentMediaType: 'application/zip' })

/** Downloads a certificate as an archive. The reference says rar; a zip is sent (assumed). */
export const downloadCertificate = operation({
  method: 'GET',
  url: '/cert/:cert_id/cert_file',
  config: {
    operation: 'DownloadCertificate',
    permission: 'scm:cert:download',
    event: 'downloadScmCert',
    title: 'Download a certificate',
    title_zh: '下载证书',
    description: 'The reference says that the archive is a rar; a zip is sent.',
    refuses: ['status', 'download'],
  },
  schema: {
    params: CertificatePath,
    response: { 200: { content: { 'application/zip': { schema: Archive } } } },
  },
  async handler(request, reply) {
    const { world, now, actor } = caller(request)
    const { cert_id } = request.params
    const material = await take(request.server, world, cert_id, now, actor, baseOf(request))
    return reply
      .type('application/zip')
      .header('content-disposition', `attachment; filename="${cert_id}.zip"`)
      .send(archive(material))
  },
})
