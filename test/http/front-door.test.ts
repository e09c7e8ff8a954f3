import t, { type Test } from 'tap'
import { SPACES } from '../../src/domain/spaces.ts'
import { operations as v2 } from '../../src/routes/scm/v2/index.ts'
import { operations as v3 } from '../../src/routes/scm/v3/index.ts'
import { type Refused, refused, succeeded } from '../support/answers.ts'
import type { Ask } from '../support/ask.ts'
import { program } from '../support/child.ts'
import { place, revoke } from '../support/client.ts'
import { emulate, suite, type World } from '../support/emulate.ts'
import { PASSWORD } from '../support/samples.ts'
import { canonicalRequest, dateOf, type Signing, sha256, sign } from '../support/sign.ts'

const ISSUED = 'scs1700000000001'
const HOST = 'scm.cn-north-4.myhuaweicloud.com'
const TEMPORARY = {
  ak: 'TEMPORARYKEY0001',
  sk: 'temporarySecretKey0000000001',
  security_token: 'securityToken0000000000000001',
}
const tokenOf = ({ users }: World, name: string) => users.find((user) => user.name === name)?.token ?? ''

/** A permission pattern that a careless regular expression never comes back from. */
const STARS = `${'*'.repeat(100)}x`

/** Every operation, as a request that nobody refuses because of its path. */
const OPERATIONS = [
  ...v2.map((route) => ({ ...route, url: SPACES.scm_v2.prefix + route.url })),
  ...v3.map((route) => ({ ...route, url: SPACES.scm_v3.prefix + route.url })),
].map(({ url, method, config }) => ({
  name: `${config?.operation} (${method} ${url})`,
  permission: String(config?.permission),
  ask: ({ project_id }: World): Ask => ({
    method: String(method),
    path: url.replace(':project_id', project_id).replace(/:\w+/g, ISSUED),
    ...(method !== 'GET' && { body: { reason: 'key lost' } }),
  }),
}))

t.test("the signing guide's own example: this test's signer agrees with it (documented)", async (t) => {
  const headers = [
    ['content-type', 'application/json'],
    ['host', 'service.region.example.com'],
    ['x-sdk-date', '20191115T033655Z'],
  ] as const
  const path = '/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs'
  const query = 'limit=2&marker=13551d6b-755d-4757-b956-536f674975c0'
  const canonical = canonicalRequest('GET', path, query, headers, sha256(''))
  t.equal(sha256(canonical), 'b25362e603ee30f4f25e7858e8a7160fd36e803bb2dfe206278659d71a9bcd7a')
})

interface Style {
  headers?: Record<string, string>
  signing?: Signing
  /** Added once it is signed. */
  after?: (world: World) => Record<string, string>
}

/** What clients sign (source: the vendor's SDKs, and the client of Terraform's provider). */
const CLIENTS: Record<string, Style> = {
  'the date alone': { signing: { signed: [] } },
  'the Node.js SDK': {
    headers: { 'content-type': 'application/json', host: `${HOST}:443`, 'user-agent': 'huaweicloud-usdk-nodejs/3.0' },
    signing: { signed: ['content-type', 'host'] },
  },
  'the Go SDK': {
    headers: { 'content-type': 'application/json;charset=UTF-8', 'user-agent': 'huaweicloud-usdk-go/3.0' },
    signing: { signed: ['user-agent'] },
    after: () => ({ host: HOST }),
  },
  "Terraform's client": {
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': 'HashiCorp Terraform/1.0',
    },
    after: ({ project_id }) => ({ 'x-project-id': project_id, host: HOST }),
  },
  'the Python SDK': {
    headers: {
      host: HOST,
      'user-agent': 'huaweicloud-usdk-python/3.0',
      'content-type': 'application/json',
      accept: '*/*',
    },
  },
  'the Java SDK': { headers: { host: HOST, 'content-type': 'application/json', 'x-language': 'en-us' } },
  'a header with blanks around and within': { headers: { 'x-note': '  two   words ' } },
  'an empty header': { headers: { 'x-note': '' } },
  'the hash of nothing but the date, unsigned payload': { signing: { contentHash: 'UNSIGNED-PAYLOAD' } },
  'an unsigned payload whose header is not signed': { signing: { contentHash: 'UNSIGNED-PAYLOAD', signed: [] } },
}

