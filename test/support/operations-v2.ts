import type { Asking, Call } from './operations.ts'
import {
  BOUGHT,
  csr,
  DOWNLOADABLE,
  good,
  LONGEST,
  material,
  misfits,
  OPTIONAL,
  REQUESTED,
  refused,
  SURROGATE,
  WRONG_FORM,
} from './operations.ts'
import { FORM } from './samples.ts'

const DONE = '{"message":"success"}'

/** The reference's sample, in which a comma and a space are too many. */
const PURCHASE_SAMPLE = `{
    "cert_brand":"GLOBALSIGN",
    "cert_type":"OV_SSL_CERT ",
    "domain_type":"MULTI_DOMAIN",
    "effective_time": 1,
    "domain_numbers": 5,
    "order_number": 1,
    "agree_privacy_protection":true,
}`
const PURCHASE = {
  cert_brand: 'GLOBALSIGN',
  cert_type: 'OV_SSL_CERT',
  domain_type: 'MULTI_DOMAIN',
  effective_time: 1,
  domain_numbers: 5,
  order_number: 1,
  agree_privacy_protection: true,
}
const WRONG_PURCHASE = {
  cert_brand: ['HUAWEI', 'globalsign', ''],
  cert_type: ['OV', 'ov_ssl_cert', ''],
  domain_type: ['MUILT_DOMAIN', 'single_domain', ''],
  agree_privacy_protection: [false],
}
const edit =
  (modify_key: string) =>
  (modify_value: string): Asking => ({ body: { modify_key, modify_value } })
const push = (service_type: string): Asking => ({ body: { service_type, remote_project: 'cn-north-7' } })
const single = { domain_type: 'SINGLE_DOMAIN', domain_numbers: 1 }

