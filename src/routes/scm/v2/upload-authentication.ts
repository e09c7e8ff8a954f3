import { Type } from 'typebox'
import { EMPTY_APPLICATION } from '../../../domain/certificate.ts'
import { move } from '../../../http/service.ts'
import { certificateId, DEMO, operation, ProjectId } from '../../operation.ts'
import { Requested } from '../answers.ts'

/** Uploads the bank licence (BL) or the trade licence (TL). The format is not documented: any body of any type is taken. */
export const uploadAuthentication = operation({
  method: 'POST',
  url: '/cert/:cert_id/info/:type/upload_authentication',
  config: {
    operation: 'UploadAuthentication',
    permission: 'scm:cert:complete',
    event: 'uploadScmUserMessage',
    title: "Upload a company's papers",
    title_zh: '上传认证信息',
    description:
      '`BL` is the bank licence, `TL` the trade licence. The format is not documented: any body of any type is taken.',
    refuses: ['status'],
    consumes: '*/*',
  },
  schema: {
    params: Type.Object({
      project_id: ProjectId,
      cert_id: certificateId(DEMO.paid),
      type: Type.Enum(['BL', 'TL'], { examples: ['BL'] }),
    }),
    response: { 200: Requested },
  },
  async handler(request) {
    const paper = request.params.type === 'BL' ? 'bl' : 'tl'
    await move(request, request.params.cert_id, 'upload_papers', ({ application }) => ({
      fields: { application: { ...EMPTY_APPLICATION, ...application, [paper]: '1' } },
    }))
    return { request_info: 'success' as const }
  },
})
