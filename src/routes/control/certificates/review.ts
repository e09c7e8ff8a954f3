import { ReviewDecision, Reviewed } from '../../../documents/review.ts'
import { reviewCertificate as review } from '../../../worlds/review.ts'
import { CertificatePath, route } from '../../operation.ts'
import { inWorld } from '../world.ts'

export const reviewCertificate = route({
  method: 'POST',
  url: '/worlds/:project_id/certificates/:cert_id/review',
  config: {
    id: 'reviewCertificate',
    title: 'Decide a review',
    title_zh: '代替CA审核',
    description: "Decides what is under review in the CA's place.",
    problems: ['unknown_world', 'SCM.0020', 'SCM.0003', 'SCM.0010'],
  },
  schema: { params: CertificatePath, body: ReviewDecision, response: { 200: Reviewed } },
  async handler(request) {
    return review(inWorld(request), request.params.cert_id, request.body)
  },
})
