import { CertificateDocument, CertificateView } from '../../../documents/certificate.ts'
import { placeCertificate as place } from '../../../worlds/certificates.ts'
import { route } from '../../operation.ts'
import { inWorld, WorldPath } from '../world.ts'

export const placeCertificate = route({
  method: 'POST',
  url: '/worlds/:project_id/certificates',
  config: {
    id: 'placeCertificate',
    title: 'Place a certificate',
    title_zh: '放置证书',
    description: 'In any status; what is left out gets a value that fits it. The document may be left out.',
    problems: ['unknown_world'],
    mayBeEmpty: true,
  },
  schema: { params: WorldPath, body: CertificateDocument, response: { 201: CertificateView } },
  async handler(request, reply) {
    return reply.code(201).send(await place(inWorld(request), request.body))
  },
})