/** The twenty operations of v2, as the vendor's reference has them. */
export const V2: Call[] = [
  {
    call: 'v2 POST /cert/purchase',
    body: PURCHASE,
    keys: ['order_id', 'cert'],
    rows: ['cert', ['cert_id']],
    like: BOUGHT,
    good: [
      ["the reference's sample, with its comma and its space", { body: PURCHASE_SAMPLE }],
      ['the most domains', { body: { ...PURCHASE, domain_numbers: 100 } }],
      ['the most certificates', { body: { ...PURCHASE, order_number: 1000 } }],
      ['one domain for two years', { body: { ...PURCHASE, ...single, effective_time: 2, cert_type: 'EV_SSL_CERT' } }],
    ],
    wrong: {
      ...WRONG_PURCHASE,
      // v2 documents OV_SSL_CERT and EV_SSL_CERT only.
      cert_type: [...WRONG_PURCHASE.cert_type, 'DV_SSL_CERT', 'EV_SSL_CERT_PRO'],
      effective_time: [0, 3, -1],
      domain_numbers: [0, 1, 101, -5],
      order_number: [0, 1001, -1],
    },
    refused: [
      ['SCM.0005', 'five domains for one', { body: { ...PURCHASE, domain_type: 'SINGLE_DOMAIN' } }],
      ['SCM.0005', 'five domains for a wildcard', { body: { ...PURCHASE, domain_type: 'WILDCARD' } }],
      // Assumed: no brand sells EV for wildcards (CA/Browser Forum, EV guidelines 9.8.1).
      ['SCM.0016', 'EV', { body: { ...PURCHASE, ...single, domain_type: 'WILDCARD', cert_type: 'EV_SSL_CERT' } }],
    ],
  },
  {
    call: 'v2 GET /certlist',
    keys: ['total', 'free_remain', 'order_list'],
    rows: [
      'order_list',
      [
        'cert_id',
        'cert_name',
        'domain',
        'cert_type',
        'cert_brand',
        'domain_type',
        'purchase_period',
        // The table's and the sample's name of the status.
        'expired_time',
        'order_status',
        'order_state',
        'domain_num',
        'wildcard_number',
        'cert_des',
      ],
    ],
    good: [["the reference's URI", { query: '?order_status=&content=&sort_key=&sort_dir=&limit=&offset=' }]],
    refused: refused('SCM.0005', ['limit=15', 'order_status=X', 'sort_dir=up', 'offset=-1'], (query) => ({
      query: `?${query}`,
    })),
  },
  {
    call: 'v2 GET /cert/:cert_id',
    keys: [
      'cert_id',
      'order_id',
      'cert_name',
      'cert_type',
      'cert_brand',
      'domain_type',
      'domain_name',
      'domain_number',
      'cert_describe',
      'push_support',
      'revoke_reason',
      'company_name',
      'company_province',
      'company_city',
      'applicant_name',
      'applicant_phone',
      'applicant_email',
      'contact_name',
      'contact_phone',
      'contact_email',
      'status',
      'encrypt_type',
      'country',
      'organization_unit',
      'DNS_push_status',
      'auth',
    ],
    allowed: 'any',
  },
  {
    call: 'v2 PUT /cert/:cert_id',
    body: { modify_key: 'CERT_NAME', modify_value: 'sssaaaa' },
    text: '{"response_info":"success"}',
    good: [
      ...good(['a', '-0-', 'Z'.repeat(63)], edit('CERT_NAME')),
      // "当修改键为DESCRIPTION时，取值0~255位字符，可为空"
      ...good(['', '描述 😀', '😀'.repeat(255)], edit('DESCRIPTION')),
    ],
    refused: [
      ...refused('SCM.0023', ['', 'cert_name', 'NAME', '__proto__', 'toString'], (key) => edit(key)('a')),
      // "仅可包含数字、字母和“-”。取值0~63位字符，且不可为空"
      ...refused('SCM.0024', ['', 'a'.repeat(64), 'a_b', 'a b', 'a.b', '证书', 'a\n'], edit('CERT_NAME')),
      ...refused('SCM.0024', ['😀'.repeat(256), SURROGATE], edit('DESCRIPTION')),
    ],
    allowed: 'any',
  },
  {
    call: 'v2 GET /cert/product',
    keys: ['type_list'],
    rows: ['type_list', ['cert_type', 'cert_brand', 'domain_type', 'product_id', 'effective_time', 'product_name']],
  },
  {
    call: 'v2 GET /product/:product_id',
    params: { product_id: '00301-106001-0--0' },
    keys: ['cert_type', 'cert_brand', 'domain_type', 'effective_time'],
    refused: [['SCM.0005', 'no such product', { params: { product_id: '00301-0-0--0' } }]],
  },
  {
    call: 'v2 POST /cert/:cert_id/complete',
    on: 'paidOv',
    body: { ...FORM, auto_dns_auth: false },
    optional: [...OPTIONAL, 'auto_dns_auth'],
    text: REQUESTED,
    good: [
      ['a CSR for the domain', { body: { ...FORM, csr } }],
      ['the longest names', { body: { ...FORM, ...LONGEST, applicant_name: '😀'.repeat(63) } }],
    ],
    wrong: { ...WRONG_FORM, applicant_name: ['a'.repeat(64), SURROGATE] },
    refused: [
      ...misfits(FORM),
      // "OV和EV型证书必填"
      ['SCM.0005', 'no company', { body: { ...FORM, company_name: '' } }],
      ['SCM.0005', 'no province', { body: { ...FORM, company_province: '' } }],
      ['SCM.0005', 'no city', { body: { ...FORM, company_city: '' } }],
    ],
    allowed: ['PAID', 'UNPASSED'],
  },
  {
    call: 'v2 POST /check-csr',
    body: { csr },
    text: '{"domain_name":"www.xzz.com","domain":"www.xzz.com"}',
    good: [
      ["the sample's label", { body: { csr: csr.replace(/(BEGIN|END) /g, '$1 NEW ') } }],
      ['Windows line ends', { body: { csr: csr.replaceAll('\n', '\r\n') } }],
    ],
    wrong: { csr: ['', ...WRONG_FORM.csr, csr.slice(0, -60), `x${csr}`, csr.replace('MI', 'MJ'), 'A'.repeat(20_000)] },
  },
  {
    call: 'v2 POST /cert/:cert_id/save',
    on: 'paidOv',
    body: FORM,
    optional: OPTIONAL,
    text: REQUESTED,
    wrong: { ...WRONG_FORM, applicant_name: ['a'.repeat(64), SURROGATE] },
    refused: misfits(FORM),
    // Assumed.
    allowed: ['PAID', 'UNPASSED'],
  },
  {
    call: 'v2 POST /cert/:cert_id/read',
    keys: [
      'domain_name',
      'sans',
      'CSR',
      'country',
      'company_unit',
      'company_name',
      'company_province',
      'company_city',
      'applicant_name',
      'applicant_phone',
      'applicant_email',
      'contact_name',
      'contact_phone',
      'contact_email',
      'bl',
      'tl',
    ],
    like: { domain_name: 'www.example.com', sans: '', CSR: null, applicant_name: '华卫', bl: '0', tl: '0' },
    allowed: 'any',
  },
  {
    call: 'v2 POST /cert/:cert_id/cancel-cert',
    on: 'checking',
    keys: ['cert_id', 'message'],
    like: { cert_id: /^scs\d{13}$/, message: 'success' },
    allowed: ['CHECKING', 'CHECKING_ORG', 'SUPPLEMENTCHECKING'],
  },
  { call: 'v2 DELETE /cert/:cert_id', text: DONE, allowed: ['ISSUED', 'REVOKED', 'EXPIRED', 'UPLOAD'] },
  {
    call: 'v2 POST /cert/:cert_id/info/:type/upload_authentication',
    on: 'paidOv',
    params: { type: 'BL' },
    text: REQUESTED,
    good: [
      ['the trade licence', { params: { type: 'TL' } }],
      ["the reference's sample", { body: '{ \n}' }],
      ['an image', { body: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), headers: { 'content-type': 'image/png' } }],
    ],
    refused: refused('SCM.0005', ['XX', 'bl', 'BLT'], (type) => ({ params: { type } })),
    // Assumed.
    allowed: ['PAID', 'UNPASSED', 'CHECKING', 'CHECKING_ORG'],
  },
  { call: 'v2 GET /cert/:cert_id/cert_file', type: 'application/zip', allowed: DOWNLOADABLE },
  {
    call: 'v2 POST /cert/upload',
    body: { cert_name: 'test', cert: material.entire_certificate, private_key: material.private_key },
    keys: ['cert_id'],
    like: { cert_id: /^scs\d{13}$/ },
  },
  {
    call: 'v2 POST /cert/:cert_id/revoke',
    body: { reason: '证书信息填写错误' },
    text: DONE,
    good: [["the reference's sample", { body: '{ \n  "reason": "证书信息填写错误", \n}' }]],
    wrong: { reason: ['x'.repeat(64), SURROGATE] },
    allowed: ['ISSUED'],
  },
  {
    call: 'v2 POST /cert/:cert_id/push',
    body: { service_type: 'WAF', remote_project: 'cn-north-7' },
    // The reference marks it as required, and shows pushes without it in its history.
    optional: ['remote_project'],
    text: DONE,
    good: good(['CDN', 'WAF', 'ELB', 'Enhance_ELB'], push),
    refused: refused('SCM.0030', ['', 'waf', 'ENHANCE_ELB', 'OBS'], push),
    allowed: ['ISSUED', 'UPLOAD'],
  },
  { call: 'v2 GET /cert/:cert_id/push-history', text: '{"push_history_list":[]}', allowed: 'any' },
  {
    call: 'v2 DELETE /privacy-protection/:cert_id',
    text: DONE,
    refused: [['SCM.0010', 'never applied for', { on: 'paid' }]],
    allowed: [
      ...(['PAID', 'ISSUED', 'UNPASSED', 'CANCELCHECKING', 'REVOKING', 'REVOKED', 'EXPIRED'] as const),
      'CANCELSUPPLEMENTING',
    ],
  },
  {
    call: 'v2 POST /cert/:cert_id/supplement',
    on: 'several',
    body: { ori_sans: 'abc.com;xyz.com', add_sans: 'example.domain.com', email: 'example@xx.com' },
    optional: ['add_sans', 'email'],
    text: REQUESTED,
    refused: [
      ['SCM.0010', 'one for one domain', { on: 'issued' }],
      ['SCM.0015', 'no domain', { body: { ori_sans: '', add_sans: 'not a domain' } }],
      ['SCM.0015', 'one that it has', { body: { ori_sans: '', add_sans: 'ABC.com' } }],
      ['SCM.0015', 'more than were bought', { body: { ori_sans: '', add_sans: 'c.com;d.com;e.com' } }],
    ],
    wrong: { add_sans: [SURROGATE] },
    allowed: ['ISSUED'],
  },
]
