import { Type } from 'typebox'
import { operation, Text } from '../../operation.ts'
import { pushCertificates } from '../push.ts'
import { CertificatePath } from './path.ts'

const target_service = Text({ maxLength: 64, description: 'CDN, WAF or ELB, in any letter case' })

/** Pushes a certificate to another service. For CDN, which is global, Terraform names no project. */
export const pushCertificate = operation({
  method: 'POST',
  url: '/certificates/:certificate_id/push',
  config: { operation: 'PushCertificate', permission: 'scm:cert:push', event: 'pushScmCertToELB' },
  schema: {
    params: CertificatePath,
    body: Type.Object({ target_project: Text({ maxLength: 255, description: 'a region' }), target_service }),
    response: { 204: Type.Null() },
  },
  async handler(request, reply) {
    const { target_service, target_project } = request.body
    await pushCertificates(request, request.params.certificate_id, target_service.toUpperCase(), [
      target_project || null,
    ])
    return reply.code(204).send(null)
  },
})

/** Pushes a certificate to a service in several projects. */
export const batchPushCertificate = operation({
  method: 'POST',
  url: '/certificates/:certificate_id/batch-push',
  config: { operation: 'BatchPushCertificate', permission: 'scm:cert:push', event: 'pushScmCertToELB' },
  schema: {
    params: CertificatePath,
    body: Type.Object({
      target_projects: Type.Array(Text({ maxLength: 255, description: 'a region' }), { minItems: 1, maxItems: 10 }),
      target_service,
    }),
    response: {
      200: Type.Object({
        results: Type.Array(
          Type.Object({ project_name: Type.String(), cert_id: Type.String(), message: Type.String() }),
        ),
      }),
    },
  },
  async handler(request) {
    const { certificate_id } = request.params
    const { target_projects, target_service } = request.body
    await pushCertificates(request, certificate_id, target_service.toUpperCase(), target_projects)
    const results = target_projects.map((project_name) => ({
      project_name,
      cert_id: certificate_id,
      message: 'success',
    }))
    return { results }
  },
})
