import t from 'tap'
import { CATALOGUE } from '../../src/domain/errors.ts'
import { startEmulator } from '../../src/index.ts'
import { SUCCESS, succeeded } from '../support/answers.ts'
import { type Ask, askOver } from '../support/ask.ts'
import { client, handle, revoke } from '../support/client.ts'
import { emulate, type Target } from '../support/emulate.ts'
import { exchange, request } from '../support/raw.ts'
import { FROZEN } from '../support/samples.ts'

const [ONE, TWO] = ['scs1700000000001', 'scs1700000000002'] as const
const DOCUMENT = {
  clock: FROZEN,
  review: 'manual',
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

const scm = (code: string, message: string) => JSON.stringify({ error_code: code, error_msg: message })
const apigw = (code: string, message: string) =>
  new RegExp(`^\\{"error_msg":"${message}","error_code":"${code}","request_id":"[0-9a-f]{32}"\\}\n$`)
const iam = (code: number, message: string, title: string) => JSON.stringify({ error: { code, message, title } })

/** What a fault makes of a revocation: status, body, and what the journal says of it. */
const ANSWERS: [fault: object, status: number, body: string | RegExp, headers?: object][] = [
  [{ error: 'SCM.0002' }, 403, scm('SCM.0002', 'Incorrect tenant ID.')],
  [{ error: 'SCM.0007' }, 500, scm('SCM.0007', 'Failed to download the certificate.')],
  [{ error: 'SCM.0016/500' }, 500, scm('SCM.0016', 'Failed to order.')],
  [{ error: 'APIGW.0101/method' }, 404, apigw('APIGW.0101', 'The API does not exist.')],
  [{ error: 'APIGW.0201' }, 400, apigw('APIGW.0201', 'API request error.')],
  [{ error: 'APIGW.0201/413' }, 413, apigw('APIGW.0201', 'Request entity too large.')],
  [{ error: 'APIGW.0201/502' }, 502, apigw('APIGW.0201', 'Backend unavailable.')],
  [{ error: 'APIGW.0201/504' }, 504, apigw('APIGW.0201', 'Backend timeout.')],
  [{ error: 'APIGW.0308' }, 429, apigw('APIGW.0308', 'The throttling threshold has been reached.')],
  [{ error: 'IAM.401' }, 401, iam(401, 'The username or password is wrong.', 'Unauthorized')],
  [{ error: 'IAM.403' }, 403, iam(403, 'You are not authorized to perform the requested action.', 'Forbidden')],
  [{ error: 'APIGW.0601', delay: '2ms' }, 500, apigw('APIGW.0601', 'Internal server error.')],
  [
    { response: { status: 200, body: '{"message": "succ' } },
    200,
    '{"message": "succ',
    { 'content-type': 'application/json' },
  ],
  [{ response: { status: 200 } }, 200, ''],
  [{ response: { status: 204 } }, 204, ''],
  [{ response: { status: 200, body: { message: ['é', 1] } } }, 200, '{"message":["é",1]}'],
  [{ response: { status: 200, body: null } }, 200, 'null'],
  [{ response: { status: 201, body: 5 } }, 201, '5'],
  [
    { response: { status: 503, headers: { 'Content-Type': 'text/html', 'Retry-After': '7' }, body: '<h1>down</h1>' } },
    ...([503, '<h1>down</h1>', { 'content-type': 'text/html', 'retry-after': '7', server: 'api-gateway' }] as const),
  ],
]

t.test('what a fault answers, before the effect and after it', async (t) => {
  const target = await emulate(t)
  for (const [fault, status, body, headers = {}] of ANSWERS) {
    for (const when of ['before', 'after'] as const) {
      await t.test(`${status} ${when} the effect: ${JSON.stringify(fault)}`, async (t) => {
        const { world, client, faults, requests, certificate, events } = await site(target)
        const { id } = await faults.add({
          ...fault,
          ...(when === 'after' && { when }),
          operation: 'RevokeCertificate',
          times: 1,
        })
        const answer = await client.revoke(ONE)
        t.equal(answer.status, status)
        if (typeof body === 'string') t.equal(answer.text, body)
        else t.match(answer.text, body)
        t.match(answer.headers, { ...headers, 'x-request-id': /^[0-9a-f]{32}$/ })
        if ('error' in fault)
          t.match(answer.headers['x-emulator-reason'], new RegExp(`^fault ${id} answers .* \\(\\w+\\)$`))
        t.equal((await certificate(ONE)).status, when === 'before' ? 'ISSUED' : 'REVOKING')
        t.same(
          (await events.list()).map(({ name, code }) => [name, code]),
          when === 'before' ? [] : [['revokeScmCert', null]],
        )
        const code = 'error' in fault ? String(fault.error).split('/')[0] : null
        t.match(await requests(), [
          { status, fault: id, dropped: false, error_code: code, response: { body: answer.text } },
        ])
        t.match(await faults.list(), [{ id, used: 1, times: 1 }])
        const again = await client.revoke(ONE)
        t.equal(
          again.text,
          when === 'before'
            ? SUCCESS
            : scm('SCM.0010', 'This operation is not allowed by the current certificate type or status.'),
          'used up',
        )
        t.match((await requests())[1], { fault: null, path: revoke(world).path })
      })
    }
  }

  await t.test('each code of the catalogue, in its own dialect, in Chinese where it has it', async (t) => {
    const { world, faults } = await site(target)
    const headers = { 'x-auth-token': world.token, 'x-language': 'zh-cn' }
    for (const { key, code, status, message, message_zh } of CATALOGUE) {
      await faults.add({ error: key, times: 1 })
      const { status: got, json } = await target.ask({ path: `/v2/${world.project_id}/scm/certlist`, headers })
      const { error_code, error_msg, error } = json
      t.same([got, error?.message ?? error_msg], [status, message_zh || message], key)
      t.same([error?.code ?? error_code, 'request_id' in json], [error ? status : code, code.startsWith('APIGW')], key)
    }
  })

  await t.test('delay: the effect comes later, the answer is the same, others do not wait', async (t) => {
    const { client, faults, requests, certificate } = await site(target, {
      ...DOCUMENT,
      certificates: [{ id: ONE }, { id: TWO, status: 'UPLOAD' }],
    })
    for (const [fault, least] of [
      [{ delay: '30ms' }, 30],
      [{ delay: { min: '20ms', max: '40ms' }, seed: 1 }, 20],
      [{ delay: { min: '15ms', max: '15ms' } }, 15],
      [{ delay: '25ms', when: 'after' }, 25],
    ] as const) {
      await faults.add({ ...fault, operation: 'RevokeCertificate', certificate_id: TWO, times: 1 })
      const order: string[] = []
      const slow = client.revoke(TWO).then(({ json }) => order.push(json.error_code))
      await client.show(TWO).then(({ json }) => order.push(json.status))
      await slow
      t.same(order, ['UPLOAD', 'SCM.0010'])
      const [entry] = (await requests({ operation: 'RevokeCertificate' })).slice(-1)
      // A timer of Node.js may fire up to a millisecond early.
      t.ok((entry?.duration ?? 0) >= least - 1, `${JSON.stringify(fault)}: ${entry?.duration} ms`)
    }
    await faults.add({ delay: '5ms' })
    succeeded(t, await client.revoke(ONE))
    t.equal((await certificate(ONE)).status, 'REVOKING')
  })

  await t.test('the audit trail holds what the service refused, whether or not a fault acted too', async (t) => {
    const { client, faults, events } = await site(target, {
      ...DOCUMENT,
      certificates: [{ id: ONE, status: 'UPLOAD' }],
    })
    const FAULTS: [object, boolean][] = [
      [{ delay: '1ms' }, true],
      [{ when: 'after', error: 'APIGW.0601' }, true],
      [{ when: 'after', response: { status: 200 } }, true],
      [{ error: 'SCM.0010' }, false],
      [{ response: { status: 400 } }, false],
    ]
    for (const [fault, isThere] of FAULTS) {
      const before = (await events.list()).length
      await faults.add({ ...fault, times: 1 })
      await client.revoke(ONE)
      const added = (await events.list()).slice(before).map(({ name, code, resource }) => [name, code, resource])
      t.same(added, isThere ? [['revokeScmCert', 'SCM.0010', ONE]] : [], JSON.stringify(fault))
    }
  })
})

t.test('a connection that is cut, over a socket', async (t) => {
  const target = await emulate(t, {}, 'tcp')
  for (const delay of [undefined, '5ms'] as const) {
    const more = { operation: 'RevokeCertificate', times: 1, ...(delay && { delay }) }

    await t.test(`no answer, before the effect${delay ? ', after a delay' : ''}: nothing happened`, async (t) => {
      const { client, faults, requests, certificate, events, used } = await site(target)
      await faults.add({ drop: 'before', ...more })
      await t.rejects(client.revoke(ONE), { code: 'ECONNRESET' })
      t.equal((await certificate(ONE)).status, 'ISSUED')
      t.same(await events.list(), [])
      t.match(await requests(), [{ status: null, dropped: true, fault: 1, error_code: null, response: { body: '' } }])
      t.same(await used(), [1])
      succeeded(t, await client.revoke(ONE))
    })

    await t.test(
      `no answer, after the effect${delay ? ' and a delay' : ''}: it is REVOKING, the retry is SCM.0010`,
      async (t) => {
        const { client, faults, requests, certificate, events, verify } = await site(target)
        await faults.add({ drop: 'after', ...more })
        await t.rejects(client.revoke(ONE, 'lost'), { code: 'ECONNRESET' })
        t.match(await certificate(ONE), { status: 'REVOKING', revoke_reason: 'lost' })
        t.equal((await client.revoke(ONE, 'lost')).json.error_code, 'SCM.0010')
        t.match(await events.list(), [
          { name: 'revokeScmCert', code: null, detail: { from: 'ISSUED', to: 'REVOKING' } },
          { name: 'revokeScmCert', code: 'SCM.0010' },
        ])
        t.match(await requests(), [
          { status: 200, dropped: true, fault: 1, response: { body: SUCCESS } },
          { status: 400, dropped: false, fault: null },
        ])
        t.match(await verify({ sequence: [{ dropped: true }, { error_code: 'SCM.0010' }], faults_used: true }), {
          verified: true,
        })
      },
    )
  }

  await t.test('0 bytes come back, and the server goes on', async (t) => {
    const { world, client, faults } = await site(target)
    await faults.add({ drop: 'before', times: 1 })
    const lines = [`x-auth-token: ${world.token}`]
    t.equal((await exchange(target.url, request(`GET /v2/${world.project_id}/scm/certlist`, lines))).text, '')
    t.equal((await client.list()).status, 200)
  })

  await t.test('a client that goes away ends its delay; what it asked for happens', async (t) => {
    const { world, faults, requests, certificate, used } = await site(target)
    await faults.add({ delay: '1h', times: 1 })
    const gone = new AbortController()
    const { path, headers: own } = revoke(world)
    const headers = { ...own, 'content-type': 'application/json' }
    const asked = fetch(target.url + path, { method: 'POST', headers, body: '{"reason":"x"}', signal: gone.signal })
    while ((await used())[0] === 0) await new Promise(setImmediate)
    gone.abort()
    await t.rejects(asked, { name: 'AbortError' })
    while ((await requests()).length === 0) await new Promise(setImmediate)
    t.equal((await certificate(ONE)).status, 'REVOKING')
  })

  await t.test('200 at once where the server closes while a fault delays', async (t) => {
    const emulator = await startEmulator({ fixtures: 'none' })
    t.teardown(() => emulator.close())
    const world = await emulator.createWorld(DOCUMENT)
    await world.faults.add({ delay: '1h', operation: 'RevokeCertificate' })
    await world.faults.add({ delay: { min: '1h', max: '2h' }, when: 'after', operation: 'ListCertificates' })
    const both = [
      revoke(world),
      { path: `/v2/${world.project_id}/scm/certlist`, headers: { 'x-auth-token': world.token } },
    ]
    const asked = Promise.all(both.map((ask: Ask) => askOver(emulator.url, ask)))
    while ((await world.faults.list()).some(({ used }) => used === 0)) await new Promise(setImmediate)
    const at = performance.now()
    await emulator.close()
    t.same(
      (await asked).map(({ status }) => status),
      [200, 200],
    )
    t.ok(performance.now() - at < 2000, `${performance.now() - at} ms`)
  })
})
