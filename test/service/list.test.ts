import { refused, succeeded } from '../support/answers.ts'
import { revoke } from '../support/client.ts'
import { suite, type Target, type World } from '../support/emulate.ts'
import { FREE_PRODUCT } from '../support/samples.ts'

const NOW = '2026-11-24T08:00:00.000Z'
const at = (text: string) => String(Date.parse(text))

const APPLICATION = {
  company_name: '示例有限公司',
  company_unit: 'IT',
  company_province: '广东省',
  company_city: '深圳市',
  country: 'CN',
  applicant_name: '张三',
  applicant_phone: '13087654321',
  applicant_email: 'applicant@example.com',
  contact_name: '李四',
  contact_phone: '13012345678',
  contact_email: 'contact@example.com',
}

const AUTH = {
  method: 'DNS',
  status: 'checking',
  domain_name: 'new.example.com',
  host_record: '_dnsauth',
  record_type: 'TXT',
  record: '2026abc',
}

/** Certificates in a fixed order of every sort key; `updated_at` falls, ids rise. */
const CERTIFICATES = [
  {
    id: 'scs1700000000001',
    name: 'shop',
    description: 'the shop',
    type: 'OV_SSL_CERT',
    brand: 'GLOBALSIGN',
    domain: 'shop.example.com',
    sans: 'pay.example.com;*.shop.example.com',
    domain_count: 5,
    validity_period: 24,
    status: 'ISSUED',
    order_id: 'CS26112416001ABCD',
    issue_time: '2026-01-02T03:04:05Z',
    not_before: '2026-01-02T03:04:05Z',
    not_after: '2028-01-02T03:04:05Z',
    updated_at: '-1d',
    application: APPLICATION,
  },
  {
    id: 'scs1700000000002',
    name: 'new',
    type: 'DV_SSL_CERT_BASIC',
    brand: 'SYMANTEC',
    validity_period: 3,
    domain: 'new.example.com',
    status: 'CHECKING',
    auth: [AUTH],
    updated_at: '-2d',
  },
  {
    id: 'scs1700000000003',
    name: 'Old_100%',
    domain: '*.old.example.com',
    status: 'EXPIRED',
    not_before: '2025-11-20T08:00:00Z',
    not_after: '2026-11-20T08:00:00Z',
    updated_at: '-3d',
  },
  {
    id: 'scs1700000000004',
    name: 'older',
    domain: 'older.example.com',
    status: 'EXPIRED',
    not_before: '2025-10-24T08:00:00Z',
    not_after: '2026-10-24T08:00:00Z',
    updated_at: '-4d',
  },
  { id: 'scs1700000000005', name: 'bought', domain: '', status: 'PAID', type: 'EV_SSL_CERT_PRO', updated_at: '-5d' },
]
const [SHOP, NEW, OLD, OLDER, BOUGHT] = CERTIFICATES.map(({ id }) => id) as [string, string, string, string, string]
const WORLD = { clock: { now: NOW, frozen: true }, certificates: CERTIFICATES }

/** Both families' details of one certificate, as JSON text: each field, in its order (documented, but for the notes). */
const V2_SHOP = {
  cert_id: SHOP,
  order_id: 'CS26112416001ABCD',
  cert_name: 'shop',
  cert_type: 'OV_SSL_CERT',
  cert_brand: 'GLOBALSIGN',
  domain_type: 'MULTI_DOMAIN',
  domain_name: 'shop.example.com;pay.example.com;*.shop.example.com',
  domain_number: 5,
  cert_describe: 'the shop',
  push_support: 'ON',
  revoke_reason: '',
  company_name: '示例有限公司',
  company_province: '广东省',
  company_city: '深圳市',
  applicant_name: '张三',
  applicant_phone: '13087654321',
  applicant_email: 'applicant@example.com',
  contact_name: '李四',
  contact_phone: '13012345678',
  contact_email: 'contact@example.com',
  status: 'ISSUED',
  encrypt_type: 'SHA256withRSA2048',
  country: 'CN',
  organization_unit: 'IT',
  DNS_push_status: 'NONE',
  auth: [],
}
const V3_SHOP = {
  id: SHOP,
  status: 'ISSUED',
  order_id: 'CS26112416001ABCD',
  name: 'shop',
  type: 'OV_SSL_CERT',
  brand: 'GLOBALSIGN',
  push_support: 'ON',
  revoke_reason: null,
  signature_algrithm: 'SHA256withRSA',
  signature_algorithm: 'SHA256withRSA',
  issue_time: '2026-01-02 11:04:05.0',
  not_before: '2026-01-02 11:04:05.0',
  not_after: '2028-01-02 11:04:05.0',
  validity_period: 24,
  validation_method: 'DNS',
  domain_type: 'MULTI_DOMAIN',
  multi_domain_type: null,
  domain: 'shop.example.com',
  sans: 'pay.example.com;*.shop.example.com',
  domain_count: 5,
  wildcard_count: 1,
}
const V2_ROW = {
  cert_id: SHOP,
  cert_name: 'shop',
  domain: 'shop.example.com;pay.example.com;*.shop.example.com',
  cert_type: 'OV_SSL_CERT',
  cert_brand: 'GLOBALSIGN',
  domain_type: 'MULTI_DOMAIN',
  purchase_period: 2,
  expired_time: at('2028-01-02T03:04:05Z'),
  order_status: 'ISSUED',
  order_state: 'ISSUED',
  domain_num: 5,
  wildcard_number: 1,
  cert_des: 'the shop',
}
const V3_ROW = {
  id: SHOP,
  name: 'shop',
  domain: 'shop.example.com',
  sans: 'pay.example.com;*.shop.example.com',
  type: 'OV_SSL_CERT',
  brand: 'GLOBALSIGN',
  signature_algorithm: 'SHA256withRSA',
  expire_time: '2028-01-02 11:04:05.0',
  domain_type: 'MULTI_DOMAIN',
  validity_period: 24,
  status: 'ISSUED',
  domain_count: 5,
  wildcard_count: 1,
  description: 'the shop',
  deploy_support: true,
  domain_id: 'the account',
  enterprise_project_id: '0',
}

