import { Type } from 'typebox'
import { CERTIFICATE_ID } from '../../domain/certificate.ts'
import { review } from '../../world/review.ts'
import { route } from '../operation.ts'
import { found } from './problem.ts'

/** Decides a pending review in the CA's place. */
export const reviewCertificate = route({
  method: 'POST',
  url: '/projects/:project_id/certificates/:cert_id/review',
  schema: {
    params: Type.Object({
      project_id: Type.String(),
      cert_id: Type.String({ pattern: CERTIFICATE_ID, description: 'scs and 13 digits' }),
    }),
    body: Type.Object({ decision: Type.Enum(['approve', 'reject']) }, { additionalProperties: false }),
  },
  async handler({ server: { store }, params, body }) {
    const world = found(store.projects.get(params.project_id), params.project_id)
    const certificate = await review(store, world, params.cert_id, body.decision)
    return { id: params.cert_id, status: certificate?.status ?? null }
  },
})
