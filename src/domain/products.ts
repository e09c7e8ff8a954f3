import type { Certificate } from './certificate.ts'

/** What can be bought. */
export interface Product {
  readonly product_id: string
  readonly product_name: string
  readonly cert_type: Certificate['type']
  readonly cert_brand: Certificate['brand']
  readonly domain_type: Certificate['domain_type']
  /** In years. */
  readonly effective_time: 1 | 2
}

/** Which brand sells which types, for which domains (the console's price list; assumed where the reference is silent). */
const OFFERS: readonly [Certificate['brand'], Certificate['type'], readonly Certificate['domain_type'][]][] = [
  ['DIGICERT', 'DV_SSL_CERT_BASIC', ['SINGLE_DOMAIN', 'WILDCARD']],
  ['GEOTRUST', 'DV_SSL_CERT', ['SINGLE_DOMAIN', 'WILDCARD']],
  ['GEOTRUST', 'OV_SSL_CERT', ['SINGLE_DOMAIN', 'MULTI_DOMAIN', 'WILDCARD']],
  ['GEOTRUST', 'EV_SSL_CERT', ['SINGLE_DOMAIN', 'MULTI_DOMAIN']],
  ['GLOBALSIGN', 'DV_SSL_CERT', ['SINGLE_DOMAIN', 'WILDCARD']],
  ['GLOBALSIGN', 'OV_SSL_CERT', ['SINGLE_DOMAIN', 'MULTI_DOMAIN', 'WILDCARD']],
  ['GLOBALSIGN', 'EV_SSL_CERT', ['SINGLE_DOMAIN', 'MULTI_DOMAIN']],
  ['SYMANTEC', 'DV_SSL_CERT_BASIC', ['SINGLE_DOMAIN', 'WILDCARD']],
  ['SYMANTEC', 'OV_SSL_CERT', ['SINGLE_DOMAIN', 'MULTI_DOMAIN', 'WILDCARD']],
  ['SYMANTEC', 'OV_SSL_CERT_PRO', ['SINGLE_DOMAIN', 'MULTI_DOMAIN', 'WILDCARD']],
  ['SYMANTEC', 'EV_SSL_CERT', ['SINGLE_DOMAIN', 'MULTI_DOMAIN']],
  ['SYMANTEC', 'EV_SSL_CERT_PRO', ['SINGLE_DOMAIN', 'MULTI_DOMAIN']],
  ['TRUSTASIA', 'OV_SSL_CERT', ['SINGLE_DOMAIN', 'MULTI_DOMAIN', 'WILDCARD']],
  ['VTRUS', 'OV_SSL_CERT', ['SINGLE_DOMAIN', 'MULTI_DOMAIN', 'WILDCARD']],
  ['CFCA', 'OV_SSL_CERT', ['SINGLE_DOMAIN', 'MULTI_DOMAIN', 'WILDCARD']],
  ['CFCA', 'EV_SSL_CERT', ['SINGLE_DOMAIN', 'MULTI_DOMAIN']],
]

/** Every product; ids and names are in the shape of the reference's samples, the numbers are ours. */
export const PRODUCTS: readonly Product[] = OFFERS.flatMap(([cert_brand, cert_type, domain_types], offer) =>
  domain_types.flatMap((domain_type, kind) =>
    ([1, 2] as const).map((effective_time) => ({
      cert_type,
      cert_brand,
      domain_type,
      product_id: `00301-${106_000 + offer * 10 + kind * 2 + effective_time}-0--0`,
      effective_time,
      product_name: [cert_brand, domain_type.split('_', 1)[0], cert_type.split('_', 1)[0], effective_time]
        .join('.')
        .toLowerCase(),
    })),
  ),
)

/** Free certificates that an account may have (the references' samples show 19 left with one in use). */
export const FREE_QUOTA = 20

/** Whether a certificate of this type is free: the basic domain-validated one. */
export function isFree(type: Certificate['type']): boolean {
  return type === 'DV_SSL_CERT_BASIC'
}