const asker = (target: Target, world: World) => {
  const headers = { 'x-auth-token': world.token }
  const get = (path: string) => target.ask({ path, headers })
  return {
    v2: (query = '') => get(`/v2/${world.project_id}/scm/certlist${query}`),
    v3: (query = '') => get(`/v3/scm/certificates${query}`),
    showV2: (id: string) => get(`/v2/${world.project_id}/scm/cert/${id}`),
    showV3: (id: string) => get(`/v3/scm/certificates/${id}`),
  }
}

suite('show', async (t, target) => {
  const world = await target.world({ ...WORLD, foreign_certificates: ['scs1700000000009'] })
  const { showV2, showV3 } = asker(target, world)

  await t.test('200 every field of v2, in its order (documented)', async (t) => {
    const { text, headers } = await showV2(SHOP)
    t.equal(text, JSON.stringify(V2_SHOP))
    t.equal(headers['content-type'], 'application/json')
    const { json: checking } = await showV2(NEW)
    t.same(Object.keys(checking), Object.keys(V2_SHOP))
    t.same(checking.auth, [AUTH])
    t.same(Object.keys(checking.auth[0]), Object.keys(AUTH))
    t.match(checking, { company_name: '', applicant_email: '', country: '', push_support: 'OFF', status: 'CHECKING' })
  })

  await t.test('200 every field of v3, in its order (documented)', async (t) => {
    const { text, json } = await showV3(SHOP)
    const known = JSON.stringify(V3_SHOP)
    t.equal(text.slice(0, known.length), `${known.slice(0, -1)},`)
    t.same(Object.keys(json), [
      ...Object.keys(V3_SHOP),
      'fingerprint',
      'shared',
      'application_info',
      'description',
      'enterprise_project_id',
      'authentification',
    ])
    t.match(json, { description: 'the shop', enterprise_project_id: '0', authentification: [] })
    const { json: checking } = await showV3(NEW)
    const none = {
      issue_time: null,
      not_before: null,
      not_after: null,
      sans: null,
      fingerprint: null,
      description: null,
    }
    t.match(checking, { ...none, signature_algrithm: null, signature_algorithm: null, status: 'CHECKING' })
    t.equal(
      JSON.stringify(checking.authentification),
      '[{"record_name":"_dnsauth.new.example.com","record_type":"TXT","record_value":"2026abc","domain":"new.example.com"}]',
    )
  })

  await t.test('400 an id that is malformed, unknown or foreign', async (t) => {
    for (const show of [showV2, showV3]) {
      refused(t, await show('scs17000000000011'), 'SCM.0008', { source: 'documented' })
      const [key, source] = show === showV3 ? (['SCM.0020/404', 'sdk'] as const) : (['SCM.0020', 'assumed'] as const)
      refused(t, await show('scs1700000000008'), key, { source })
      refused(t, await show('scs1700000000009'), 'SCM.0003', { source: 'documented' })
    }
  })

  await t.test('200 quotes, SQL and scripts come back as they were placed', async (t) => {
    const odd = `'"\`;--</script>\\u0000 \u2028 🔐 %_*\u0007`
    const one = await target.world({
      certificates: [{ name: odd, description: odd, domain: odd, application: { ...APPLICATION, company_name: odd } }],
    })
    const id = one.certificates[0]?.id as string
    const ask = asker(target, one)
    const shown = (await ask.showV2(id)).json
    t.match(shown, { cert_name: odd, cert_describe: odd, domain_name: odd, company_name: odd })
    t.match((await ask.showV3(id)).json, { name: odd, description: odd, domain: odd })
    t.match((await ask.v2()).json.order_list[0], { cert_name: odd, domain: odd, cert_des: odd })
    t.equal((await ask.v2(`?content=${encodeURIComponent(odd)}`)).json.total, 1)
  })
})

