import { Type } from 'typebox'
import { BRANDS, DOMAIN_TYPES, TYPES } from '../../../domain/certificate.ts'
import { FREE } from '../../../domain/products.ts'
import { caller } from '../../../http/caller.ts'
import { buy } from '../../../service/buy.ts'
import { operation, Text } from '../../operation.ts'
import { Bought } from '../answers.ts'
import { Tag } from './tag.ts'

const count = Type.Optional(Type.Integer({ minimum: 0, maximum: 100 }))

/** Buys certificates. */
export const subscribeCertificate = operation({
  method: 'POST',
  url: '/certificates/buy',
  config: {
    operation: 'SubscribeCertificate',
    permission: 'scm:cert:purchase',
    event: 'purchaseScmCert',
    title: 'Buy certificates',
    title_zh: '购买SSL证书',
    description: 'The certificates are PAID, and wait for an application.',
    refuses: ['order', 'free_quota'],
  },
  schema: {
    body: Type.Object(
      {
        cert_brand: Type.Enum([...BRANDS]),
        cert_type: Type.Enum([...TYPES]),
        domain_type: Type.Enum([...DOMAIN_TYPES]),
        effective_time: Type.Integer({
          minimum: 0,
          maximum: 3,
          description: 'years; 0 for the free product, which is valid for three months',
        }),
        domain_numbers: Type.Integer({ minimum: 1, maximum: 100 }),
        order_number: Type.Integer({ minimum: 1, maximum: 100 }),
        agree_privacy_protection: Type.Literal(true, { description: 'must be true' }),
        primary_domain_type: Type.Optional(Type.Enum(['', 'SINGLE_DOMAIN', 'WILDCARD_DOMAIN'])),
        single_domain_number: count,
        wildcard_domain_number: count,
        is_auto_pay: Type.Optional(Type.Boolean()),
        order_id: Type.Optional(Text({ maxLength: 36, description: 'of the order that is joined' })),
        tags: Type.Optional(Type.Array(Tag, { maxItems: 20 })),
        enterprise_project_id: Type.Optional(Type.String({ maxLength: 36 })),
      },
      {
        examples: [
          {
            cert_brand: 'GEOTRUST',
            cert_type: 'OV_SSL_CERT',
            domain_type: 'SINGLE_DOMAIN',
            effective_time: 1,
            domain_numbers: 1,
            order_number: 1,
            agree_privacy_protection: true,
          },
        ],
      },
    ),
    response: { 200: Bought },
  },
  async handler(request) {
    const { body } = request
    const { order_id, ids } = await buy(caller(request), {
      type: body.cert_type,
      brand: body.cert_brand,
      domain_type: body.domain_type,
      validity_period: body.effective_time * 12 || FREE.validity_period,
      domain_count: body.domain_numbers,
      wildcard_count: body.wildcard_domain_number ?? (body.domain_type === 'WILDCARD' ? 1 : 0),
      multi_domain_type: MULTI_DOMAIN_TYPES[body.primary_domain_type ?? ''],
      enterprise_project_id: body.enterprise_project_id ?? '0',
      count: body.order_number,
      tags: (body.tags ?? []).map(({ key, value = '' }) => ({ key, value })),
      ...(body.order_id && { order_id: body.order_id }),
    })
    return { order_id, cert: ids.map((cert_id) => ({ cert_id })) }
  },
})

/** What buying calls one thing, showing calls another. */
const MULTI_DOMAIN_TYPES = {
  '': null,
  SINGLE_DOMAIN: 'primary_single',
  WILDCARD_DOMAIN: 'primary_wildcard',
} as const
