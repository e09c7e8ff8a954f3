import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import t from 'tap'
import { createEmulator } from '../../src/index.ts'
import { refused, succeeded } from '../support/answers.ts'
import { client, handle, idsOf, issueToken, revoke, verbs } from '../support/client.ts'
import { folder, suite, type World } from '../support/emulate.ts'
import { FREE_PRODUCT, FROZEN, hoursLater, NOW, PASSWORD } from '../support/samples.ts'
import { sign } from '../support/sign.ts'

const [ONE, TWO, THREE] = ['scs1700000000001', 'scs1700000000002', 'scs1700000000003'] as const
const DIGITS = Date.parse(NOW)
const hex = (digit: string) => digit.repeat(32)

/** Statuses, and which instants a certificate has that is placed in them with nothing else said. */
const WAS_ISSUED = 'ISSUED REVOKING REVOKED EXPIRED UPLOAD SUPPLEMENTCHECKING CANCELSUPPLEMENTING CANCLEREVOKING'.split(
  ' ',
)
const NOT_YET = 'PAID CHECKING CHECKING_ORG ISSUING UNPASSED CANCELCHECKING'.split(' ')
const YEAR = '2027-11-24T08:00:00.000Z'

/** What a document says of a certificate, and what becomes of it. */
const PLACED: [says: object, becomes: object][] = [
  ...WAS_ISSUED.filter((status) => status !== 'EXPIRED').map((status): [object, object] => [
    { status },
    {
      status,
      issue_time: NOW,
      not_before: NOW,
      not_after: YEAR,
      push_support: /^(ISSUED|UPLOAD)$/.test(status) ? 'ON' : 'OFF',
    },
  ]),
  ...NOT_YET.map((status): [object, object] => [
    { status },
    { status, issue_time: undefined, not_before: undefined, not_after: undefined, revoked_at: undefined },
  ]),
  [{ status: 'EXPIRED' }, { not_after: hoursLater(-24), not_before: '2025-11-23T08:00:00.000Z' }],
  [{ status: 'REVOKED' }, { revoked_at: NOW }],
  [
    { status: 'REVOKED', revoked_at: '-2d', revoke_reason: 'lost' },
    { revoked_at: hoursLater(-48), revoke_reason: 'lost' },
  ],
  [{ status: 'CHECKING' }, { auth: [{ method: 'DNS', domain_name: 'www.example.com', record_type: 'TXT' }] }],
  [
    {},
    { status: 'ISSUED', type: 'DV_SSL_CERT', domain: 'www.example.com', domain_type: 'SINGLE_DOMAIN', paid_at: NOW },
  ],
  [{ domain: '*.example.com' }, { domain_type: 'WILDCARD', domain_count: 1, wildcard_count: 1 }],
  [{ sans: 'a.example.com;*.b.example.com' }, { domain_type: 'MULTI_DOMAIN', domain_count: 3, wildcard_count: 1 }],
  [{ validity_period: 3 }, { not_after: '2027-02-24T08:00:00.000Z', validity_period: 3 }],
  [{ not_after: '+300d' }, { not_after: hoursLater(300 * 24), not_before: '2026-09-20T08:00:00.000Z' }],
  [{ not_after: '2027-01-01' }, { not_after: '2027-01-01T00:00:00.000Z' }],
  [{ not_after: '2027-01-01T00:00:00+08:00' }, { not_after: '2026-12-31T16:00:00.000Z' }],
  [
    { not_before: '-1.5h', not_after: '+90m' },
    { not_before: hoursLater(-1.5), not_after: hoursLater(1.5) },
  ],
  [{ issue_time: '-1d' }, { issue_time: hoursLater(-24), not_before: hoursLater(-24), paid_at: hoursLater(-24) }],
  [{ not_after: '-1d' }, { status: 'EXPIRED', not_after: hoursLater(-24) }],
  ...['DV_SSL_CERT', 'DV_SSL_CERT_BASIC', 'OV_SSL_CERT', 'OV_SSL_CERT_PRO', 'EV_SSL_CERT', 'EV_SSL_CERT_PRO'].map(
    (type): [object, object] => [
      { type, brand: 'CFCA', name: type },
      { type, brand: 'CFCA', name: type, status: 'ISSUED' },
    ],
  ),
]

