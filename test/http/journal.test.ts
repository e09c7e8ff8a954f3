import { Agent, request as httpRequest } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import t from 'tap'
import { assemble } from '../../src/emulator.ts'
import { createJournal, type Exchange } from '../../src/store/memory/journal.ts'
import { SUCCESS } from '../support/answers.ts'
import type { Ask } from '../support/ask.ts'
import { askToken, client, handle, revoke } from '../support/client.ts'
import { emulate, type Target } from '../support/emulate.ts'
import { onlyLong } from '../support/length.ts'
import { FROZEN, NOW, PASSWORD } from '../support/samples.ts'
import { sign } from '../support/sign.ts'

const [ONE, TWO] = ['scs1700000000001', 'scs1700000000002'] as const
const DOCUMENT = {
  clock: FROZEN,
  review: 'manual',
  users: [{ name: 'owner', password: PASSWORD }],
  certificates: [{ id: ONE }, { id: TWO, status: 'UPLOAD' }],
}

async function site(target: Target, document: object = DOCUMENT) {
  const world = await target.world(document)
  return { world, ...handle(target, world), client: client(target, world) }
}

t.test('what an entry says', async (t) => {
  const target = await emulate(t, {}, 'tcp')

  await t.test('all of a request, and of its answer', async (t) => {
    const { world, client, requests } = await site(target)
    const { path } = revoke(world)
    const answer = await target.ask({
      method: 'POST',
      path: `${path}?a=1&b=%20`,
      body: '{"reason": "läst"}',
      headers: { 'X-Auth-Token': world.token, 'content-type': 'application/json', 'X-Custom': 'Value' },
    })
    const [entry] = await requests()
    const { duration = -1, ...rest } = entry ?? {}
    t.ok(duration >= 0 && duration < 10_000, 'milliseconds')
    const host = new URL(target.url).host
    t.same(rest, {
      id: 1,
      at: NOW,
      method: 'POST',
      path,
      query: 'a=1&b=%20',
      operation: 'RevokeCertificate',
      certificate_id: ONE,
      user: 'owner',
      request_id: answer.headers['x-request-id'],
      trace_id: null,
      status: 200,
      error_code: null,
      rule: null,
      reason: null,
      findings: ['unknown_parameter'],
      fault: null,
      dropped: false,
      request: {
        headers: {
          'x-auth-token': '[redacted]',
          'content-type': 'application/json',
          'x-custom': 'Value',
          'content-length': '19',
          host,
          connection: 'close',
        },
        body: '{"reason": "läst"}',
      },
      response: {
        headers: {
          'x-request-id': answer.headers['x-request-id'],
          server: 'api-gateway',
          'content-type': 'application/json',
        },
        body: SUCCESS,
      },
    })
    t.equal((await client.revoke(TWO)).json.error_code, 'SCM.0010')
    t.match((await requests())[1], {
      id: 2,
      certificate_id: TWO,
      status: 400,
      error_code: 'SCM.0010',
      reason: `certificate ${TWO} is UPLOAD; revoke needs ISSUED`,
      response: { headers: { 'x-emulator-reason': /\(documented\)$/ }, body: /SCM\.0010/ },
    })
  })

  await t.test('the operation, the certificate and the user, whoever asks for whatever', async (t) => {
    const { world, requests, update } = await site(target)
    await update({
      users: [{ name: 'reader', policies: ['SCM ReadOnlyAccess'], token: `reader-of-${world.project_id}` }],
    })
    const token = { 'x-auth-token': world.token }
    const v2 = `/v2/${world.project_id}/scm`
    const ASKED: [ask: Ask, entry: object][] = [
      [
        { path: `${v2}/certlist`, headers: token },
        { operation: 'ListCertificates', certificate_id: null, user: 'owner', status: 200 },
      ],
      [
        { path: `/v3/scm/certificates/${TWO}`, headers: token },
        { operation: 'ShowCertificate', certificate_id: TWO, user: 'owner' },
      ],
      [
        sign({ path: `${v2}/cert/${ONE}` }, world.access_key),
        { operation: 'ShowCertificate', certificate_id: ONE, user: 'owner' },
      ],
      [
        revoke(world, { headers: { 'x-auth-token': `reader-of-${world.project_id}` } }),
        { user: 'reader', status: 401, error_code: 'SCM.4002' },
      ],
      [{ path: `${v2}/certlist` }, { user: null, status: 401, error_code: 'APIGW.0301' }],
      [
        { path: `${v2}/certlist`, headers: { 'x-auth-token': 'unknown' } },
        { user: null, error_code: 'APIGW.0301' },
      ],
      [
        { path: '/v3/projects', headers: token },
        { operation: 'KeystoneListProjects', user: 'owner', status: 200 },
      ],
      [
        { path: `/pki/${world.project_id}/ca.crl` },
        { operation: 'GetCrl', user: null, status: 200, certificate_id: null },
      ],
      [
        { method: 'POST', path: '/v3/auth/tokens', body: askToken(world, 'owner', PASSWORD) },
        { operation: 'KeystoneCreateUserTokenByPassword', status: 201 },
      ],
      // Unpublished paths and methods are usually the bug: they are kept, and say so.
      [
        { path: `${v2}/certs`, headers: token },
        { operation: null, user: 'owner', status: 404, error_code: 'APIGW.0101', reason: /no API is published at/ },
      ],
      [
        { ...revoke(world), method: 'PUT' },
        { operation: null, status: 404, error_code: 'APIGW.0101', reason: /PUT is not published at/ },
      ],
      [
        { ...revoke(world), path: `${revoke(world).path}/` },
        { operation: null, status: 404, path: `${revoke(world).path}/` },
      ],
      [
        sign({ path: '/v4/scm' }, world.access_key),
        { operation: null, user: 'owner', path: '/v4/scm', reason: /no API is published at \/v4\/scm/ },
      ],
      [{ path: `${v2}/certs` }, { operation: null, user: null, status: 404, path: `${v2}/certs` }],
    ]
    for (const [index, [ask, entry]] of ASKED.entries()) {
      const { headers } = await target.ask(ask)
      const shown = await requests()
      t.equal(shown.length, index + 1, `${ask.method ?? 'GET'} ${ask.path}`)
      t.match(shown.at(-1), { ...entry, request_id: headers['x-request-id'] })
    }
  })

  await t.test('nobody is asked who they are: unpublished paths of a project are kept all the same', async (t) => {
    const open = await site(await emulate(t, { auth: 'off' }))
    await open.client.ask('POST', `/certs/${ONE}/revoke`, { reason: 'x' })
    t.match(await open.requests(), [{ operation: null, status: 404, reason: /no API is published at/ }])
  })

  await t.test('a trailing comma is let pass, and noted', async (t) => {
    const { world, requests } = await site(target)
    const headers = { 'x-auth-token': world.token }
    const answer = await target.ask(revoke(world, { headers, body: '{ "reason": "证书信息填写错误", }' }))
    t.equal(answer.text, SUCCESS)
    const reason = "the body has a trailing comma, as the vendor's sample has; --strict-json refuses it"
    t.match(await requests(), [
      { status: 200, error_code: null, reason, request: { body: '{ "reason": "证书信息填写错误", }' } },
    ])
  })

  await t.test('what belongs to no world is kept nowhere', async (t) => {
    const [a, b] = [await site(target), await site(target)]
    for (const ask of [
      { path: '/v3/scm/certificates' },
      { path: '/v3/scm/certificates', headers: { 'x-auth-token': 'unknown' } },
      { path: `/v2/${'0'.repeat(32)}/scm/certlist` },
      { path: `/pki/${'0'.repeat(32)}/ca.crl` },
      { path: '/nothing' },
      {
        method: 'POST',
        path: '/v3/auth/tokens',
        body: askToken({ ...a.world, account: { id: '', name: 'nobody' } }, 'owner', PASSWORD),
      },
      { path: '/_emulator/health', headers: { 'x-auth-token': a.world.token } },
      { path: `/_emulator/worlds/${a.world.project_id}/nothing`, headers: { 'x-auth-token': a.world.token } },
      { method: 'POST', path: '/_emulator/worlds', body: {}, headers: { 'x-auth-token': a.world.token } },
    ])
      await target.ask(ask)
    t.same([await a.requests(), await b.requests()], [[], []])
  })

  await t.test('complete before its answer leaves, on one connection after another request', async (t) => {
    const { world, requests } = await site(target)
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    t.teardown(() => agent.destroy())
    const path = `/v2/${world.project_id}/scm/certlist`
    for (let count = 1; count <= 40; count += 1) {
      // As soon as the head of the answer is there, not its end.
      await new Promise<void>((resolve, reject) => {
        const asked = httpRequest(target.url + path, { agent, headers: { 'x-auth-token': world.token } }, (answer) => {
          answer.resume()
          resolve()
        })
        asked.on('error', reject)
        asked.end()
      })
      const all = await requests()
      if (all.length !== count || all.at(-1)?.status !== 200)
        return t.fail(`${all.length} entries after ${count} answers`)
    }
    t.pass('40 times')
  })
})