suite('signatures', async (t, target) => {
  const world = await target.world({
    users: [{ name: 'owner', temporary_access_key: TEMPORARY }],
    certificates: [{ id: ISSUED }],
  })
  const list: Ask = { path: `/v2/${world.project_id}/scm/certlist` }
  const show: Ask = { path: `/v2/${world.project_id}/scm/cert/${ISSUED}` }
  const letIn = async (t: Test, ask: Ask, name?: string) => {
    const answer = await target.ask(ask)
    t.equal(answer.status, 200, `${name ?? ask.path}: ${answer.headers['x-emulator-reason']}`)
  }

  await t.test('200 a revocation signed by each kind of client', async (t) => {
    for (const [name, { headers = {}, signing = {}, after }] of Object.entries(CLIENTS)) {
      const asked = sign(revoke(world, { id: await place(target, world), headers }), world.access_key, signing)
      const answer = await target.ask({ ...asked, headers: { ...asked.headers, ...after?.(world) } })
      t.same(
        [answer.status, answer.json],
        [200, { message: 'success' }],
        `${name}: ${answer.headers['x-emulator-reason']}`,
      )
    }
  })

  await t.test('each operation takes a signature, and none that is wrong', async (t) => {
    for (const { name, ask } of OPERATIONS) {
      const one = await target.world({ review: 'manual', certificates: [{ id: ISSUED }] })
      const answer = await target.ask(sign(ask(one), one.access_key))
      t.not(answer.json?.error_code, 'APIGW.0301', `${name}: ${answer.status}`)
      t.notMatch(answer.json?.error_code, /^SCM\.(?:0002|0069|1...|4...)$/, 'they may')
      t.match(answer.headers, { 'x-request-id': /^[0-9a-f]{32}$/, server: 'api-gateway' })
      const wrong = await target.ask(sign(ask(one), { ...one.access_key, sk: 'anothersecret' }))
      t.equal(wrong.json.error_code, 'APIGW.0301', name)
    }
  })

  await t.test('200 the hash of the body in X-Sdk-Content-Sha256, signed or not', async (t) => {
    for (const signed of [['x-sdk-content-sha256'], []]) {
      const asked = revoke(world, { id: await place(target, world), headers: {} })
      const contentHash = sha256(JSON.stringify(asked.body))
      succeeded(t, await target.ask(sign(asked, world.access_key, { contentHash, signed })))
    }
  })

  await t.test('200 a body on a GET, signed as it was sent, and never parsed', async (t) => {
    for (const body of ['{}', 'nonsense', Buffer.from([0xff, 0])]) {
      await letIn(t, sign({ ...list, body }, world.access_key))
      await letIn(t, sign({ ...list, body, headers: { 'content-type': 'text/plain; ;;' } }, world.access_key))
      const other = sign({ ...list, body: 'x' }, world.access_key)
      t.equal((await target.ask({ ...other, body })).status, 401, 'another body')
    }
  })

  await t.test('200 paths and queries, however they are encoded (guide: each part RFC 3986)', async (t) => {
    // What is sent, and the canonical form that the guide makes of it; a client that encodes twice or keeps `+` has another.
    const QUERIES: [sent: string, ...canonical: string[]][] = [
      ['content=www.example.com&limit=10', 'content=www.example.com&limit=10'],
      ['limit=10&content=a&content=', 'content=&content=a&limit=10'],
      ['content=a%20b', 'content=a%20b'],
      ['content=a+b', 'content=a%20b', 'content=a%2Bb'],
      ['content=a%2Bb', 'content=a%2Bb'],
      ['content=%e8%af%81', 'content=%E8%AF%81'],
      ['content=%7e%2D', 'content=~-'],
      [`content=!'()*`, 'content=%21%27%28%29%2A'],
      ['content=a=b', 'content=a%3Db'],
      ['content=a%26b', 'content=a%26b'],
      ['content=/?:@', 'content=%2F%3F%3A%40'],
      ['flag', 'flag='],
      ['&&limit=10&', 'limit=10'],
      ['B=1&a=1&A=1', 'A=1&B=1&a=1'],
      ['a=10&a=9&a=1', 'a=1&a=10&a=9'],
      ['content=%zz', 'content=%25zz'],
      ['', ''],
    ]
    for (const [sent, ...canonical] of QUERIES) {
      for (const canonicalQuery of canonical) {
        const asked = sign({ path: `${list.path}?${sent}` }, world.access_key, { canonicalQuery })
        const answer = await target.ask(asked)
        t.not(answer.status, 401, `${sent} as ${canonicalQuery}: ${answer.headers['x-emulator-reason']}`)
      }
    }
    const encoded = show.path.replace('/cert/', '/%63ert/')
    await letIn(t, sign({ path: encoded }, world.access_key, { canonicalPath: show.path }), 'decoded first')
    await letIn(t, sign({ path: encoded }, world.access_key, { canonicalPath: encoded.replace('%', '%25') }), 'twice')
    const other = sign({ path: encoded }, world.access_key, { canonicalPath: `${show.path}x` })
    t.equal((await target.ask(other)).status, 401)
  })

  await t.test('401 APIGW.0301 from the first millisecond after 15 minutes, by the wall clock', async (t) => {
    const frozen = await target.world({ clock: { now: '2001-02-03T04:05:06Z', frozen: true } })
    const at = Date.parse('2026-11-24T08:00:00Z')
    const minutes = (count: number, ms = 0) => count * 60_000 + ms
    const CASES: [off: number, isIn: boolean][] = [
      ...[0, minutes(14, 59_000), minutes(15)].flatMap(
        (off) =>
          [
            [off, true],
            [-off, true],
          ] as [number, boolean][],
      ),
      ...[minutes(15, 1), minutes(15, 1000)].flatMap(
        (off) =>
          [
            [off, false],
            [-off, false],
          ] as [number, boolean][],
      ),
    ]
    for (const [off, isIn] of CASES) {
      const asked = sign({ path: `/v2/${frozen.project_id}/scm/certlist` }, frozen.access_key, { date: new Date(at) })
      const { restore } = t.intercept(Date, 'now', { value: () => at + off })
      const answer = await target.ask(asked).finally(restore)
      if (isIn) t.equal(answer.status, 200, `${off} ms off`)
      else
        refused(t, answer, 'APIGW.0301', {
          source: 'documented',
          detail: 'calc ak sk signature fail:signature expired',
        })
    }
  })

  await t.test('401 APIGW.0301 explains what differs', async (t) => {
    const explained = async (t: Test, ask: Ask, detail: string, reason: RegExp) =>
      refused(t, await target.ask(ask), 'APIGW.0301', { source: 'observed', detail, reason })
    const date = dateOf(new Date())
    const shown = (method: string, hash: string, more = '') =>
      `verify aksk signature fail, canonicalRequest:${method}|${list.path}/||${more}x-sdk-date:${date}||${more.replace(/:.*/, ';')}x-sdk-date|${hash}`
    const { ak, sk } = world.access_key
    await explained(
      t,
      sign(list, { ak, sk: 'another' }, { date }),
      shown('GET', sha256('')),
      /the secret key, or something/,
    )
    const empty = sign({ ...list, body: '{}' }, { ak, sk }, { date, instead: { body: '' } })
    await explained(t, empty, shown('GET', sha256('{}')), /made for an empty body/)
    const method = sign(list, { ak, sk }, { date, instead: { method: 'DELETE' } })
    await explained(t, method, shown('GET', sha256('')), /made for the method DELETE/)
    const absent = sign({ ...list, headers: { 'x-absent': 'a' } }, { ak, sk }, { date })
    const { 'x-absent': _, ...headers } = absent.headers ?? {}
    const gone = shown('GET', sha256(''), 'x-absent:|')
    await explained(t, { ...absent, headers }, gone, /signed but not sent: x-absent/)
    const said = sign({ ...list, body: 'sent' }, { ak, sk }, { date, contentHash: sha256('said'), signed: [] })
    await explained(
      t,
      said,
      shown('GET', sha256('said')),
      new RegExp(`hashes to ${sha256('sent')}, .* says ${sha256('said')}`),
    )
    const query = sign({ path: `${list.path}?a=b` }, { ak, sk }, { date, canonicalQuery: '' })
    await explained(t, query, shown('GET', sha256('')).replace('/||', '/|a=b|'), /made without the query/)
  })

  await t.test('a temporary key goes with its security token', async (t) => {
    const { security_token: securityToken, ...key } = TEMPORARY
    const missing: Refused = { source: 'assumed', reason: /X-Security-Token/ }
    await letIn(t, sign(list, key, { securityToken }), 'with it')
    refused(t, await target.ask(sign(list, key)), 'APIGW.0301', missing)
    refused(t, await target.ask(sign(list, key, { securityToken: `${securityToken}x` })), 'APIGW.0301', missing)
    refused(t, await target.ask(sign(list, key, { securityToken: '' })), 'APIGW.0301', missing)
    await letIn(t, sign(list, world.access_key, { securityToken: 'whatever' }), 'a lasting key needs none')
  })
})