suite('making a world', async (t, target) => {
  await t.test('201 everything named: all of it comes back, and every credential works', async (t) => {
    const id = t.fullname.length.toString(16).slice(-1)
    const keys = (n: number) => ({ ak: `ACCESSKEY${n}${id}`, sk: `secretKey0000${n}` })
    const temporary = { ...keys(3), security_token: 'securityToken0001' }
    const users = [
      { id: hex('2'), name: 'owner', password: PASSWORD, token: 'token-of-owner-1', access_key: keys(1) },
      { id: hex('3'), name: 'reader', policies: ['SCM ReadOnlyAccess'], token: 'token-of-reader', access_key: keys(2) },
      { name: 'third', temporary_access_key: temporary },
    ]
    const certificates = [{ id: TWO, status: 'REVOKED' }, { id: ONE }, { status: 'PAID' }]
    const account = { id: hex('1'), name: 'the account' }
    const world = await target.world({
      project_id: hex('0'),
      name: 'cn-south-1',
      account,
      users,
      certificates,
      clock: FROZEN,
      review: 'reads:2',
      throttle: '99/1h',
      journal: { limit: 9 },
      foreign_certificates: [THREE],
      revocation: { reasons: { lost: 'keyCompromise' }, publication_lag: '1h' },
    })
    const third = world.users[2] as World['users'][0]
    t.same(world, {
      project_id: hex('0'),
      name: 'cn-south-1',
      account,
      token: 'token-of-owner-1',
      access_key: keys(1),
      users: [...users.slice(0, 2), third].map(({ id, name, token, access_key }) => ({ id, name, token, access_key })),
      certificates: [
        { id: ONE, status: 'ISSUED' },
        { id: TWO, status: 'REVOKED' },
        { id: `scs${DIGITS}`, status: 'PAID' },
      ],
    })
    const { certificates: _, users: shown, ...settings } = await handle(target, world).settings()
    t.same(settings, {
      project_id: hex('0'),
      name: 'cn-south-1',
      account: { ...account, state: 'active' },
      clock: FROZEN,
      review: 'reads:2',
      throttle: '99/1h',
      journal: { limit: 9 },
      revocation: { reasons: { lost: 'keyCompromise' }, publication_lag: '1h' },
      purchase: 'immediate',
      language: 'en-us',
      duplicate_check: 'true-refuses',
      upload_chain: 'optional',
      expires_at: null,
    })
    t.same(
      shown.map(({ policies }) => policies),
      [['SCM FullAccess'], ['SCM ReadOnlyAccess'], ['SCM FullAccess']],
    )
    const bare = revoke(world, { id: THREE, headers: {} })
    const by = async (ask: typeof bare) => (await target.ask(ask)).json.error_code
    for (const { token, access_key } of [world.users[0] as World['users'][0], third]) {
      t.equal(await by({ ...bare, headers: { 'x-auth-token': token } }), 'SCM.0003', 'let in; a foreign certificate')
      t.equal(await by(sign(bare, access_key)), 'SCM.0003')
    }
    t.equal(await by(sign(bare, temporary, { securityToken: temporary.security_token })), 'SCM.0003')
    t.equal(await by(sign(bare, keys(2))), 'SCM.4002', 'who may only read may not revoke')
    t.equal(
      await by({ ...bare, headers: { 'x-auth-token': await issueToken(target, world, 'owner', PASSWORD) } }),
      'SCM.0003',
    )
    await handle(target, world).delete()
  })

  for (const [says, becomes] of PLACED) {
    await t.test(`201 ${JSON.stringify(becomes)} from ${JSON.stringify(says)}`, async (t) => {
      const world = await target.world({ clock: FROZEN, certificates: [says] })
      const [shown] = await handle(target, world).listCertificates()
      t.match({ ...shown }, becomes)
      for (const [field, value] of Object.entries(becomes))
        if (value === undefined) t.notOk(field in (shown ?? {}), field)
      const detail = await client(target, world).show(idsOf(world)[0] ?? '')
      t.equal(detail.json.status, shown?.status, 'a client sees the same')
    })
  }

  const free = { project_id: hex('4'), account: { id: hex('5'), name: 'free' } }
  const user = { name: 'u', token: 'token-that-is-free', access_key: { ak: 'FREEKEY1', sk: 'secretKey00001' } }
  const many = Array.from({ length: 50 }, () => ({ status: 'ISSUED' }))
  const BAD: [why: string, document: object][] = [
    ['the last certificate has an impossible date', { certificates: [...many, { not_after: '2027-02-29' }] }],
    ['the last certificate ends beyond the year 9999', { certificates: [...many, { not_after: '+9999999d' }] }],
    ['two certificates have one id', { certificates: [{ id: ONE }, ...many, { id: ONE }] }],
    ['two users have one token', { users: [user, { ...user, name: 'v', access_key: undefined }] }],
    ['two users have one access key', { users: [user, { ...user, name: 'v', token: undefined }] }],
    [
      'a temporary key is a permanent one',
      { users: [{ ...user, temporary_access_key: { ...user.access_key, security_token: 'securityToken01' } }] },
    ],
  ]
  for (const [why, document] of BAD) {
    await t.test(`400 ${why}: nothing is left of it`, async (t) => {
      const before = await verbs(target).worlds()
      const all = { ...free, users: [user], ...document }
      await t.rejects(verbs(target).createWorld(all as object), { name: 'ControlError', status: 400 })
      t.same(
        (await verbs(target).worlds()).map(({ project_id }) => project_id),
        before.map(({ project_id }) => project_id),
      )
      const world = await target.world({ ...free, users: [user], certificates: many })
      t.equal(world.certificates.length, 50, 'all of its ids, names, tokens and keys are free')
      await handle(target, world).delete()
    })
  }
})

