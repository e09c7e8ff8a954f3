import { Type } from 'typebox'
import { caller } from '../../../http/caller.ts'
import { batchPush, push } from '../../../service/push.ts'
import { operation, Text } from '../../operation.ts'
import { exactly } from '../answers.ts'
import { text } from '../fields.ts'
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
    refuses: ['status', 'push_service', 'push_name'],
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
    description:
      'Each project on its own: `cert_id` is the id in the target service, and empty where `message` says why not.',
    refuses: ['status', 'push_service', 'push_name'],
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
        { results: Type.Array(exactly({ project_name: text, cert_id: text, message: text })) },
        {
          results: [
            { project_name: 'la-south-2', cert_id: 'a81bdd2bca3a7d5ca90d2f9b1cbd8a66', message: 'success' },
            { project_name: 'cn-error-4', cert_id: '', message: 'Invalid region id.' },
          ],
        },
      ),
    },
  },
  async handler(request) {
    const { certificate_id } = request.params
    const { target_projects, target_service } = request.body
    const target = { service: target_service.toUpperCase(), projects: target_projects }
    return { results: await batchPush(caller(request), certificate_id, target) }
  },
})
