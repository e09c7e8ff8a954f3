import { Type } from 'typebox'
import { BRANDS, DOMAIN_TYPES } from '../../../domain/certificate.ts'
import { refuse } from '../../../domain/rules.ts'
import { caller } from '../../../http/caller.ts'
import { buy } from '../../../service/buy.ts'
import { operation, ProjectPath, Text } from '../../operation.ts'
import { Bought } from '../answers.ts'

const TYPES = ['OV_SSL_CERT', 'EV_SSL_CERT'] as const

/** Buys certificates. The reference's sample has a space at the end of its `cert_type`: it is trimmed. */
export const purchaseCertificate = operation({
  method: 'POST',
  url: '/cert/purchase',
  config: {
    operation: 'PurchaseCertificate',
    permission: 'scm:cert:purchase',
    event: 'purchaseScmCert',
    title: 'Buy certificates',
    title_zh: '购买SSL证书',
    description:
      'The certificates are PAID, and wait for an application. Spaces around `cert_type` are ignored, as the sample has one.',
    refuses: ['order'],
  },
  schema: {
    params: ProjectPath,
    body: Type.Object(
      {
        cert_brand: Type.Enum([...BRANDS]),
        cert_type: Text({ maxLength: 64, description: TYPES.join(', ') }),
        domain_type: Type.Enum([...DOMAIN_TYPES]),
        effective_time: Type.Enum([1, 2], { description: 'years' }),
        domain_numbers: Type.Integer({ minimum: 1, maximum: 100, description: '1; 2 to 100 for several domains' }),
        order_number: Type.Integer({ minimum: 1, maximum: 1000, description: 'how many certificates' }),
        agree_privacy_protection: Type.Literal(true, { description: 'must be true' }),
      },
      {
        examples: [
          {
            cert_brand: 'GLOBALSIGN',
            cert_type: 'OV_SSL_CERT',
            domain_type: 'MULTI_DOMAIN',
            effective_time: 1,
            domain_numbers: 5,
            order_number: 1,
            agree_privacy_protection: true,
          },
        ],
      },
    ),
    response: { 200: Bought },
  },
  async handler(request) {
    const { cert_brand, domain_type, effective_time, domain_numbers, order_number } = request.body
    const type = TYPES.find((known) => known === request.body.cert_type.trim())
    if (!type) throw refuse('parameter', `cert_type must be one of ${TYPES.join(', ')}`)
    const { order_id, ids } = await buy(caller(request), {
      type,
      brand: cert_brand,
      domain_type,
      domain_count: domain_numbers,
      count: order_number,
      validity_period: effective_time * 12,
      wildcard_count: domain_type === 'WILDCARD' ? 1 : 0,
    })
    return { order_id, cert: ids.map((cert_id) => ({ cert_id })) }
  },
})
