import t from 'tap'
import { STATUSES } from '../../src/domain/certificate.ts'
import { catalogued } from '../../src/domain/errors.ts'
import { RULES, type RuleName } from '../../src/domain/rules.ts'
import { SPACES } from '../../src/domain/spaces.ts'
import { type Client, clientFor } from '../support/client.ts'
import { emulate, type Target } from '../support/emulate.ts'
import { type Call, CSR, csrKey, forged, others } from '../support/operations.ts'
import { V2 } from '../support/operations-v2.ts'
import { V3 } from '../support/operations-v3.ts'
import { FREE, PASSWORD } from '../support/samples.ts'

/*
 * The first rule that applies answers, in the order of the table of rules, whatever the operation: each request here
 * breaks two rules at once, and sees the earlier one.
 */

/** What is wrong with a request: the rule that it breaks, and what is otherwise. Two of one slot exclude each other. */
interface Wrong {
  rule: RuleName
  slot: string
  /** The account's state, or its time, is another one. */
  world?: 'frozen' | 'late'
  token?: 'none' | 'unknown' | 'reader'
  project?: 'unknown' | 'foreign'
  id?: string
  params?: Record<string, string>
  query?: string
  body?: object
}

const NOW = '2026-11-24T08:00:00.000Z'
const FOREIGN = 'scs1700000000999'
const NOWHERE = 'scs1700000000998'
const RENEWAL = 'scs1700000000997'

const SEVERAL = { type: 'OV_SSL_CERT', domain_type: 'MULTI_DOMAIN', domain: 'a.example.com', domain_count: 5 }
const ONE = { status: 'PAID', domain: '', domain_type: 'SINGLE_DOMAIN', domain_count: 1 }
const CERTIFICATES: Record<string, object> = {
  issued: { status: 'ISSUED', domain: 'www.example.com' },
  several: { ...SEVERAL, status: 'ISSUED', sans: 'abc.com;xyz.com' },
  paid: ONE,
  paidOv: { ...ONE, type: 'OV_SSL_CERT' },
  checking: { status: 'CHECKING' },
}
const IDS = Object.fromEntries(Object.keys(CERTIFICATES).map((name, n) => [name, `scs170000000000${n}`]))
const inStatus = (status: string) => `scs17000000001${String(STATUSES.indexOf(status as 'PAID')).padStart(2, '0')}`

const DOCUMENT = {
  review: 'manual',
  upload_chain: 'needed',
  clock: { now: NOW, frozen: true },
  users: [
    { name: 'owner', password: PASSWORD },
    { name: 'reader', policies: [] },
  ],
  certificates: [
    ...Object.entries(CERTIFICATES).map(([name, document]) => ({ id: IDS[name], ...document })),
    ...STATUSES.map((status) => ({ ...SEVERAL, id: inStatus(status), status })),
    { id: RENEWAL, not_after: '+20d' },
  ],
  foreign_certificates: [FOREIGN],
}

const pem = (label: string, text: string) => `-----BEGIN ${label}-----\n${text}\n-----END ${label}-----\n`

/** What is wrong with an upload, by its fields in v2 and v3. */
const uploads = (name: string, certificate: string): Wrong[] => [
  { rule: 'upload_name', slot: name, body: { [name]: 'a b' } },
  { rule: 'upload_missing', slot: certificate, body: { [certificate]: '' } },
  { rule: 'upload_marker', slot: certificate, body: { [certificate]: 'x' } },
  { rule: 'upload_certificate', slot: certificate, body: { [certificate]: pem('CERTIFICATE', 'AAAA') } },
  { rule: 'upload_key_missing', slot: 'private_key', body: { private_key: '' } },
  { rule: 'upload_key_marker', slot: 'private_key', body: { private_key: 'x' } },
  { rule: 'upload_key', slot: 'private_key', body: { private_key: pem('PRIVATE KEY', 'AAAA') } },
  { rule: 'upload_mismatch', slot: 'private_key', body: { private_key: csrKey } },
  { rule: 'upload_expired', slot: 'world', world: 'late' },
]
const APPLICATIONS: Wrong[] = [
  { rule: 'domains', slot: 'domain', body: { domain: '*.xzz.com' } },
  { rule: 'domains', slot: 'csr', body: { csr: others } },
  { rule: 'csr', slot: 'csr', body: { csr: forged } },
  { rule: 'organisation', slot: 'company_name', body: { company_name: '' } },
]
const UNKNOWN_CSR: Wrong[] = [{ rule: 'csr_unknown', slot: 'params', params: { id: '0'.repeat(32) } }]
const noticesOf: Wrong[] = [
  { rule: 'certificate_gone', slot: '0', body: { 0: { resource_id: NOWHERE, notice_type: ['CERT_EXPIRED'] } } },
  { rule: 'certificate_foreign', slot: 'second', body: { 1: { resource_id: FOREIGN, notice_type: ['CERT_EXPIRED'] } } },
]
const QUERY: Wrong[] = [{ rule: 'parameter', slot: 'query', query: '?limit=2' }]

