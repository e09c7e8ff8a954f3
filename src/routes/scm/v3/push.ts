import { Type } from 'typebox'
import { caller } from '../../../http/caller.ts'
import { push } from '../../../service/push.ts'
import { operation, Text } from '../../operation.ts'
import { exactly } from '../answers.ts'
import { cert_id, text } from '../fields.ts'
import { CertificatePath } from './path.ts'

const target_service = Text({ maxLength: 64, description: 'CDN, WAF or ELB, in any letter case' })

/** Pushes a certificate to another service. For CDN, which is global, Terraform names no project. */
export const pushCertificate = operation({
  method: 'POST',
  url: '/certificates/:certificate_id/push',
  config: {
    operation: 'PushCertificate',
    permission: 'scm:cert:push',
    event: 'pushScmCertToELB',
    title: 'Push a certificate',
    title_zh: '推送证书',
    description: 'Nothing is there to receive it: the push is noted. CDN is global: `target_project` is empty then.',
    refuses: ['status', 'push_service'],
  },
  schema: {
    params: CertificatePath,
    body: Type.Object(
      { target_project: Text({ maxLength: 255, description: 'a region' }), target_service },
      { examples: [{ target_project: 'la-south-2', target_service: 'ELB' }] },
    ),
    response: { 204: Type.Null() },
  },
  async handler(request, reply) {
    const { target_service, target_project } = request.body
    await push(caller(request), request.params.certificate_id, {
      service: target_service.toUpperCase(),
      projects: [target_project || null],
    })
    return reply.code(204).send(null)
  },
})

/** Pushes a certificate to a service in several projects. */
export const batchPushCertificate = operation({
  method: 'POST',
  url: '/certificates/:certificate_id/batch-push',
  config: {
    operation: 'BatchPushCertificate',
    permission: 'scm:cert:push',
    event: 'pushScmCertToELB',
    title: 'Push a certificate to several projects',
    title_zh: '批量推送证书',
    description: 'All of the projects or none.',
    refuses: ['status', 'push_service'],
  },
  schema: {
    params: CertificatePath,
    body: Type.Object(
      {
        target_projects: Type.Array(Text({ maxLength: 255, description: 'a region' }), { minItems: 1, maxItems: 10 }),
        target_service,
      },
      { examples: [{ target_projects: ['la-south-2'], target_service: 'ELB' }] },
    ),
    response: {
      200: exactly(
        { results: Type.Array(exactly({ project_name: text, cert_id, message: Type.Literal('success') })) },
        { results: [{ project_name: 'la-south-2', cert_id: 'scs1700000000001', message: 'success' }] },
      ),
    },
  },
  async handler(request) {
    const { certificate_id } = request.params
    const { target_projects, target_service } = request.body
    await push(caller(request), certificate_id, { service: target_service.toUpperCase(), projects: target_projects })
    const results = target_projects.map((project_name) => ({
      project_name,
      cert_id: certificate_id,
      message: 'success' as const,
    }))
    return { results }
  },
})
