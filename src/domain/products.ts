import type { Certificate } from './certificate.ts'

/** What can be bought. */
export interface Product {
  readonly product_id: string
  readonly product_name: string
  readonly cert_type: Certificate['type']
  readonly cert_brand: Certificate['brand']
  readonly domain_type: Certificate['domain_type']
  /** In years; 0 is the free one's, of three months. */
  readonly effective_time: 0 | 1 | 2
}

/**
 * Which brand sells which types, for which domains: the brands and types as the vendor's Terraform provider documents them
 * (docs/resources/ccm_certificate.md), GEOTRUST's basic wildcard as hw-exporter has seen it issued. For which domains is
 * the console's price list; assumed where both are silent.
 */
const OFFERS: readonly [Certificate['brand'], Certificate['type'], readonly Certificate['domain_type'][]][] = [
  ['GEOTRUST', 'DV_SSL_CERT', ['SINGLE_DOMAIN', 'WILDCARD']],
  ['GEOTRUST', 'DV_SSL_CERT_BASIC', ['SINGLE_DOMAIN', 'WILDCARD']],
  ['GEOTRUST', 'OV_SSL_CERT', ['SINGLE_DOMAIN', 'MULTI_DOMAIN', 'WILDCARD']],
  ['GEOTRUST', 'EV_SSL_CERT', ['SINGLE_DOMAIN', 'MULTI_DOMAIN']],
  ['GLOBALSIGN', 'OV_SSL_CERT', ['SINGLE_DOMAIN', 'MULTI_DOMAIN', 'WILDCARD']],
  ['GLOBALSIGN', 'EV_SSL_CERT', ['SINGLE_DOMAIN', 'MULTI_DOMAIN']],
  ['SYMANTEC', 'DV_SSL_CERT_BASIC', ['SINGLE_DOMAIN', 'WILDCARD']],
  ['SYMANTEC', 'OV_SSL_CERT', ['SINGLE_DOMAIN', 'MULTI_DOMAIN', 'WILDCARD']],
  ['SYMANTEC', 'OV_SSL_CERT_PRO', ['SINGLE_DOMAIN', 'MULTI_DOMAIN', 'WILDCARD']],
  ['SYMANTEC', 'EV_SSL_CERT', ['SINGLE_DOMAIN', 'MULTI_DOMAIN']],
  ['SYMANTEC', 'EV_SSL_CERT_PRO', ['SINGLE_DOMAIN', 'MULTI_DOMAIN']],
  ['TRUSTASIA', 'EV_SSL_CERT', ['SINGLE_DOMAIN', 'MULTI_DOMAIN']],
  ['TRUSTASIA', 'OV_SSL_CERT', ['SINGLE_DOMAIN', 'MULTI_DOMAIN', 'WILDCARD']],
  ['VTRUS', 'DV_SSL_CERT', ['SINGLE_DOMAIN', 'WILDCARD']],
  ['VTRUS', 'OV_SSL_CERT', ['SINGLE_DOMAIN', 'MULTI_DOMAIN', 'WILDCARD']],
  ['CFCA', 'OV_SSL_CERT', ['SINGLE_DOMAIN', 'MULTI_DOMAIN', 'WILDCARD']],
  ['CFCA', 'EV_SSL_CERT', ['SINGLE_DOMAIN', 'MULTI_DOMAIN']],
]

/** The free product: not every basic one is (Terraform; hw-exporter saw one of GEOTRUST of 12 months). Valid for months. */
export const FREE = {
  brand: 'SYMANTEC',
  type: 'DV_SSL_CERT_BASIC',
  domain_type: 'SINGLE_DOMAIN',
  validity_period: 3,
} as const satisfies Pick<Certificate, 'brand' | 'type' | 'domain_type' | 'validity_period'>

/** Whether this is the free product. */
export function isFree(certificate: Pick<Certificate, keyof typeof FREE>): boolean {
  return (Object.keys(FREE) as (keyof typeof FREE)[]).every((field) => certificate[field] === FREE[field])
}

/** Every product; ids and names are in the shape of the reference's samples, the numbers are ours. */
export const PRODUCTS: readonly Product[] = OFFERS.flatMap(([cert_brand, cert_type, domain_types], offer) =>
  domain_types.flatMap((domain_type, kind) =>
    ([0, 1, 2] as const)
      .filter(
        (years) =>
          years > 0 ||
          isFree({ brand: cert_brand, type: cert_type, domain_type, validity_period: FREE.validity_period }),
      )
      .map((effective_time) => ({
        cert_type,
        cert_brand,
        domain_type,
        product_id: `00301-${106_000 + offer * 10 + kind * 3 + effective_time}-0--0`,
        effective_time,
        product_name: [cert_brand, domain_type.split('_', 1)[0], cert_type.split('_', 1)[0], effective_time]
          .join('.')
          .toLowerCase(),
      })),
  ),
)

/** Free certificates that an account may have (the references' samples show 19 left with one in use). */
export const FREE_QUOTA = 20
