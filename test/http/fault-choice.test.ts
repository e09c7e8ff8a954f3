import t from 'tap'
import { createEmulator } from '../../src/index.ts'
import { operations as v2 } from '../../src/routes/scm/v2/index.ts'
import { operations as v3 } from '../../src/routes/scm/v3/index.ts'
import type { Ask } from '../support/ask.ts'
import { askToken, client, handle, issueToken, revoke } from '../support/client.ts'
import { emulate, type Target } from '../support/emulate.ts'
import { FROZEN, PASSWORD } from '../support/samples.ts'
import { sign } from '../support/sign.ts'

const [ONE, TWO, SPARE] = ['scs1700000000001', 'scs1700000000002', 'scs1700000000003'] as const
const ERROR = { error: 'APIGW.0613' } as const
const STRUCK = 503
const DOCUMENT = {
  clock: FROZEN,
  review: 'manual',
  users: [
    { name: 'owner', password: PASSWORD },
    { name: 'nobody', policies: [] },
  ],
  certificates: [{ id: ONE }, { id: TWO }],
}

/** A world with its verbs and its client. */
async function site(target: Target, document: object = DOCUMENT) {
  const world = await target.world(document)
  const verbs = handle(target, world)
  return {
    world,
    ...verbs,
    client: client(target, world),
    used: async () => (await verbs.faults.list()).map(({ used }) => used),
  }
}

type Route = [operation: string, method: string, path: string]

/** Every operation, each way in which it can be asked for; a certificate in the path is ONE. */
const ROUTES: Route[] = [
  ...v2.map((route): Route => [String(route.config?.operation), String(route.method), `/v2/:project/scm${route.url}`]),
  ...v3.map((route): Route => [String(route.config?.operation), String(route.method), `/v3/scm${route.url}`]),
  ['KeystoneValidateToken', 'GET', '/v3/auth/tokens'],
  ['KeystoneListProjects', 'GET', '/v3/projects'],
  ['KeystoneListAuthDomains', 'GET', '/v3/auth/domains'],
  ['KeystoneListRegions', 'GET', '/v3/regions'],
  ['GetCrl', 'GET', '/pki/:project/ca.crl'],
  ['GetCrl', 'GET', '/pki/:project/ca.crl.pem'],
  ['GetCaCertificate', 'GET', '/pki/:project/ca.pem'],
  ['GetCaCertificate', 'GET', '/pki/:project/root.pem'],
  ['AnswerOcsp', 'POST', '/pki/:project/ocsp'],
  ['AnswerOcsp', 'GET', '/pki/:project/ocsp/AAAA'],
]
const OPERATIONS = [...new Set(ROUTES.map(([operation]) => operation)), 'KeystoneCreateUserTokenByPassword']
const isAboutOne = (path: string) => /:cert(?:ificate)?_id/.test(path)

t.test('which operations', async (t) => {
  const target = await emulate(t)
  const { world, faults, used } = await site(target)
  const ask = ([, method, path]: Route): Promise<{ status: number }> =>
    target.ask({
      method,
      path: path
        .replace('/:project', `/${world.project_id}`)
        .replace(/:cert(?:ificate)?_id/, ONE)
        .replace(/:\w+/g, 'x'),
      headers: { 'x-auth-token': world.token },
    })
  const login = () => target.ask({ method: 'POST', path: '/v3/auth/tokens', body: askToken(world, 'owner', PASSWORD) })

  await t.test(
    `${STRUCK} each way to ask for each of ${OPERATIONS.length} operations, by its name and by *`,
    async (t) => {
      for (const route of ROUTES) {
        const [operation, method, path] = route
        await faults.remove()
        const [other = ''] = OPERATIONS.filter((name) => name !== operation)
        await faults.add({ ...ERROR, operation: other })
        await faults.add({ ...ERROR, operation, times: 1 })
        await faults.add({ ...ERROR, operation: '*', times: 1 })
        await faults.add({ ...ERROR, times: 1 })
        const statuses = [await ask(route), await ask(route), await ask(route), await ask(route)].map(
          ({ status }) => status,
        )
        t.same(statuses.slice(0, 3), [STRUCK, STRUCK, STRUCK], `${operation}: ${method} ${path}`)
        t.not(statuses[3], STRUCK, 'used up')
        t.same(await used(), [0, 1, 1, 1])
      }
    },
  )

  await t.test(`${STRUCK} where a token is asked for with a password`, async (t) => {
    await faults.remove()
    await faults.add({ ...ERROR, operation: 'KeystoneCreateUserTokenByPassword', times: 1 })
    t.same([(await login()).status, (await login()).status], [STRUCK, 201])
    await faults.add({ error: 'IAM.401/token', when: 'after', times: 1 })
    const after = await login()
    t.equal(after.json.error.title, 'Unauthorized')
  })

  await t.test('one certificate, whichever operation is about it', async (t) => {
    await faults.remove()
    await faults.add({ ...ERROR, certificate_id: TWO })
    for (const route of ROUTES) t.not((await ask(route)).status, STRUCK, route.join(' '))
    t.same(await used(), [0])
    await faults.add({ ...ERROR, certificate_id: ONE })
    for (const route of ROUTES) {
      const { status } = await ask(route)
      t.equal(status === STRUCK, isAboutOne(route[2]), route.join(' '))
    }
    t.same(await used(), [0, ROUTES.filter(([, , path]) => isAboutOne(path)).length])
  })

  await t.test('400 one certificate where the operation is about none, and only there', async (t) => {
    await faults.remove()
    for (const operation of OPERATIONS) {
      const isAbout = ROUTES.some(([name, , path]) => name === operation && isAboutOne(path))
      const added = faults.add({ ...ERROR, operation, certificate_id: ONE })
      if (isAbout) await t.resolves(added, operation)
      else
        await t.rejects(added, {
          status: 400,
          message: `${operation} is about no certificate, so this fault could never act`,
        })
    }
  })
})

