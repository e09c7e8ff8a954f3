import { X509View } from '../../../documents/x509.ts'
import { baseOf } from '../../../http/caller.ts'
import { showX509 as show } from '../../../worlds/x509.ts'
import { CertificatePath, route } from '../../operation.ts'
import { inWorld } from '../world.ts'

export const showX509 = route({
  method: 'GET',
  url: '/worlds/:project_id/certificates/:cert_id/x509',
  config: {
    id: 'showX509',
    title: 'What stands behind a certificate',
    title_zh: '查询证书的X.509文件和吊销状态',
    description: 'Its PEM and chain whatever its status, and what OCSP and the CRL say of it now.',
    problems: ['unknown_world', 'SCM.0020', 'SCM.0003'],
  },
  schema: { params: CertificatePath, response: { 200: X509View } },
  async handler(request) {
    return show(inWorld(request), request.params.cert_id, { base: baseOf(request) })
  },
})
