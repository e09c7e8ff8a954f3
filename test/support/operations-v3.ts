import { REGIONS } from '../../src/domain/regions.ts'
import type { Asking, Call } from './operations.ts'
import {
  BOUGHT,
  CSR,
  CSR_KEYS,
  CSR_SHOWN,
  csr,
  csrKey,
  DOWNLOADABLE,
  forged,
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

const BUY = {
  cert_brand: 'GEOTRUST',
  cert_type: 'OV_SSL_CERT',
  domain_type: 'SINGLE_DOMAIN',
  effective_time: 1,
  domain_numbers: 1,
  order_number: 1,
  agree_privacy_protection: true,
}
const SEVERAL = { domain_type: 'MULTI_DOMAIN', domain_numbers: 5 }
const WILDCARD_BASIC = { cert_type: 'DV_SSL_CERT_BASIC', domain_type: 'WILDCARD' }
const APPLY = {
  ...FORM,
  domain_method: 'DNS',
  auto_dns_auth: false,
  key_algorithm: 'EC_P256',
  ca_hash_algorithm: 'DEFAULT',
}
const { ca_hash_algorithm: _, ...UNHASHED } = APPLY
const IMPORT = {
  name: 'imported',
  certificate: material.certificate,
  certificate_chain: material.certificate_chain,
  private_key: material.private_key,
  duplicate_check: false,
  enterprise_project_id: '0',
}
const UNKNOWN_CSR: Call['refused'] = refused('SCM.0707', ['0'.repeat(32), 'x', '证书'], (id) => ({ params: { id } }))
const push = (target_service: string): Asking => ({ body: { target_project: 'la-south-2', target_service } })
const pushes = (target_service: string): Asking => ({ body: { target_projects: ['la-south-2'], target_service } })
const TAGS = { action: 'create', tags: [{ key: 'foo', value: 'bar' }] }
const LONG_TAGS = [{ key: 'k'.repeat(128), value: '值'.repeat(255) }]
const WRONG_TAGS = [[{ key: '' }], [{ key: 'k'.repeat(129) }], [{ key: 'k', value: 'v'.repeat(256) }], [{ value: 'v' }]]
const FILTER = {
  action: 'filter',
  limit: 50,
  offset: 0,
  without_any_tag: false,
  not_tags: [{ key: 'none', values: [] }],
  matches: [{ key: 'resource_name', value: 'scs' }],
}

/** The operations of v3 as the vendor's SDKs, its pages and Terraform have them. */
export const V3: Call[] = [
  {
    call: 'v3 GET /certificates',
    keys: ['certificates', 'total_count'],
    // The fields of the reference's sample of 2021 stand in its order, newer ones among them (1.1).
    rows: [
      'certificates',
      [
        'id',
        'name',
        'domain',
        'sans',
        'type',
        'brand',
        'signature_algorithm',
        'expire_time',
        'domain_type',
        'validity_period',
        'status',
        'domain_count',
        'wildcard_count',
        'description',
        'deploy_support',
        'domain_id',
        'enterprise_project_id',
      ],
    ],
    good: good(['status=ALL', 'limit=50&offset=100', 'deploy_support=true&enterprise_project_id=all'], (query) => ({
      query: `?${query}`,
    })),
    refused: refused('SCM.0005', ['limit=2', 'status=X', 'sort_key=x', 'expired_days_since=-1'], (query) => ({
      query: `?${query}`,
    })),
  },
  {
    call: 'v3 GET /certificates/:certificate_id',
    // The table of 2021 in its order (reference, ShowCertificate v3), newer fields among them (1.2).
    keys: [
      'id',
      'status',
      'order_id',
      'name',
      'type',
      'brand',
      'push_support',
      'revoke_reason',
      'signature_algrithm',
      'signature_algorithm',
      'issue_time',
      'not_before',
      'not_after',
      'validity_period',
      'validation_method',
      'domain_type',
      'multi_domain_type',
      'domain',
      'sans',
      'domain_count',
      'wildcard_count',
      'fingerprint',
      'shared',
      'application_info',
      'description',
      'enterprise_project_id',
      'authentification',
    ],
    like: {
      push_support: 'ON',
      revoke_reason: null,
      fingerprint: /^[0-9a-f]{40}$/,
      not_after: /^[\d-]{10} [\d:]{8}\.0$/,
    },
    allowed: 'any',
  },
  {
    call: 'v3 POST /certificates/import',
    body: IMPORT,
    optional: ['certificate_chain', 'duplicate_check', 'enterprise_project_id'],
    keys: ['certificate_id'],
    like: { certificate_id: /^scs\d{13}$/ },
    // 3 to 63 of letters, digits, `_ - .` (SDK, Terraform, certd).
    refused: refused('SCM.0032', ['', 'ab', 'a b', '证书证书', 'n'.repeat(64)], (name) => ({
      body: { ...IMPORT, name },
    })),
    good: [['the chain in the certificate', { body: { ...IMPORT, certificate: material.entire_certificate } }]],
  },
  {
    call: 'v3 POST /certificates/:certificate_id/export',
    keys: ['entire_certificate', 'certificate', 'certificate_chain', 'private_key'],
    // The SDKs send nothing, Terraform `null`, an older client `{}` (1.4).
    good: [
      ['null', { body: 'null\n', headers: { 'content-type': 'application/json' } }],
      ['{}', { body: {} }],
    ],
    allowed: DOWNLOADABLE,
  },
  {
    call: 'v3 DELETE /certificates/:certificate_id',
    status: 204,
    text: '',
    allowed: ['ISSUED', 'REVOKED', 'EXPIRED', 'UPLOAD'],
  },
  {
    call: 'v3 POST /certificates/:certificate_id/push',
    ...{ ...push('ELB'), status: 204, text: '' },
    good: [
      // Terraform names no project for CDN (1.6), a sample writes the service in lower case (1.7).
      ['CDN without a project', { body: { target_project: '', target_service: 'CDN' } }],
      ...good(['WAF', 'waf', 'ELB'], push),
    ],
    wrong: { target_project: ['p'.repeat(256), SURROGATE] },
    refused: refused('SCM.0030', ['', 'OBS', 'Enhance_ELB'], push),
    allowed: ['ISSUED', 'UPLOAD'],
  },
  {
    call: 'v3 POST /certificates/:certificate_id/batch-push',
    ...pushes('ELB'),
    keys: ['results'],
    rows: ['results', ['project_name', 'cert_id', 'message']],
    // "目标证书ID" (SDK): an id of the target's own.
    like: { results: [{ project_name: 'la-south-2', cert_id: /^[0-9a-f]{32}$/, message: 'success' }] },
    good: [
      ...good(['waf', 'CDN'], pushes),
      ['ten projects', { body: { target_projects: REGIONS.slice(0, 10), target_service: 'ELB' } }],
      // Terraform quotes 200 with `Invalid region id.` (resource_huaweicloud_ccm_certificate_push.go).
      [
        'a region that there is not',
        { body: { target_projects: ['cn-error-4', 'la-south-2'], target_service: 'ELB' } },
      ],
    ],
    wrong: { target_projects: [[], [...'0123456789a']] },
    refused: refused('SCM.0030', ['', 'OBS'], pushes),
    allowed: ['ISSUED', 'UPLOAD'],
  },
  {
    call: 'v3 POST /certificates/buy',
    body: {
      ...{ ...BUY, ...SEVERAL, primary_domain_type: 'WILDCARD_DOMAIN', single_domain_number: 1 },
      wildcard_domain_number: 3,
      is_auto_pay: true,
      order_id: 'CS2611241600BMK3S',
      tags: [{ key: 'foo', value: 'bar' }],
      enterprise_project_id: '0',
    },
    optional: [
      'primary_domain_type',
      'single_domain_number',
      'wildcard_domain_number',
      'is_auto_pay',
      'order_id',
      'tags',
      'enterprise_project_id',
    ],
    keys: ['order_id', 'cert'],
    rows: ['cert', ['cert_id']],
    like: BOUGHT,
    good: [
      ['for one domain', { body: BUY }],
      ['a basic wildcard of GEOTRUST (hw-exporter)', { body: { ...BUY, ...WILDCARD_BASIC } }],
      ['a free one', { body: { ...BUY, cert_brand: 'SYMANTEC', cert_type: 'DV_SSL_CERT_BASIC', effective_time: 0 } }],
      ['a hundred', { body: { ...BUY, order_number: 100 } }],
    ],
    wrong: {
      cert_brand: ['HUAWEI', ''],
      cert_type: ['OV', ''],
      domain_type: ['MUILT_DOMAIN', ''],
      // 1 to 100 of each (CCM, SubscribeCertificate, 2025); 0 years for the free product (Terraform).
      effective_time: [-1, 4],
      domain_numbers: [0, 101],
      order_number: [0, 101],
      agree_privacy_protection: [false],
      primary_domain_type: ['WILDCARD'],
    },
    refused: [
      // "domain_numbers int (1; multi 2–100, TF docs 2–250)" (1.8), as in v2: one domain over two dialects.
      ['SCM.0005', 'five domains for one', { body: { ...BUY, domain_numbers: 5 } }],
      ['SCM.0005', 'one domain for several', { body: { ...BUY, domain_type: 'MULTI_DOMAIN' } }],
      ['SCM.0016', 'what is not free for nothing', { body: { ...BUY, effective_time: 0 } }],
      ['SCM.0016', 'a brand that is not sold', { body: { ...BUY, cert_brand: 'DIGICERT' } }],
      ['SCM.0016', 'what nobody sells', { body: { ...BUY, cert_brand: 'CFCA', cert_type: 'DV_SSL_CERT' } }],
    ],
  },
  {
    call: 'v3 POST /certificates/:certificate_id/apply',
    on: 'paidOv',
    body: APPLY,
    text: REQUESTED,
    optional: [...OPTIONAL, 'auto_dns_auth', 'key_algorithm'],
    good: [
      // Terraform's acceptance test writes it in lower case (1.9).
      ...good(['dns', 'FILE', 'Email'], (domain_method) => ({ body: { ...APPLY, domain_method } })),
      ['a CSR for the domain', { body: { ...APPLY, csr } }],
      ['the longest names', { body: { ...APPLY, ...LONGEST } }],
      // "applicant_name 4–100 bytes", "country [A-Za-z]{2}" (1.9).
      ['a name of 100 bytes', { body: { ...APPLY, applicant_name: 'a'.repeat(100) } }],
      ['two Chinese characters, which are 6 bytes', { body: { ...APPLY, applicant_name: '华卫' } }],
      ['a country in lower case', { body: { ...APPLY, country: 'cn' } }],
    ],
    wrong: {
      ...WRONG_FORM,
      domain_method: ['', 'HTTP'],
      key_algorithm: ['RSA_1024', 'EC'],
      applicant_name: [SURROGATE, 'abc', '华', '华'.repeat(34)],
      ca_hash_algorithm: ['', 'SHA-512'],
    },
    refused: [
      ...misfits(APPLY),
      // "Geo OV证书必填" (SDK).
      ['SCM.0005', 'OV of GEOTRUST without ca_hash_algorithm', { body: UNHASHED }],
      ['SCM.0005', 'no company', { body: { ...APPLY, company_name: '' } }],
    ],
    allowed: ['PAID', 'UNPASSED'],
  },
  {
    call: 'v3 POST /certificates/:certificate_id/cancel-cert',
    on: 'checking',
    keys: ['cert_id', 'message'],
    like: { cert_id: /^scs\d{13}$/, message: 'success' },
    allowed: ['CHECKING', 'CHECKING_ORG', 'SUPPLEMENTCHECKING'],
  },
  {
    call: 'v3 DELETE /certificates/:certificate_id/unsubscribe',
    on: 'paid',
    // In capitals, unlike all others (1.11).
    text: '{"unsubscribe_results":"SUCCESS"}',
    allowed: ['PAID', 'REVOKED'],
    // What was bought just now (Terraform, pull request 5058).
    otherwise: { UNPAID: [500, 'SCM.0016'] },
  },
  {
    call: 'v3 POST /csr',
    body: CSR,
    status: 201,
    keys: CSR_KEYS,
    like: { ...CSR, id: /^[0-9a-f]{32}$/ },
    optional: ['sans', 'company_country', 'company_province', 'company_city', 'company_name'],
    good: [
      ['RSA', { body: { ...CSR, private_key_algo: 'RSA_2048' } }],
      ['for a company, with further domains', { body: { ...CSR, usage: 'ENTERPRISE', sans: 'a.xzz.com;b.xzz.com' } }],
    ].map(([name, { body }]: any) => [name, { body: { ...body } }]),
    wrong: {
      name: ['', 'n'.repeat(64), SURROGATE],
      domain_name: ['', `${'d'.repeat(60)}.com`],
      sans: ['s'.repeat(256)],
      private_key_algo: ['RSA_1024', 'RSA', ''],
      usage: ['personal', ''],
      company_name: ['c'.repeat(256)],
    },
    refused: [
      ['SCM.0015', 'no domain', { body: { ...CSR, domain_name: 'not a domain' } }],
      // "required for ENTERPRISE" (1.15).
      ['SCM.0005', 'no company', { body: { ...CSR, usage: 'ENTERPRISE', company_name: '' } }],
    ],
  },
  {
    call: 'v3 POST /csr/upload',
    body: { name: 'a-csr', csr, private_key: csrKey },
    optional: ['private_key'],
    keys: ['id', 'name', 'create_time'],
    like: { id: /^[0-9a-f]{32}$/, name: 'a-csr', create_time: Number },
    wrong: { name: ['', 'n'.repeat(64)], csr: ['', 'x', forged] },
    refused: [['SCM.0012', 'no key', { body: { name: 'a-csr', csr, private_key: 'x' } }]],
  },
  {
    call: 'v3 GET /csr',
    keys: ['csr_list', 'total'],
    good: good(['limit=50', 'offset=100', 'name=a', 'private_key_algo=SM2'], (query) => ({ query: `?${query}` })),
    refused: refused('SCM.0005', ['limit=2', 'offset=-1', 'private_key_algo=X'], (query) => ({ query: `?${query}` })),
  },
  { call: 'v3 GET /csr/:id', keys: CSR_SHOWN, like: { csr: /^-----BEGIN CERTIFICATE REQUEST-/ }, refused: UNKNOWN_CSR },
  {
    call: 'v3 PUT /csr/:id',
    body: { name: 'renamed' },
    keys: CSR_SHOWN,
    like: { name: 'renamed' },
    wrong: { name: ['', 'n'.repeat(64), SURROGATE] },
    refused: UNKNOWN_CSR,
  },
  { call: 'v3 DELETE /csr/:id', status: 204, text: '', refused: UNKNOWN_CSR },
  {
    call: 'v3 GET /csr/:id/private-key',
    keys: ['private_key'],
    like: { private_key: /^-----BEGIN/ },
    refused: UNKNOWN_CSR,
  },
  {
    call: 'v3 POST /:certificate_id/tags',
    body: { tag: { key: 'foo', value: 'bar' } },
    text: '{"desc":"success"}',
    good: [['without a value', { body: { tag: { key: 'empty' } } }]],
    wrong: { tag: WRONG_TAGS.map(([tag]) => tag) },
    allowed: 'any',
  },
  {
    call: 'v3 POST /:certificate_id/tags/action',
    body: TAGS,
    optional: ['tags'],
    text: '{"desc":"success"}',
    // Terraform leaves an empty value out (2.1).
    good: [
      ['delete', { body: { ...TAGS, action: 'delete' } }],
      ['without a value', { body: { ...TAGS, tags: [{ key: 'foo', value: 'bar' }, { key: 'empty' }] } }],
      ['the longest', { body: { ...TAGS, tags: LONG_TAGS } }],
    ],
    wrong: { action: ['', 'update'], tags: [...WRONG_TAGS, Array.from({ length: 21 }, (_, n) => ({ key: `k${n}` }))] },
    allowed: 'any',
  },
  { call: 'v3 GET /:certificate_id/tags', text: '{"tags":[]}', allowed: 'any' },
  { call: 'v3 GET /tags', text: '{"tags":[]}' },
  {
    call: 'v3 POST /resource_instances/action',
    body: FILTER,
    optional: ['limit', 'offset', 'without_any_tag', 'not_tags', 'matches'],
    keys: ['total_count', 'resources'],
    like: { total_count: 5 },
    rows: ['resources', ['resource_id', 'resource_name', 'tags', 'resource_detail']],
    wrong: {
      action: ['', 'delete'],
      limit: [0, 15, 51],
      offset: [-1],
      not_tags: [[{ key: 'k' }], [{ values: [] }]],
      matches: [[{ key: 'name', value: 'v' }]],
    },
  },
  {
    call: 'v3 POST /certificates/:certificate_id/deploy',
    body: { project_name: 'cn-north-4', service_name: 'ELB', resources: [{ id: 'a-listener' }] },
    optional: ['project_name'],
    text: '{"failure_list":[]}',
    // "The response status code of the deployment API is always 200" (Terraform).
    good: [
      ['CDN', { body: { service_name: 'CDN', resources: [{ domain_name: 'www.example.com' }] } }],
      ['WAF', { body: { service_name: 'WAF', resources: [{ id: 'a', type: 'cloud', enterprise_project_id: '0' }] } }],
    ].map(([name, asking]) => [name, asking] as [string, Asking]),
    wrong: { resources: [[], [{}], [{ domain_name: 'www.example.com' }]], project_name: ['p'.repeat(256)] },
    refused: refused('SCM.0030', ['', 'OBS', 'elb'], (service_name) => ({
      body: { service_name, resources: [{ id: 'a-listener' }] },
    })),
    allowed: ['ISSUED', 'UPLOAD'],
  },
  {
    call: 'v3 POST /deployed-resources',
    body: { certificate_ids: ['scs1700000000000'], service_names: ['ALL'] },
    text: '{"results":[{"certificate_id":"scs1700000000000","total_num":0,"deployed_resources":[]}]}',
    good: good(['CDN', 'WAF', 'ELB'], (name) => ({
      body: { certificate_ids: ['scs1700000000000'], service_names: [name] },
    })),
    wrong: { certificate_ids: [[], ['scs1']], service_names: [[], ['OBS']] },
    refused: [
      ['SCM.0003', 'of another tenant', { body: { certificate_ids: ['scs1700000000999'], service_names: ['ALL'] } }],
    ],
  },
  ...['enable', 'disable'].map(
    (verb): Call => ({
      call: `v3 POST /notification/${verb}`,
      body: [{ resource_id: 'scs1700000000000', notice_type: ['CERT_EXPIRING'] }],
      status: 204,
      text: '',
      good: [['both', { body: [{ resource_id: 'scs1700000000000', notice_type: ['CERT_EXPIRING', 'CERT_EXPIRED'] }] }]],
      refused: [
        ['SCM.0005', 'no kind', { body: [{ resource_id: 'scs1700000000000', notice_type: [] }] }],
        ['SCM.0005', 'another kind', { body: [{ resource_id: 'scs1700000000000', notice_type: ['CERT_REVOKED'] }] }],
        [
          'SCM.0003',
          'of another tenant',
          { body: [{ resource_id: 'scs1700000000999', notice_type: ['CERT_EXPIRED'] }] },
        ],
      ],
    }),
  ),
]
