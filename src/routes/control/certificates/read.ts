import { CertificateView } from '../../../documents/certificate.ts'
import { readCertificate as read } from '../../../worlds/certificates.ts'
import { CertificatePath, route } from '../../operation.ts'
import { inWorld } from '../world.ts'

export const readCertificate = route({
  method: 'GET',
  url: '/worlds/:project_id/certificates/:cert_id',
  config: {
    id: 'readCertificate',
    title: 'Read a certificate',
    title_zh: '查询世界中的证书',
    description: 'As it is now. This does not count as a read for the CA.',
    problems: ['unknown_world', 'SCM.0020', 'SCM.0003'],
  },
  schema: { params: CertificatePath, response: { 200: CertificateView } },
  async handler(request) {
    return read(inWorld(request), request.params.cert_id)
  },
})
