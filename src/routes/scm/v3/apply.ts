import { Type } from 'typebox'
import { refuse } from '../../../domain/rules.ts'
import { caller } from '../../../http/caller.ts'
import { apply } from '../../../service/apply.ts'
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
    refuses: ['status', 'domains', 'csr', 'organisation', 'hash_algorithm'],
  },
  schema: {
    params: certificatePath(DEMO.paid),
    body: Type.Object(
      {
        ...Form,
        // Wider here than in v2 (CCM's API reference).
        applicant_name: Text({ maxLength: 100, description: 'who applies; 4 to 100 bytes' }),
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
        ca_hash_algorithm: Type.Optional(
          Type.Enum(['', 'DEFAULT', 'SHA-256'], { description: 'needed for an OV certificate of GEOTRUST' }),
        ),
      },
      {
        examples: [
          {
            ...SAMPLE,
            domain_method: 'DNS',
            auto_dns_auth: false,
            key_algorithm: 'EC_P256',
            ca_hash_algorithm: 'DEFAULT',
          },
        ],
      },
    ),
    response: { 200: Requested },
  },
  async handler(request) {
    const { domain_method, auto_dns_auth = false, key_algorithm, ca_hash_algorithm, ...rest } = request.body
    const { agree_privacy_protection, ...form } = rest
    checkBytes('applicant_name', form.applicant_name, { min: 4, max: 100 })
    await apply(caller(request), request.params.certificate_id, {
      form,
      options: {
        auto_dns_auth,
        domain_method: domain_method.toUpperCase() as 'DNS' | 'FILE' | 'EMAIL',
        encrypt_type: encryptType(key_algorithm),
        ca_hash_algorithm: ca_hash_algorithm ?? '',
      },
    })
    return { request_info: 'success' as const }
  },
})

/** The SDK counts bytes where others count characters: two of Chinese are enough. @throws Refusal SCM.0005 */
function checkBytes(field: string, text: string, { min, max }: { min: number; max: number }): void {
  const bytes = Buffer.byteLength(text)
  if (bytes < min || bytes > max) throw refuse('parameter', `${field} has ${bytes} bytes; it takes ${min} to ${max}`)
}

/** How a certificate is signed whose key is of this kind; undefined where none is named. */
function encryptType(key_algorithm = ''): string | undefined {
  if (key_algorithm === '') return undefined
  return key_algorithm.startsWith('EC') ? 'SHA256withECDSA' : 'SHA256withRSA2048'
}