t.test('a policy of many asterisks is judged, and holds up nobody', async (t) => {
  const statement = { Effect: 'Allow', Action: [STARS] }
  const policies = JSON.stringify([{ Version: '1.1', Statement: [statement] }])
  const policy = new URL('../../src/domain/policy.ts', import.meta.url)
  const script = `import { allows } from '${policy}'; console.log(allows(${policies}, 'scm:cert:revoke'))`
  // In a process of its own, which can be ended.
  t.strictSame(await program(script, { timeout: 10_000 }), { code: 0, out: 'false\n', err: '' })
})

suite('who may do what', async (t, target) => {
  const permissions = [...new Set(OPERATIONS.map(({ permission }) => permission))]
  const allow = (...Action: string[]) => ({ Version: '1.1', Statement: [{ Effect: 'Allow', Action }] })
  const deny = (...Action: string[]) => ({ Version: '1.1', Statement: [{ Effect: 'Deny', Action }] })
  const READ_ONLY = /^scm:(?:cert:(?:list|get)|certType:get|certProduct:get|pushHistory:list)$/

  for (const { name, permission, ask } of OPERATIONS) {
    await t.test(`401 SCM.4002 ${name} without ${permission}`, async (t) => {
      const [service = '', kind = '', verb = ''] = permission.split(':')
      const MAY: Record<string, [policies: unknown[], may: boolean]> = {
        'no policy': [[], false],
        'an empty policy': [[allow()], false],
        'every other permission': [[allow(...permissions.filter((other) => other !== permission), 'scm:x:y')], false],
        'a permission that only begins so': [[allow(permission.slice(0, -1), `${permission}s`)], false],
        'all, with this denied': [[allow('scm:*:*'), deny(permission)], false],
        'all denied, with this allowed': [[deny('*'), allow(permission)], false],
        'the permission': [[allow(permission)], true],
        'its kind': [[allow(`${service}:${kind}:*`)], true],
        'its verb': [[allow(`${service}:*:${verb}`)], true],
        'two policies': [[allow('scm:x:y'), allow(permission)], true],
        'all with another denied': [[allow('*:*:*'), deny('scm:x:y')], true],
        'SCM FullAccess': [['SCM FullAccess'], true],
        'SCM Administrator': [['SCM Administrator'], true],
        'SCM ReadOnlyAccess': [['SCM ReadOnlyAccess'], READ_ONLY.test(permission)],
      }
      const users = Object.entries(MAY).map(([name, [policies]]) => ({ name, policies }))
      const world = await target.world({ review: 'manual', users, certificates: [{ id: ISSUED }] })
      for (const [name, [, may]] of Object.entries(MAY)) {
        const answer = await target.ask({ ...ask(world), headers: { 'x-auth-token': tokenOf(world, name) } })
        if (may) t.notMatch(answer.json?.error_code, /^SCM\.4002$/, `${name}: ${answer.status}`)
        else
          refused(t, answer, 'SCM.4002', {
            source: 'documented',
            reason: new RegExp(`${name} do not allow ${permission}`),
          })
      }
    })
  }

  await t.test('401 SCM.1009 and SCM.1010 for every operation of a restricted or frozen account', async (t) => {
    for (const [state, key] of [
      ['restricted', 'SCM.1009'],
      ['frozen', 'SCM.1010'],
    ] as const) {
      const world = await target.world({ certificates: [{ id: ISSUED }] })
      const headers = { 'x-auth-token': world.token }
      await target.control('PATCH', `/worlds/${world.project_id}`, { account: { state } })
      for (const { ask } of OPERATIONS) {
        refused(t, await target.ask({ ...ask(world), headers }), key, { source: 'documented' })
        t.equal((await target.ask(sign(ask(world), world.access_key))).json.error_code, key)
      }
      await target.control('PATCH', `/worlds/${world.project_id}`, { account: { state: 'active' } })
      succeeded(t, await target.ask(revoke(world)))
    }
  })

  await t.test('429 APIGW.0308 after as many requests as a world may make', async (t) => {
    const clock = { now: '2026-11-24T08:30:00Z', frozen: true }
    const world = await target.world({ throttle: '2/1h', clock, users: [{ name: 'owner', password: PASSWORD }] })
    const other = await target.world()
    const list = (from: World, at: World) =>
      target.ask({ path: `/v2/${at.project_id}/scm/certlist`, headers: { 'x-auth-token': from.token } })
    for (let count = 0; count < 5; count += 1) await list(other, world)
    const statuses = async () => [(await list(world, world)).status, (await list(world, world)).status]
    t.same(await statuses(), [200, 200], "another's requests are not counted here")
    refused(t, await list(world, world), 'APIGW.0308', { source: 'documented', reason: /2\/1h/ })
    t.equal((await list(other, other)).status, 200, 'the other world goes on')
    const projects = { path: '/v3/projects', headers: { 'x-auth-token': world.token } }
    t.equal((await target.ask(projects)).status, 200, 'IAM is not throttled')
    const { restore } = t.intercept(Date, 'now', { value: () => Date.parse('2099-01-01T00:00:00Z') })
    t.equal((await list(world, world).finally(restore)).status, 429, "only the world's clock counts")
    await target.control('POST', `/worlds/${world.project_id}/reset`)
    t.same(await statuses(), [200, 200], 'a world that was reset has made no request yet')
    t.equal((await list(world, world)).status, 429)
    await target.control('POST', `/worlds/${world.project_id}/clock/advance`, { by: '30m' })
    t.same(await statuses(), [200, 200], 'the next hour')
    t.equal((await list(world, world)).status, 429)
    await target.control('PATCH', `/worlds/${world.project_id}`, { throttle: null })
    t.same(await statuses(), [200, 200], 'without a throttle')
  })

  await t.test('X-Project-Id: its own changes nothing, any other is refused', async (t) => {
    const world = await target.world({ certificates: [{ id: ISSUED }] })
    const other = await target.world({ certificates: [{ id: ISSUED }] })
    const CASES: [id: string, key: 'SCM.0002' | 'SCM.0069', source: 'documented' | 'assumed'][] = [
      [other.project_id, 'SCM.0002', 'documented'],
      ['f'.repeat(32), 'SCM.0069', 'assumed'],
    ]
    for (const { ask } of OPERATIONS) {
      for (const [id, key, source] of CASES) {
        const headers = { 'x-project-id': id }
        const token = { ...headers, 'x-auth-token': world.token }
        refused(t, await target.ask({ ...ask(world), headers: token }), key, { source })
        refused(t, await target.ask(sign({ ...ask(world), headers }, world.access_key)), key, { source })
      }
    }
    succeeded(
      t,
      await target.ask(revoke(world, { headers: { 'x-auth-token': world.token, 'x-project-id': world.project_id } })),
    )
  })
})