suite('reset and delete', async (t, target) => {
  const DOCUMENT = {
    review: '1h',
    throttle: '50/1h',
    clock: FROZEN,
    journal: { limit: 7 },
    foreign_certificates: [THREE],
    users: [{ name: 'owner', password: PASSWORD, policies: ['SCM FullAccess'] }, { name: 'other' }],
    certificates: [{ id: ONE }, { id: TWO, status: 'PAID', ...FREE_PRODUCT }],
  }

  /** Lives through everything that a world remembers. */
  async function live(world: World) {
    const { ask, revoke } = client(target, world)
    const verbs = handle(target, world)
    const iam = await issueToken(target, world, 'owner', PASSWORD)
    succeeded(t, await revoke(ONE))
    t.equal((await ask('DELETE', `/cert/${TWO}`)).status, 200)
    t.equal((await ask('POST', '/v3/scm/certificates/scs1700000000001/tags', {})).status, 404)
    await verbs.place({ id: 'scs1700000000009' })
    await verbs.faults.add({ error: 'SCM.0010', operation: 'ListCertificates', times: 5 })
    await verbs.update({ review: 'manual', throttle: null, journal: { limit: 3 }, account: { state: 'restricted' } })
    await verbs.update({ revocation: { publication_lag: '2h' } })
    await verbs.update({
      users: [
        { name: 'other', policies: [] },
        { name: 'new', token: `new-token-of-${world.project_id}` },
      ],
    })
    await verbs.clock.set({ now: '2030-01-01', frozen: false })
    return { iam, added: `new-token-of-${world.project_id}` }
  }

  await t.test(
    '200 reset: rows, settings, users, clock, faults, journal, events, throttle as they were made',
    async (t) => {
      const world = await target.world(DOCUMENT)
      const { ask, list } = client(target, world)
      const verbs = handle(target, world)
      const made = { settings: await verbs.settings(), snapshot: await verbs.snapshot() }
      const root = await ask('GET', `/pki/${world.project_id}/root.pem`)
      const { iam, added } = await live(world)
      t.same(await verbs.reset(), made.settings, 'what it answers')
      t.same({ settings: await verbs.settings(), snapshot: await verbs.snapshot() }, made)
      t.same([await verbs.faults.list(), await verbs.requests(), await verbs.events.list()], [[], [], []])
      for (const [token, why] of [
        [iam, 'what IAM issued ends'],
        [added, 'what was added is gone'],
      ] as const) {
        const headers = { 'x-auth-token': token }
        refused(t, await client(target, world, headers).list(), 'APIGW.0301', {
          source: 'documented',
          detail: 'decrypt token fail',
        })
        t.comment(why)
      }
      for (const { token, access_key } of world.users) {
        t.equal((await client(target, world, { 'x-auth-token': token }).list()).json.total, 2, 'tokens of its own stay')
        const signed = sign({ path: `/v2/${world.project_id}/scm/certlist` }, access_key)
        t.equal((await target.ask(signed)).json.total, 2, 'and keys')
      }
      t.equal((await ask('GET', `/pki/${world.project_id}/root.pem`)).text, root.text, 'its CA stays')
      t.equal((await client(target, world).revoke(TWO)).json.error_code, 'SCM.0010', 'TWO is PAID again, not gone')
      t.equal((await verbs.events.list())[0]?.id, 1, 'the trail begins again')
      t.equal((await list()).json.total, 2)
    },
  )

  await t.test('200 reset: what the throttle has counted is forgotten', async (t) => {
    const world = await target.world({ clock: FROZEN, throttle: '2/1h' })
    const { list } = client(target, world)
    const statuses = async () => [(await list()).status, (await list()).status, (await list()).status]
    t.same(await statuses(), [200, 200, 429])
    await handle(target, world).reset()
    t.same(await statuses(), [200, 200, 429])
  })

  await t.test('200 reset is at the present time: relative dates count from it', async (t) => {
    const world = await target.world({ clock: { now: '+10d', frozen: true }, certificates: [{ not_after: '+60d' }] })
    const verbs = handle(target, world)
    const [made, before] = [await verbs.clock.read(), (await verbs.listCertificates())[0]]
    const at = Date.now() + 5 * 86_400_000
    const { restore } = t.intercept(Date, 'now', { value: () => at })
    await verbs.reset()
    const moved = Date.parse((await verbs.clock.read()).now) - Date.parse(made.now)
    restore()
    t.ok(moved >= 5 * 86_400_000 - 1 && moved < 5 * 86_400_000 + 60_000, `the clock: ${moved} ms later`)
    const after = (await verbs.listCertificates())[0]
    t.equal(Date.parse(after?.not_after ?? '') - Date.parse(before?.not_after ?? ''), moved, 'and so the certificate')
    t.equal(after?.id, before?.id, 'under its old id')
  })

  await t.test('204 delete: nothing of it is left, and everything of it is free', async (t) => {
    const [world, bystander] = [await target.world(DOCUMENT), await target.world({})]
    const path = `/v2/${world.project_id}/scm/certlist`
    t.equal((await target.ask({ path: `/pki/${world.project_id}/ca.crl` })).status, 200)
    const { iam } = await live(world)
    await handle(target, world).delete()
    for (const token of [world.token, iam]) {
      const answer = await target.ask({ path, headers: { 'x-auth-token': token } })
      refused(t, answer, 'APIGW.0301', { source: 'documented', detail: 'decrypt token fail' })
    }
    refused(t, await target.ask(sign({ path }, world.access_key)), 'APIGW.0301', {
      source: 'observed',
      detail: 'Unauthorized',
    })
    refused(t, await target.ask({ path, headers: { 'x-auth-token': bystander.token } }), 'SCM.0069', {
      source: 'assumed',
    })
    for (const file of ['ca.crl', 'ca.crl.pem', 'ca.pem', 'root.pem', 'ocsp/AAAA']) {
      t.equal((await target.ask({ path: `/pki/${world.project_id}/${file}` })).status, 404, file)
    }
    for (const what of ['', '/clock', '/certificates', '/faults', '/requests', '/events', '/snapshot']) {
      t.equal((await target.ask({ path: `/_emulator/worlds/${world.project_id}${what}` })).status, 404, what)
    }
    const users = world.users.map(({ id, name, token, access_key }) => ({ id, name, token, access_key }))
    const again = await target.world({
      ...DOCUMENT,
      ...world,
      certificates: DOCUMENT.certificates,
      users,
      token: undefined,
      access_key: undefined,
    })
    t.same([again.project_id, again.token, idsOf(again)], [world.project_id, world.token, idsOf(world)])
    const verbs = handle(target, again)
    t.same([await verbs.faults.list(), await verbs.requests(), await verbs.events.list()], [[], [], []])
    t.equal((await verbs.faults.add({ delay: '1ms' })).id, 1, 'numbers begin again')
    t.equal(
      (await target.ask({ path, headers: { 'x-auth-token': iam } })).status,
      401,
      'its old IAM token is still nothing',
    )
  })
})

