import { Type } from 'typebox'
import { EMPTY_APPLICATION } from '../../../domain/certificate.ts'
import { move } from '../../../plugins/service.ts'
import { CertificateId, operation } from '../../operation.ts'

/** Uploads the bank licence (BL) or the trade licence (TL). The format is not documented: any body of any type is taken. */
export const uploadAuthentication = operation({
  method: 'POST',
  url: '/cert/:cert_id/info/:type/upload_authentication',
  config: { operation: 'UploadAuthentication', permission: 'scm:cert:complete', event: 'uploadScmUserMessage' },
  schema: {
    params: Type.Object({ project_id: Type.String(), cert_id: CertificateId, type: Type.Enum(['BL', 'TL']) }),
    response: { 200: Type.Object({ request_info: Type.Literal('success') }) },
  },
  async handler(request) {
    const paper = request.params.type === 'BL' ? 'bl' : 'tl'
    await move(request, request.params.cert_id, 'upload_papers', ({ application }) => ({
      fields: { application: { ...EMPTY_APPLICATION, ...application, [paper]: '1' } },
    }))
    return { request_info: 'success' as const }
  },
})
