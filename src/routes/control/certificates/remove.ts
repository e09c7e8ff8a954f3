import { removeCertificate as remove } from '../../../worlds/certificates.ts'
import { CertificatePath, Nothing, route } from '../../operation.ts'
import { inWorld } from '../world.ts'

export const removeCertificate = route({
  method: 'DELETE',
  url: '/worlds/:project_id/certificates/:cert_id',
  config: {
    id: 'removeCertificate',
    title: 'Remove a certificate',
    title_zh: '移除证书',
    description: 'Whatever its status. Its id is never used again in this world.',
    problems: ['unknown_world', 'SCM.0020', 'SCM.0003'],
  },
  schema: { params: CertificatePath, response: { 204: Nothing } },
  async handler(request, reply) {
    await remove(inWorld(request), request.params.cert_id)
    return reply.code(204).send()
  },
})