/** What can be wrong with an operation beside what can be with all. */
const OWN: Record<string, Wrong[]> = {
  'v2 POST /cert/purchase': [
    { rule: 'parameter', slot: 'domain_numbers', body: { domain_numbers: 1 } },
    { rule: 'parameter', slot: 'cert_type', body: { cert_type: 'OV' } },
    { rule: 'order', slot: 'cert_brand', body: { cert_brand: 'DIGICERT' } },
  ],
  'v2 GET /certlist': QUERY,
  'v2 PUT /cert/:cert_id': [
    { rule: 'modify_key', slot: 'modify_key', body: { modify_key: 'NAME' } },
    { rule: 'modify_value', slot: 'modify_value', body: { modify_value: '' } },
  ],
  'v2 GET /product/:product_id': [{ rule: 'parameter', slot: 'params', params: { product_id: '00301-0-0--0' } }],
  'v2 POST /cert/:cert_id/complete': APPLICATIONS,
  'v2 POST /check-csr': [{ rule: 'csr', slot: 'csr', body: { csr: forged } }],
  'v2 POST /cert/:cert_id/save': APPLICATIONS,
  'v2 POST /cert/:cert_id/info/:type/upload_authentication': [
    { rule: 'parameter', slot: 'params', params: { type: 'XX' } },
  ],
  'v2 POST /cert/upload': uploads('cert_name', 'cert'),
  'v2 POST /cert/:cert_id/revoke': [{ rule: 'renewal_period', slot: 'id', id: RENEWAL }],
  'v2 POST /cert/:cert_id/push': [{ rule: 'push_service', slot: 'service_type', body: { service_type: 'OBS' } }],
  'v2 POST /cert/:cert_id/supplement': [{ rule: 'domains', slot: 'add_sans', body: { add_sans: 'not a domain' } }],
  'v3 GET /certificates': QUERY,
  'v3 POST /certificates/import': [
    ...uploads('name', 'certificate'),
    { rule: 'upload_chain', slot: 'certificate_chain', body: { certificate_chain: 'x' } },
    { rule: 'upload_alone', slot: 'certificate_chain', body: { certificate_chain: '' } },
    { rule: 'upload_duplicate', slot: 'duplicate_check', body: { duplicate_check: true } },
  ],
  'v3 DELETE /certificates/:certificate_id/unsubscribe': [
    { rule: 'purchase_pending', slot: 'id', id: inStatus('UNPAID') },
  ],
  'v3 POST /certificates/:certificate_id/deploy': [
    { rule: 'parameter', slot: 'resources', body: { resources: [{}] } },
    { rule: 'push_service', slot: 'service_name', body: { service_name: 'OBS' } },
  ],
  'v3 POST /deployed-resources': [
    { rule: 'parameter', slot: 'certificate_ids', body: { certificate_ids: ['scs1'] } },
    { rule: 'certificate_gone', slot: 'certificate_ids', body: { certificate_ids: [NOWHERE] } },
    { rule: 'certificate_foreign', slot: 'certificate_ids', body: { certificate_ids: [FOREIGN] } },
  ],
  'v3 POST /notification/enable': noticesOf,
  'v3 POST /notification/disable': noticesOf,
  'v3 POST /certificates/:certificate_id/push': [
    { rule: 'push_service', slot: 'target_service', body: { target_service: 'OBS' } },
  ],
  'v3 POST /certificates/:certificate_id/batch-push': [
    { rule: 'push_service', slot: 'target_service', body: { target_service: 'OBS' } },
  ],
  'v3 POST /certificates/buy': [
    { rule: 'parameter', slot: 'domain_numbers', body: { domain_numbers: 5 } },
    { rule: 'order', slot: 'cert_brand', body: { cert_brand: 'CFCA' } },
    { rule: 'free_quota', slot: 'order_number', body: { order_number: 21 } },
  ],
  'v3 POST /certificates/:certificate_id/apply': [
    ...APPLICATIONS,
    { rule: 'parameter', slot: 'applicant_name', body: { applicant_name: 'abc' } },
    { rule: 'hash_algorithm', slot: 'ca_hash_algorithm', body: { ca_hash_algorithm: '' } },
  ],
  'v3 POST /csr': [
    { rule: 'parameter', slot: 'company_name', body: { usage: 'ENTERPRISE', company_name: '' } },
    { rule: 'domains', slot: 'domain_name', body: { domain_name: 'not a domain' } },
  ],
  'v3 POST /csr/upload': [
    { rule: 'csr', slot: 'csr', body: { csr: forged } },
    { rule: 'upload_key', slot: 'private_key', body: { private_key: 'x' } },
  ],
  'v3 GET /csr': QUERY,
  'v3 GET /csr/:id': UNKNOWN_CSR,
  'v3 PUT /csr/:id': UNKNOWN_CSR,
  'v3 DELETE /csr/:id': UNKNOWN_CSR,
  'v3 GET /csr/:id/private-key': UNKNOWN_CSR,
}

