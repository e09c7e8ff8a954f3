import { Type } from 'typebox'
import { caller } from '../../../http/caller.ts'
import { download } from '../../../service/download.ts'
import { CertificatePath, operation } from '../../operation.ts'

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
    const { cert_id } = request.params
    const archive = await download(caller(request), cert_id)
    return reply
      .type('application/zip')
      .header('content-disposition', `attachment; filename="${cert_id}.zip"`)
      .send(archive)
  },
})