t.test('204 delete leaves no row in the database', async (t) => {
  const db = join(folder(t), 'test.db')
  const headers = { host: '127.0.0.1' }
  const first = await createEmulator({ db, fixtures: 'none' })
  const document = { clock: FROZEN, certificates: [{ id: ONE }, { id: TWO }], foreign_certificates: [THREE] }
  const { project_id, token } = await first.createWorld(document)
  const csr = { name: 'n', domain_name: 'a.example.com', private_key_algo: 'EC_P256', usage: 'PERSONAL' }
  for (const [method, url, payload] of [
    ['POST', `/v3/scm/${ONE}/tags`, { tag: { key: 'k', value: 'v' } }],
    ['POST', `/v3/scm/certificates/${ONE}/export`, {}],
    ['POST', `/v3/scm/certificates/${ONE}/push`, { target_project: '', target_service: 'CDN' }],
    ['POST', '/v3/scm/csr', csr],
    ['DELETE', `/v3/scm/certificates/${TWO}`, {}],
  ] as const) {
    const { statusCode } = await first.inject({ method, url, payload, headers: { ...headers, 'x-auth-token': token } })
    t.ok(statusCode < 300, url)
  }
  await first.close()
  /** Tables in which the world has rows. */
  const rows = () => {
    const database = new Sqlite(db, { readonly: true })
    const tables = database
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'open_as'`)
      .pluck()
      .all() as string[]
    const count = (table: string) =>
      database.prepare(`SELECT count(*) FROM ${table} WHERE project_id = ?`).pluck().get(project_id)
    const found = tables.filter((table) => (count(table) as number) > 0)
    database.close()
    return found.sort()
  }
  t.same(rows(), [
    'access_keys',
    'authorities',
    'certificates',
    'csrs',
    'events',
    'foreign_certificates',
    'ledger',
    'materials',
    'projects',
    'pushes',
    'retired_certificates',
    'tags',
    'tokens',
    'users',
  ])
  const second = await createEmulator({ db, fixtures: 'none' })
  await second.world(project_id).delete()
  await second.close()
  t.same(rows(), [])
})