/** What can be wrong with any request of the service. */
const ALWAYS: Wrong[] = [
  { rule: 'credentials_missing', slot: 'token', token: 'none' },
  { rule: 'token_unknown', slot: 'token', token: 'unknown' },
  { rule: 'not_permitted', slot: 'token', token: 'reader' },
  { rule: 'account_frozen', slot: 'world', world: 'frozen' },
  { rule: 'project_unknown', slot: 'project', project: 'unknown' },
  { rule: 'project_foreign', slot: 'project', project: 'foreign' },
]

/** What can be wrong with the certificate in a path. */
function certificateOf({ call, allowed }: Call): Wrong[] {
  if (!/:cert(?:ificate)?_id/.test(call)) return []
  const unknown = call.startsWith('v3') ? 'certificate_gone' : 'certificate_unknown'
  const other = STATUSES.slice(1).find((status) => allowed !== 'any' && !allowed?.includes(status))
  const wrong: Wrong[] = [
    { rule: 'certificate_id', slot: 'id', id: 'scs1' },
    { rule: unknown, slot: 'id', id: NOWHERE },
    { rule: 'certificate_foreign', slot: 'id', id: FOREIGN },
  ]
  return other === undefined ? wrong : [...wrong, { rule: 'status', slot: 'id', id: inStatus(other) }]
}

/** A field of the body that is of another kind. */
function fieldsOf({ body, optional = [] }: Call): Wrong[] {
  if (typeof body !== 'object' || Buffer.isBuffer(body)) return []
  const required = Object.keys(body as object).filter((field) => !optional.includes(field))
  return required.map((field) => ({ rule: 'parameter', slot: field, body: { [field]: { not: 'this' } } }))
}

const wrongsOf = (call: Call): Wrong[] => [
  ...ALWAYS,
  ...certificateOf(call),
  ...fieldsOf(call),
  ...(OWN[call.call] ?? []),
]

const RANK = Object.keys(RULES)
const first = (wrongs: Wrong[]): RuleName =>
  wrongs.map(({ rule }) => rule).sort((a, b) => RANK.indexOf(a) - RANK.indexOf(b))[0] as RuleName

interface Worlds {
  right: Client
  frozen: Client
  late: Client
  /** Another tenant's project. */
  other: string
  csr: string
}

/** Makes a call that is wrong in some ways. */
function make({ call, on = 'issued', params = {}, body }: Call, worlds: Worlds, wrongs: Wrong[], target: Target) {
  const wrong = Object.assign({}, ...wrongs) as Wrong
  const { world } = worlds[wrong.world ?? 'right']
  const [family = '', method = '', url = ''] = call.split(' ')
  const id = wrong.id ?? (IDS[on] as string)
  const values: Record<string, string> = {
    cert_id: id,
    certificate_id: id,
    id: worlds.csr,
    project_id: world.project_id,
    ...params,
    ...wrong.params,
  }
  const path = (SPACES[`scm_${family as 'v2'}`].prefix + url).replace(/:(\w+)/g, (_, name) =>
    encodeURIComponent(values[name] ?? ''),
  )
  const tokens = { none: '', unknown: 'stranger', reader: world.users[1]?.token ?? '' }
  const token = wrong.token ? tokens[wrong.token] : world.token
  const projects = { unknown: 'f'.repeat(32), foreign: worlds.other }
  return target.ask({
    method,
    path: path + (wrong.query ?? ''),
    headers: {
      ...(token !== '' && { 'x-auth-token': token }),
      ...(wrong.project && { 'x-project-id': projects[wrong.project] }),
    },
    ...(body !== undefined && {
      body: Object.assign(Array.isArray(body) ? [] : {}, body, ...wrongs.map((one) => one.body)),
    }),
  })
}