t.test('how often', async (t) => {
  const target = await emulate(t)
  const own = await site(target)
  const { world, faults, used } = own
  const pattern = async (count: number) => {
    let text = ''
    for (let index = 0; index < count; index += 1) text += (await own.client.list()).status === STRUCK ? 'x' : '.'
    return text
  }

  await t.test('times: so often, of requests at the same moment too', async (t) => {
    await faults.add({ ...ERROR, times: 3 })
    const { length } = (await Promise.all(Array.from({ length: 10 }, () => own.client.list()))).filter(
      ({ status }) => status === STRUCK,
    )
    t.same([length, await used()], [3, [3]])
    t.equal(await pattern(4), '....')
  })

  await t.test('always, where nothing is said', async (t) => {
    await faults.remove()
    await faults.add(ERROR)
    t.equal(await pattern(20), 'x'.repeat(20))
    t.same(await used(), [20])
  })

  await t.test('the first in order of creation acts; the next where it is used up', async (t) => {
    await faults.remove()
    const codes = async (count: number) => {
      const seen: string[] = []
      for (let index = 0; index < count; index += 1) seen.push((await own.client.list()).json.error_code ?? 'none')
      return seen.join(' ')
    }
    const first = await faults.add({ error: 'SCM.0002', times: 2 })
    const second = await faults.add({ error: 'SCM.0003', times: 1 })
    const third = await faults.add({ error: 'SCM.0005', times: 1 })
    t.same([second.id - first.id, third.id - second.id], [1, 1])
    t.equal(await codes(3), 'SCM.0002 SCM.0002 SCM.0003')
    await faults.change(first.id, { times: 3 })
    t.equal(await codes(3), 'SCM.0002 SCM.0005 none', 'one that is changed keeps its place and its count')
    await faults.remove(second.id)
    t.same(
      (await faults.list()).map(({ id, used }) => [id, used]),
      [
        [first.id, 3],
        [third.id, 1],
      ],
    )
    t.same((await faults.add({ delay: '0s' })).id, third.id + 1, 'a number is not used again')
  })

  await t.test('probability: the same seed draws the same, whatever else is asked in between', async (t) => {
    const drawn: string[] = []
    for (const seed of [7, 7, 8]) {
      await faults.remove()
      t.equal((await faults.add({ ...ERROR, operation: 'ListCertificates', probability: 0.5, seed })).seed, seed)
      drawn.push(await pattern(100))
      await own.client.status(ONE)
      await own.client.revoke(SPARE)
    }
    const [a = '', b, c] = drawn
    t.equal(a, b, 'a replay')
    t.not(a, c, 'another seed')
    const share = [...a].filter((mark) => mark === 'x').length
    t.ok(share > 30 && share < 70, `${share} of 100`)
    await faults.remove()
    const { seed } = await faults.add({ ...ERROR, probability: 0.3 })
    const first = await pattern(60)
    const again = await site(target)
    t.equal((await again.faults.add({ ...ERROR, probability: 0.3, seed })).seed, seed, 'a seed that was drawn is told')
    let replay = ''
    for (let index = 0; index < 60; index += 1) replay += (await again.client.list()).status === STRUCK ? 'x' : '.'
    t.equal(replay, first, 'and replays in another world')
    await faults.remove()
    await faults.add({ ...ERROR, probability: 1 })
    t.equal(await pattern(10), 'xxxxxxxxxx')
    await faults.remove()
    await faults.add({ ...ERROR, probability: 0.5, seed: 7, times: 2 })
    t.equal([...(await pattern(40))].filter((mark) => mark === 'x').length, 2, 'with times as well')
  })

  await t.test('who is not let in never uses a fault up', async (t) => {
    const [other, expiring] = [await target.world(), await site(target)]
    const old = await issueToken(target, expiring.world, 'owner', PASSWORD)
    const unscoped = await issueToken(target, world, 'owner', PASSWORD, null)
    await expiring.clock.advance('25h')
    const [nobody] = world.users.slice(1)
    const of = (headers: Record<string, string>, change: Partial<Ask> = {}): Ask => ({
      ...revoke(world),
      ...change,
      headers,
    })
    const as = (token = '') => ({ 'x-auth-token': token })
    const login = (name: string, password: string, account = world): Ask => ({
      method: 'POST',
      path: '/v3/auth/tokens',
      body: askToken(account, name, password),
    })
    const pki = (file: string): Ask => ({ path: `/pki/${other.project_id}/${file}`, headers: as(world.token) })
    const STRANGERS: [why: string, ask: Ask, status: number, of?: typeof expiring][] = [
      ['no credentials', of({}), 401],
      ['an unknown token', of(as('unknown-token')), 401],
      ["another world's token", of(as(other.token)), 403],
      ['an expired token', { ...revoke(expiring.world), headers: as(old) }, 401, expiring],
      ['a token without a project', of(as(unscoped)), 401],
      ['a user who may not', of(as(nobody?.token)), 401],
      ['a wrong signature', sign(of({}), { ...world.access_key, sk: 'another-secret' }), 401],
      ["another world's key", sign(of({}), other.access_key), 403],
      ['an unknown path', of(as(world.token), { path: `${revoke(world).path}s` }), 404],
      ['an unknown method', of(as(world.token), { method: 'PATCH' }), 404],
      ['a wrong password', login('owner', 'Wrong@12345'), 401],
      ['an unknown user', login('stranger', PASSWORD), 401],
      [
        'an unknown account',
        login('owner', PASSWORD, { ...world, account: { ...world.account, name: 'nobody-has-this' } }),
        401,
      ],
      ["IAM by another world's token", { path: '/v3/projects', headers: as(other.token) }, 200],
      ["another world's CRL, with a token of this one", pki('ca.crl'), 200],
      ["another world's CA, with a token of this one", pki('ca.pem'), 200],
    ]
    for (const [why, ask, status, at] of STRANGERS) {
      const { faults, used } = at ?? own
      await faults.remove()
      await faults.add({ ...ERROR, times: 1 })
      t.equal((await target.ask(ask)).status, status, why)
      t.same(await used(), [0], 'not used')
    }
    await faults.remove()
    for (const state of ['restricted', 'frozen'] as const) {
      await own.update({ account: { state } })
      await faults.add({ ...ERROR, times: 1 })
      t.equal((await own.client.list()).status, 401, state)
    }
    await own.update({ account: { state: 'active' }, throttle: '1/1h' })
    t.equal((await own.client.list()).status, STRUCK)
    t.equal((await own.client.list()).status, 429, 'nor who is throttled')
    t.same(await used(), [1, 0])
  })

  await t.test(`${STRUCK} anybody, where nobody is asked who they are`, async (t) => {
    const open = await emulate(t, { auth: 'off' })
    const { world, faults } = await site(open)
    await faults.add({ ...ERROR, times: 1 })
    t.equal((await client(open, world, {}).list()).status, STRUCK)
  })
})

