import { Type } from 'typebox'
import { caller } from '../../../http/caller.ts'
import { push } from '../../../service/push.ts'
import { CertificatePath, operation, Text } from '../../operation.ts'
import { Done } from '../answers.ts'

/** Pushes a certificate to another service. Nothing is there to receive it: the push is noted. */
export const pushCertificate = operation({
  method: 'POST',
  url: '/cert/:cert_id/push',
  config: {
    operation: 'PushCertificate',
    permission: 'scm:cert:push',
    event: 'pushScmCertToELB',
    title: 'Push a certificate',
    title_zh: '推送证书',
    description: 'Nothing is there to receive it: the push is noted.',
    refuses: ['status', 'push_service', 'push_name'],
  },
  schema: {
    params: CertificatePath,
    body: Type.Object(
      {
        service_type: Text({ maxLength: 64, description: 'CDN, WAF, ELB or Enhance_ELB' }),
        remote_project: Type.Optional(Text({ maxLength: 255, description: 'the region of the service' })),
      },
      { examples: [{ service_type: 'WAF', remote_project: 'cn-north-7' }] },
    ),
    response: { 200: Done },
  },
  async handler(request) {
    const { service_type: service, remote_project } = request.body
    await push(caller(request), request.params.cert_id, { service, projects: [remote_project ?? null] })
    return { message: 'success' as const }
  },
})