t.test('two rules at once', async (t) => {
  const target = await emulate(t)
  const right = await clientFor(target, DOCUMENT)
  const worlds: Worlds = {
    right,
    frozen: await clientFor(target, { ...DOCUMENT, account: { state: 'frozen' } }),
    late: await clientFor(target, { ...DOCUMENT, clock: { now: '2099-01-01T00:00:00.000Z', frozen: true } }),
    other: (await target.world()).project_id,
    csr: (await right.v3('POST', '/csr', CSR)).json.id,
  }
  const sent = V3.find(({ call }) => call.endsWith('/certificates/import'))?.body
  t.equal((await right.v3('POST', '/certificates/import', sent)).status, 200, 'what is imported again')
  const before = await right.control('GET', '/certificates')
  for (const usual of [...V2, ...V3]) {
    const { call } = usual
    const one = call === 'v3 POST /certificates/buy' ? { ...usual, body: FREE } : usual
    const wrongs = wrongsOf(one)
    await t.test(`the earlier rule answers: ${call}`, async (t) => {
      const pairs = wrongs.flatMap((a, n) => [[a], ...wrongs.slice(n + 1).map((b) => [a, b])])
      for (const pair of pairs.filter(([a, b]) => a?.slot !== b?.slot)) {
        const rule = first(pair)
        const { status, code } = catalogued(RULES[rule].error)
        const answer = await make(one, worlds, pair, target)
        const why = `${pair.map((wrong) => `${wrong.rule} (${wrong.slot})`).join(' and ')}: ${rule}`
        t.same(
          [answer.status, answer.json?.error_code],
          [status, code],
          `${why} ${answer.headers['x-emulator-reason']}`,
        )
      }
    })
  }
  t.same(await right.control('GET', '/certificates'), before, 'nothing has changed')
})

t.test('400 SCM.0015 an OV application without its company whose CSR is for another domain', async (t) => {
  const target = await emulate(t)
  const client = await clientFor(target, DOCUMENT)
  const reasons = ['complete', 'save', 'apply'].map(async (verb) => {
    const call = [...V2, ...V3].find(({ call }) => call.endsWith(`/${verb}`)) as Call
    const worlds = { right: client, frozen: client, late: client, other: '', csr: '' }
    const wrongs = APPLICATIONS.filter(
      ({ rule, slot }) => (rule === 'domains' && slot === 'csr') || slot === 'company_name',
    )
    const answer = await make(call, worlds, wrongs, target)
    t.equal(answer.json?.error_code, 'SCM.0015', verb)
    t.match(answer.headers['x-emulator-reason'], /^the CSR is for other\.example\.com/, verb)
  })
  await Promise.all(reasons)
})

t.test('401 IAM.401 a wrong password and a scope that is not the user’s: the password', async (t) => {
  const target = await emulate(t)
  const { world } = await clientFor(target, DOCUMENT)
  const ask = (password: string, scope: object) => {
    const user = { name: 'owner', password, domain: { name: world.account.name } }
    const body = { auth: { identity: { methods: ['password'], password: { user } }, scope } }
    return target.ask({ method: 'POST', path: '/v3/auth/tokens', body })
  }
  const reason = async (password: string, scope: object) =>
    String((await ask(password, scope)).headers['x-emulator-reason'])
  t.match(await reason('wrong', { project: { name: 'nowhere' } }), /^the user or the password is wrong/)
  t.match(await reason(PASSWORD, { project: { name: 'nowhere' } }), /^the user has no project nowhere/)
})

t.test('400 SCM.0069 a project that nobody has comes before one that is another tenant’s', async (t) => {
  const target = await emulate(t)
  const [{ world }, other] = [await clientFor(target, DOCUMENT), await target.world()]
  const path = `${SPACES.scm_v2.prefix}/certlist`.replace(':project_id', other.project_id)
  const ask = (project: string) =>
    target.ask({ path, headers: { 'x-auth-token': world.token, 'x-project-id': project } })
  t.equal((await ask('f'.repeat(32))).json.error_code, 'SCM.0069')
  t.equal((await ask(world.project_id)).json.error_code, 'SCM.0002')
})

t.test('401 APIGW.0301 a date that is none comes before an access key that nobody has', async (t) => {
  const target = await emulate(t)
  const { world } = await clientFor(target, DOCUMENT)
  const ask = (date: string) =>
    target.ask({
      path: `${SPACES.scm_v2.prefix}/certlist`.replace(':project_id', world.project_id),
      headers: {
        'x-sdk-date': date,
        authorization: `SDK-HMAC-SHA256 Access=NOBODY, SignedHeaders=x-sdk-date, Signature=${'0'.repeat(64)}`,
      },
    })
  t.match((await ask('yesterday')).headers['x-emulator-reason'], /^X-Sdk-Date is "yesterday"/)
  t.match((await ask('20261124T080000Z')).json.error_msg, /information: Unauthorized$/)
})