suite(
  'authentication is off',
  async (t, target) => {
    const worlds = async () => (await target.control('GET', '/worlds')).worlds.length
    const world = await target.world({ certificates: [{ id: ISSUED }] })
    const other = await target.world({ account: { state: 'frozen' }, certificates: [{ id: ISSUED }] })
    const ANYBODY: Record<string, Record<string, string>> = {
      nobody: {},
      'an unknown token': { 'x-auth-token': 'stranger' },
      "another's token": { 'x-auth-token': other.token },
      'a malformed signature': { authorization: 'Basic abc' },
      'its own project': { 'x-project-id': world.project_id },
    }
    for (const [name, headers] of Object.entries(ANYBODY)) {
      await t.test(`200 ${name}`, async (t) => {
        succeeded(t, await target.ask(revoke(world, { id: await place(target, world), headers })))
        const v3 = { path: `/v3/scm/certificates/${ISSUED}`, headers: { ...headers, 'x-project-id': world.project_id } }
        t.equal((await target.ask(v3)).json.id, ISSUED, 'the project in X-Project-Id')
      })
    }
    const REFUSED: [name: string, ask: Ask, key: 'SCM.0069' | 'SCM.0002' | 'SCM.1010'][] = [
      ['a project that nobody has', { path: `/v2/${'f'.repeat(32)}/scm/certlist` }, 'SCM.0069'],
      ['no project', { path: '/v3/scm/certificates' }, 'SCM.0069'],
      ['an unknown one in v3', { path: '/v3/scm/certificates', headers: { 'x-project-id': 'x' } }, 'SCM.0069'],
      ['two projects', { ...revoke(world), headers: { 'x-project-id': other.project_id } }, 'SCM.0002'],
      ['a frozen account', revoke(other, { headers: {} }), 'SCM.1010'],
    ]
    for (const [name, ask, key] of REFUSED) {
      await t.test(`${key} ${name}`, async (t) => {
        const before = await worlds()
        refused(t, await target.ask(ask), key, { source: key === 'SCM.0069' ? 'assumed' : 'documented' })
        t.equal(await worlds(), before, 'nothing was made')
      })
    }
  },
  { auth: 'off' },
)

t.test('302 a browser at the bare address goes to the console, others get the gateway', async (t) => {
  const { ask } = await emulate(t)
  const page = await ask({ path: '/', headers: { accept: 'text/html,*/*' } })
  t.match(page, { status: 302, headers: { location: '/console/' } })
  t.match(await ask({ path: '/' }), { status: 404, json: { error_code: 'APIGW.0101' } })
})