t.test('faults that are left unused', async (t) => {
  const emulator = await createEmulator({ fixtures: 'none' })
  const a = await emulator.createWorld({ certificates: [{ id: ONE }] })
  const b = await emulator.createWorld()
  const list = () => emulator.inject({ url: `/v2/${a.project_id}/scm/certlist`, headers: { 'x-auth-token': a.token } })
  const verdict = async () => (await a.verify({ faults_used: true })) as unknown
  t.match(await verdict(), { verified: true })
  const { id } = await a.faults.add({ delay: '0s', operation: 'ListCertificates', times: 2 })
  t.match(await verdict(), { verified: false, message: `fault ${id} acted 0 of 2 times` })
  await list()
  t.match(await verdict(), { verified: false, message: `fault ${id} acted 1 of 2 times` })
  await list()
  t.match(await verdict(), { verified: true, message: 'every fault was used' })
  t.match(await a.verify({ faults_used: true, times: 3 }), { verified: false, count: 2 }, 'with a count as well')
  const always = await a.faults.add({ ...ERROR, operation: 'RevokeCertificate' })
  t.match(
    await verdict(),
    { verified: false, message: `fault ${always.id} acted 0 of 1 times` },
    'one for always acts once at least',
  )
  await a.faults.remove(always.id)
  const { id: other } = await b.faults.add({ ...ERROR, times: 4 })
  await t.rejects(emulator.close({ faultsUsed: true }), {
    message: new RegExp(`faults were left unused: .*"id":${other}.*"used":0`),
  })
  await t.rejects(a.settings(), 'it is closed all the same')

  const used = await createEmulator({ fixtures: 'none' })
  const world = await used.createWorld()
  await world.faults.add({ ...ERROR, times: 1 })
  await used.inject({ url: `/v2/${world.project_id}/scm/certlist`, headers: { 'x-auth-token': world.token } })
  await t.resolves(used.close({ faultsUsed: true }))
  const careless = await createEmulator({ fixtures: 'none' })
  await (await careless.createWorld()).faults.add(ERROR)
  await t.resolves(careless.close(), 'who does not ask is not told')
})
