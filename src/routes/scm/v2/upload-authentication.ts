import { Type } from 'typebox'
import { caller } from '../../../http/caller.ts'
import { uploadPaper } from '../../../service/papers.ts'
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
    const { cert_id, type } = request.params
    await uploadPaper(caller(request), cert_id, { paper: type === 'BL' ? 'bl' : 'tl' })
    return { request_info: 'success' as const }
  },
})
