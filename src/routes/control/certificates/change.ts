import { CertificateChange, CertificateView } from '../../../documents/certificate.ts'
import { changeCertificate as change } from '../../../worlds/certificates.ts'
import { CertificatePath, route } from '../../operation.ts'
import { inWorld } from '../world.ts'

export const changeCertificate = route({
  method: 'PATCH',
  url: '/worlds/:project_id/certificates/:cert_id',
  config: {
    id: 'changeCertificate',
    title: 'Change a certificate',
    title_zh: '修改证书',
    description: 'Any field, whatever the status.',
    problems: ['unknown_world', 'SCM.0020', 'SCM.0003'],
  },
  schema: { params: CertificatePath, body: CertificateChange, response: { 200: CertificateView } },
  async handler(request) {
    return change(inWorld(request), request.params.cert_id, request.body)
  },
})
