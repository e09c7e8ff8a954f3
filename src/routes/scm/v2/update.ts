import { Type } from 'typebox'
import { refuse } from '../../../domain/rules.ts'
import { move } from '../../../http/service.ts'
import { CertificatePath, operation } from '../../operation.ts'
import { exactly } from '../answers.ts'

/** What can be changed, and what it may become. */
const FIELDS = {
  CERT_NAME: { field: 'name', pattern: /^[A-Za-z0-9-]{1,63}$/, takes: '1 to 63 letters, digits and hyphens' },
  DESCRIPTION: { field: 'description', pattern: /^\P{Surrogate}{0,255}$/u, takes: '0 to 255 characters' },
} as const

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
    const { modify_key, modify_value } = request.body
    await move(request, request.params.cert_id, 'edit', () => {
      const change = Object.hasOwn(FIELDS, modify_key) ? FIELDS[modify_key as keyof typeof FIELDS] : undefined
      if (!change) throw refuse('modify_key', `modify_key is "${modify_key}"; it must be CERT_NAME or DESCRIPTION`)
      if (!change.pattern.test(modify_value)) throw refuse('modify_value', `${modify_key} takes ${change.takes}`)
      return { fields: { [change.field]: modify_value } }
    })
    return { response_info: 'success' as const }
  },
})