t.test('bounds', async (t) => {
  const emulator = await assemble({ inMemory: true, fixtures: 'none' })
  t.teardown(() => emulator.close())
  const target = await emulate(t)
  const small = await site(target, { ...DOCUMENT, journal: { limit: 3 } })
  const kept = async () => (await small.requests()).map(({ id }) => id)

  await t.test('the newest are kept, as many as the world says', async (t) => {
    for (let index = 0; index < 5; index += 1) await small.client.list()
    t.same(await kept(), [3, 4, 5])
    await small.update({ journal: { limit: 2 } })
    t.same(await kept(), [4, 5], 'at once where it is made smaller')
    await small.update({ journal: { limit: 4 } })
    for (let index = 0; index < 3; index += 1) await small.client.list()
    t.same(await kept(), [5, 6, 7, 8])
    await small.forgetRequests()
    await small.client.list()
    t.same(await kept(), [9], 'numbers go on')
    await small.update({ journal: { limit: 0 } })
    await small.client.list()
    t.same(await kept(), [])
  })

  await t.test('strangers displace nothing that a known client asked, and are bounded alike', async (t) => {
    const { client, requests, world } = await site(target, { ...DOCUMENT, journal: { limit: 3 } })
    await client.list()
    const path = `/v2/${world.project_id}/scm/certlist`
    for (const headers of [
      {},
      { 'x-auth-token': 'unknown' },
      sign({ path }, { ...world.access_key, sk: 'x' }).headers ?? {},
    ]) {
      for (let index = 0; index < 3; index += 1) await target.ask({ path, headers })
    }
    await target.ask({ path: `/pki/${world.project_id}/ca.crl` })
    await target.ask(sign({ path }, world.access_key))
    const seen = (await requests()).map(({ id, status }) => [id, status])
    t.same(seen, [
      [1, 200],
      [9, 401],
      [10, 401],
      [11, 200],
      [12, 200],
    ])
  })

  await t.test('1000 where a world says nothing', async (t) => {
    const { client, requests } = await site(target)
    for (let index = 0; index < 1002; index += 1) await client.ask('GET', '/nothing')
    const all = await requests()
    t.same([all.length, all[0]?.id, all.at(-1)?.id], [1000, 3, 1002])
  })

  await t.test('bodies are kept up to 16 KB, and no more memory for them', async (t) => {
    const headers = { host: 'localhost', 'x-emulator-key': '' }
    const made = await emulator.inject({ method: 'POST', url: '/_emulator/worlds', payload: {}, headers })
    const { project_id, token } = made.json()
    const url = `/v2/${project_id}/scm/cert/${ONE}/revoke`
    const payload = { reason: 'x'.repeat(3_000_000) }
    await emulator.inject({ method: 'POST', url, payload, headers: { 'x-auth-token': token } })
    const [entry] = emulator.store.journal.entries(project_id)
    t.equal(entry?.exchange.body?.length, 16 * 1024)
  })

  await t.test('64 MB of all worlds together: the oldest of any goes first', async (t) => {
    const journal = createJournal()
    const exchange: Exchange = {
      at: 0,
      method: 'POST',
      url: '/',
      operation: null,
      certificate_id: null,
      user: null,
      request_id: '',
      headers: '',
      body: ' '.repeat(16 * 1024),
      status: 200,
      response_headers: '{}',
      response: 'x'.repeat(16 * 1024),
      error_code: null,
      rule: null,
      takes: null,
      reason: null,
      fault: null,
      dropped: false,
      duration: 0,
    }
    for (let index = 0; index < 3000; index += 1) journal.record(`world ${index % 3}`, 100_000, exchange)
    const shelves = ['world 0', 'world 1', 'world 2'].map((id) => journal.entries(id))
    const bytes = shelves.flat().reduce((sum, { size }) => sum + size, 0)
    t.ok(bytes > 63 * 2 ** 20 && bytes <= 64 * 2 ** 20, `${bytes} bytes`)
    const firsts = shelves.map(([first]) => first?.id ?? 0)
    t.ok(Math.max(...firsts) - Math.min(...firsts) <= 1, `the first of each: ${firsts}`)
    t.same(
      shelves.map((shelf) => shelf.at(-1)?.id),
      [1000, 1000, 1000],
      'the newest is there',
    )
    journal.forget('world 0')
    const before = journal.entries('world 1').length
    journal.record('world 1', 100_000, exchange)
    t.equal(journal.entries('world 1').length, before + 1, 'what is forgotten makes room')
    const heavy = { ...exchange, headers: `x-heavy\n${'x'.repeat(100_000)}` }
    for (let index = 0; index < 1500; index += 1) journal.record('world 2', 100_000, heavy)
    const held = journal.entries('world 2').reduce((sum, { exchange: { headers } }) => sum + headers.length, 0)
    t.ok(held <= 64 * 2 ** 20, `headers count too: ${held} bytes of them`)
  })
})

t.test('an entry keeps no more of an answer than it shows', { skip: onlyLong }, async (t) => {
  // Over a socket: what a client without one receives is kept longer than its answer.
  const target = await emulate(t, {}, 'tcp')
  const sans = Array.from({ length: 100 }, (_, index) => `${'a'.repeat(30)}${index}.example.com`).join(';')
  const certificates = Array.from({ length: 200 }, () => ({ domain_type: 'MULTI_DOMAIN', sans }))
  const { client, requests } = await site(target, { journal: { limit: 1_000 }, certificates })
  const collect = collector()
  await client.list('limit=50')
  const before = collect()
  for (let round = 0; round < 300; round += 1) await client.list('limit=50')
  const [entry] = await requests()
  t.equal(entry?.response.body.length, 16 * 1024)
  const grown = (collect() - before) / 2 ** 20
  t.ok(grown < 20, `${Math.round(grown)} MB for 300 entries of 16 KB`)
})

/** The bytes that V8 holds once all that can be forgotten is. */
function collector(): () => number {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  return () => {
    collect()
    return process.memoryUsage().heapUsed
  }
}
