/** What most worlds of these tests begin with: a clock that stands still, so that nothing depends on the machine's. */
export const NOW = '2026-11-24T08:00:00.000Z'
export const FROZEN = { now: NOW, frozen: true } as const

/** `NOW` and some hours, as control calls show instants. */
export const hoursLater = (hours: number) => new Date(Date.parse(NOW) + hours * 3_600_000).toISOString()

/** Ids for the certificates of a world, as many as a test may want to name. */
export const IDS = [
  'scs1700000000000',
  'scs1700000000001',
  'scs1700000000002',
  'scs1700000000003',
  'scs1700000000004',
  'scs1700000000005',
  'scs1700000000006',
  'scs1700000000007',
  'scs1700000000008',
  'scs1700000000009',
] as const

/** The password of a world's owner, where one is asked for. */
export const PASSWORD = 'Owner@12345'

/** The sample of an application (reference, ApplyCertificate v2). */
export const FORM = {
  domain: 'www.xzz.com',
  company_name: '华为成都分公司',
  company_province: '四川',
  company_city: '成都',
  applicant_name: '华卫',
  applicant_phone: '13212345678',
  applicant_email: '9997342346@qq.com',
  csr: '',
  sans: '',
  country: 'CN',
  company_unit: '人力部',
  contact_name: '环境',
  contact_phone: '13512345678',
  contact_email: 'jk@jk.ff',
  agree_privacy_protection: true,
}

/** What makes a key quickly: an RSA key, the default, takes a tenth of a second. */
export const EC = { encrypt_type: 'SHA256withECDSA' }

/** Orders for one certificate in v3: domain-validated, free, organisation-validated. */
export const BUY = {
  cert_brand: 'GEOTRUST',
  cert_type: 'DV_SSL_CERT',
  domain_type: 'SINGLE_DOMAIN',
  effective_time: 1,
  domain_numbers: 1,
  order_number: 1,
  agree_privacy_protection: true,
}
export const FREE = { ...BUY, cert_brand: 'SYMANTEC', cert_type: 'DV_SSL_CERT_BASIC', effective_time: 0 }
/** What places the free product (Terraform: of SYMANTEC, with an `effective_time` of 0). */
export const FREE_PRODUCT = { brand: 'SYMANTEC', type: 'DV_SSL_CERT_BASIC', validity_period: 3 } as const
export const ORDER = { ...BUY, cert_brand: 'GLOBALSIGN', cert_type: 'OV_SSL_CERT' }
