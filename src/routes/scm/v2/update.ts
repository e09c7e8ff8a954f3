import { Type } from 'typebox'
import { caller } from '../../../http/caller.ts'
import { update } from '../../../service/update.ts'
import { CertificatePath, operation } from '../../operation.ts'
import { exactly } from '../answers.ts'

/** Renames or describes a certificate. */
export const updateCertificate = operation({
  method: 'PUT',
  url: '/cert/:cert_id',
  config: {
    operation: 'UpdateCertificate',
    permission: 'scm:cert:edit',
    event: 'modifyScmCert',
    title: 'Rename or describe a certificate',
    title_zh: '修改证书',
    refuses: ['modify_key', 'modify_value'],
  },
  schema: {
    params: CertificatePath,
    body: Type.Object(
      { modify_key: Type.String({ description: 'CERT_NAME or DESCRIPTION' }), modify_value: Type.String() },
      { examples: [{ modify_key: 'CERT_NAME', modify_value: 'sssaaaa' }] },
    ),
    response: { 200: exactly({ response_info: Type.Literal('success') }, { response_info: 'success' }) },
  },
  async handler(request) {
    const { modify_key: key, modify_value: value } = request.body
    await update(caller(request), request.params.cert_id, { key, value })
    return { response_info: 'success' as const }
  },
})