suite('list', async (t, target) => {
  const world = await target.world(WORLD)
  const { v2, v3 } = asker(target, world)
  const ids = {
    v2: ({ json }: any) => json.order_list.map((row: any) => row.cert_id),
    v3: ({ json }: any) => json.certificates.map((row: any) => row.id),
  }

  await t.test('200 every field of v2, in its order; free_remain is an integer (documented)', async (t) => {
    const answer = await v2('?order_status=ISSUED')
    t.equal(answer.text, JSON.stringify({ total: 1, free_remain: 19, order_list: [V2_ROW] }))
    const { json } = await v2('?order_status=PAID')
    t.match(json.order_list[0], { expired_time: '', domain: '', purchase_period: 1, cert_des: '', wildcard_number: 0 })
    t.equal((await v2('?order_status=CHECKING')).json.order_list[0].expired_time, '')
  })

  await t.test('200 every field of v3, in its order (documented)', async (t) => {
    const answer = await v3('?status=ISSUED')
    const row = { ...V3_ROW, domain_id: world.account.id }
    t.equal(answer.text, JSON.stringify({ certificates: [row], total_count: 1 }))
    const { json } = await v3('?status=PAID')
    const none = { sans: null, signature_algorithm: null, expire_time: null, description: null, deploy_support: false }
    t.match(json.certificates[0], none)
  })

  const ALL = [SHOP, NEW, OLD, OLDER, BOUGHT]
  /** What a query lists; the status goes by another name in each family. Sources: documented, but where it says assumed. */
  const QUERIES: Record<string, string[]> = {
    '': ALL,
    'STATUS=&content=&sort_key=&sort_dir=&limit=&offset=': ALL,
    'sort_dir=ASC': [...ALL].reverse(),
    'sort_key=certUpdateTime&sort_dir=DESC': ALL,
    'sort_key=certExpiredTime&sort_dir=ASC': [NEW, BOUGHT, OLDER, OLD, SHOP],
    'sort_key=certExpiredTime': [SHOP, OLD, OLDER, BOUGHT, NEW],
    'sort_key=certStatus&sort_dir=ASC': [NEW, OLD, OLDER, SHOP, BOUGHT],
    'sort_key=certStatus&sort_dir=DESC': [BOUGHT, SHOP, OLDER, OLD, NEW],
    'STATUS=EXPIRED': [OLD, OLDER],
    'STATUS=REVOKED': [],
    'STATUS=CANCLEREVOKING': [],
    'content=shop': [SHOP],
    'content=SHOP': [SHOP],
    'content=pay.example': [SHOP],
    'content=old': [OLD, OLDER],
    'content=example.com&STATUS=EXPIRED': [OLD, OLDER],
    'content=%25': [OLD],
    'content=_': [OLD],
    'content=*.': [SHOP, OLD],
    'content=%27%20OR%20%271%27=%271': [],
    'content=%00': [],
    'limit=10&offset=0': ALL,
    'limit=20&offset=2': [OLD, OLDER, BOUGHT],
    'limit=50&offset=4': [BOUGHT],
    'offset=5': [],
    'offset=31': [],
    'offset=999999999': [],
    'unknown=parameter': ALL,
  }
  for (const [query, listed] of Object.entries(QUERIES)) {
    await t.test(`200 ?${query}`, async (t) => {
      const total = query.includes('offset') ? ALL.length : listed.length
      const older = await v2(`?${query.replace('STATUS', 'order_status')}`)
      t.same(ids.v2(older), listed)
      t.equal(older.json.total, total, 'the total counts what no page shows, too')
      const newer = await v3(`?${query.replace('STATUS', 'status')}`)
      t.same(ids.v3(newer), listed)
      t.equal(newer.json.total_count, total)
    })
  }

  /** v3 only: what expired more than so many days ago is left out; what has no expiry stays (assumed). */
  const V3: Record<string, string[]> = {
    'status=ALL': ALL,
    'expired_days_since=': ALL,
    'expired_days_since=3': [SHOP, NEW, BOUGHT],
    'expired_days_since=4': [SHOP, NEW, OLD, BOUGHT],
    'expired_days_since=30': [SHOP, NEW, OLD, BOUGHT],
    'expired_days_since=31': ALL,
    'expired_days_since=0': [SHOP, NEW, BOUGHT],
    'expired_days_since=4&status=EXPIRED': [OLD],
  }
  for (const [query, listed] of Object.entries(V3)) {
    await t.test(`200 v3 ?${query} (assumed)`, async (t) => {
      const answer = await v3(`?${query}`)
      t.same(ids.v3(answer), listed)
      t.equal(answer.json.total_count, listed.length)
    })
  }

  const BAD = [
    'limit=0',
    'limit=1',
    'limit=11',
    'limit=100',
    'limit=-10',
    'limit=1e1',
    'limit=10.0',
    'limit=%2010',
    'limit=ten',
    'limit=true',
    'limit=0x0a',
    'limit=10&limit=20',
    'limit[]=10',
    'offset=-1',
    'offset=1.5',
    'offset=1e3',
    'offset=a',
    'offset=%2B1',
    'offset=9999999999',
    'offset=1&offset=2',
    'sort_dir=asc',
    'sort_dir=UP',
    'sort_dir=ASC&sort_dir=DESC',
    'sort_key=name',
    'sort_key=not_after',
    'sort_key=id;--',
    'sort_key=certstatus',
    'STATUS=issued',
    'STATUS=DELETED',
    'STATUS=ISSUED&STATUS=PAID',
    'STATUS=ISSUED,PAID',
    `content=${'a'.repeat(256)}`,
    'content=a&content=b',
  ]
  await t.test('400 SCM.0005 parameters of every wrong kind (documented)', async (t) => {
    for (const query of BAD.filter((query) => !query.startsWith('limit[]'))) {
      refused(t, await v2(`?${query.replaceAll('STATUS', 'order_status')}`), 'SCM.0005', { source: 'documented' })
      refused(t, await v3(`?${query.replaceAll('STATUS', 'status')}`), 'SCM.0005', { source: 'documented' })
    }
    refused(t, await v2('?order_status=ALL'), 'SCM.0005', { source: 'documented' })
    for (const days of ['-1', '1.5', 'a', '1d', '100000']) {
      refused(t, await v3(`?expired_days_since=${days}`), 'SCM.0005', { source: 'documented' })
    }
  })

  await t.test('200 pages of many: nothing twice, nothing left out', async (t) => {
    const certificates = Array.from({ length: 45 }, (_, index) => ({
      id: `scs17000000001${String(index).padStart(2, '0')}`,
    }))
    const ask = asker(target, await target.world({ certificates }))
    for (const [limit, sizes] of [
      ['', [10, 10, 10, 10, 5]],
      ['20', [20, 20, 5]],
      ['50', [45]],
    ] as const) {
      const size = Number(limit || 10)
      const pages = await Promise.all(sizes.map((_, page) => ask.v2(`?limit=${limit}&offset=${page * size}`)))
      t.same(
        pages.map((page) => ids.v2(page).length),
        sizes,
      )
      t.equal(new Set(pages.flatMap(ids.v2)).size, 45)
      for (const page of pages) t.equal(page.json.total, 45)
    }
  })

  await t.test('200 free_remain counts free certificates down to 0 (documented: 19 with one in use)', async (t) => {
    const free = (count: number) => Array.from({ length: count }, () => FREE_PRODUCT)
    for (const [count, remain] of [
      [0, 20],
      [1, 19],
      [20, 0],
      [25, 0],
    ] as const) {
      const one = await target.world({ certificates: [...free(count), { type: 'DV_SSL_CERT' }] })
      t.equal((await asker(target, one).v2()).json.free_remain, remain)
    }
  })

  await t.test('200 what is due happens before a list is filtered, counted and sorted', async (t) => {
    const one = await target.world({
      review: '1h',
      clock: { now: NOW, frozen: true },
      certificates: [{}, { not_after: '+45d' }],
    })
    const [first = '', second = ''] = one.certificates.map(({ id }) => id)
    const ask = asker(target, one)
    succeeded(t, await target.ask(revoke(one, { id: first })))
    t.same(ids.v2(await ask.v2('?order_status=REVOKING')), [first])
    await target.control('POST', `/worlds/${one.project_id}/clock/advance`, { by: '1h' })
    t.same(ids.v2(await ask.v2('?order_status=REVOKING')), [])
    t.same(ids.v3(await ask.v3('?status=REVOKED')), [first])
    await target.control('POST', `/worlds/${one.project_id}/clock/advance`, { by: '45d' })
    t.same(ids.v3(await ask.v3('?status=EXPIRED')), [second])
    t.same(ids.v2(await ask.v2()), [second, first], 'the expiry is the newest change')
  })
})
