import { Type } from 'typebox'
import { move } from '../../../http/service.ts'
import { filledIn, proofs } from '../../../service/application.ts'
import { judgeCsr } from '../../../service/csr.ts'
import { DEMO, operation, Text } from '../../operation.ts'
import { Requested } from '../answers.ts'
import { Form, SAMPLE } from '../form.ts'
import { certificatePath } from './path.ts'

/** Applies for a certificate that was bought: the CA reviews it. */
export const applyCertificate = operation({
  method: 'POST',
  url: '/certificates/:certificate_id/apply',
  config: {
    operation: 'ApplyCertificate',
    permission: 'scm:cert:complete',
    event: 'completeScmCert',
    title: 'Apply for a certificate',
    title_zh: '申请证书',
    description:
      'Fills in what the CA needs of a certificate that was bought, and submits it: the CA reviews it. OV and EV certificates need a company.',
    refuses: ['status', 'domains', 'csr', 'organisation'],
  },
  schema: {
    params: certificatePath(DEMO.paid),
    body: Type.Object(
      {
        ...Form,
        // Wider here than in v2 (CCM's API reference).
        applicant_name: Text({ maxLength: 100, description: 'who applies' }),
        country: Type.Optional(Type.String({ pattern: '^(?:[A-Za-z]{2})?$', description: 'CN, HK, US …' })),
        domain_method: Type.String({
          pattern: '^(?:[Dd][Nn][Ss]|[Ff][Ii][Ll][Ee]|[Ee][Mm][Aa][Ii][Ll])$',
          description: 'DNS, FILE or EMAIL',
        }),
        auto_dns_auth: Type.Optional(Type.Boolean()),
        key_algorithm: Type.Optional(
          Type.String({
            pattern: '^(?:RSA_(?:2048|3072|4096)|EC_P(?:256|384)|SM2)?$',
            description: 'RSA_2048, EC_P256 …',
          }),
        ),
        ca_hash_algorithm: Type.Optional(Type.String({ maxLength: 32 })),
      },
      { examples: [{ ...SAMPLE, domain_method: 'DNS', auto_dns_auth: false, key_algorithm: 'EC_P256' }] },
    ),
    response: { 200: Requested },
  },
  async handler(request) {
    const {
      domain_method: method,
      auto_dns_auth = false,
      key_algorithm,
      ca_hash_algorithm,
      agree_privacy_protection,
      ...form
    } = request.body
    const domain_method = method.toUpperCase() as 'DNS' | 'FILE' | 'EMAIL'
    const judge = await judgeCsr(request, request.params.certificate_id, form)
    await move(request, request.params.certificate_id, 'apply', (certificate) => {
      const filled = filledIn(certificate, form, domain_method)
      judge()
      return {
        fields: {
          ...filled,
          auth: proofs(certificate, form).map((proof) => ({ ...proof, method: domain_method })),
          dns_push_status: auto_dns_auth ? 'ON' : 'NONE',
          ...(key_algorithm && {
            encrypt_type: key_algorithm.startsWith('EC') ? 'SHA256withECDSA' : 'SHA256withRSA2048',
          }),
        },
      }
    })
    return { request_info: 'success' as const }
  },
})
