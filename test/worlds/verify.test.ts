import t from 'tap'
import { client, handle, revoke } from '../support/client.ts'
import { emulate, type Target } from '../support/emulate.ts'
import { FROZEN } from '../support/samples.ts'

const [ONE, TWO] = ['scs1700000000001', 'scs1700000000002'] as const
const ERROR = { error: 'APIGW.0613' } as const
const DOCUMENT = {
  clock: FROZEN,
  review: 'manual',
  certificates: [{ id: ONE }, { id: TWO, status: 'UPLOAD' }],
}

async function site(target: Target, document: object = DOCUMENT) {
  const world = await target.world(document)
  return { world, ...handle(target, world), client: client(target, world) }
}

t.test('an assertion that failed is kept for who looks, until the journal is emptied', async (t) => {
  const { verify, forgetRequests, client: own } = await site(await emulate(t))
  const failures = async () => (await own.control('GET', '/requests/verify')).failures
  t.same(await failures(), [])
  await own.revoke(TWO)
  await verify({ operation: 'RevokeCertificate', times: 1 })
  t.same(await failures(), [], 'what was as expected is not kept')
  await verify({ operation: 'RevokeCertificate', status: 200 })
  const [failure] = await failures()
  t.match(failure, {
    id: 1,
    at: FROZEN.now,
    expectation: '{"operation":"RevokeCertificate","status":200}',
    nearest: { request: 1, differences: [{ field: 'status', expected: 200, actual: 400, message: /needs ISSUED/ }] },
  })
  for (let more = 0; more < 25; more += 1) await verify({ operation: 'ListCertificates' })
  t.same(
    (await failures()).map(({ id }: { id: number }) => id),
    Array.from({ length: 20 }, (_, index) => index + 7),
    'the last 20',
  )
  await forgetRequests()
  t.same(await failures(), [])
})

t.test('which entries', async (t) => {
  const target = await emulate(t)
  const one = await site(target, { ...DOCUMENT, users: [{ name: 'true' }, { name: 'null' }, { name: '404' }] })
  const { world, client: own, requests, verify, faults, forgetRequests } = one
  const as = (index: number) => client(target, world, { 'x-auth-token': world.users[index]?.token ?? '' })
  await faults.add({ operation: 'ListCertificates', error: 'APIGW.0308', times: 1 })
  await own.list('limit=10')
  await own.revoke(TWO)
  await own.revoke(ONE)
  await as(1).list()
  await as(2).show(TWO)
  await own.ask('GET', '/nothing')
  const all = await requests()
  const revoked = all[2]
  const { path } = revoke(world)

  await t.test('those that a filter lets through: every field, as a query and as the library writes it', async (t) => {
    const FILTERS: [filter: Record<string, string | number | boolean | null>, ids: number[]][] = [
      [{}, [1, 2, 3, 4, 5, 6]],
      [{ operation: 'RevokeCertificate' }, [2, 3]],
      [{ operation: 'constructor' }, []],
      [{ certificate_id: TWO }, [2, 5]],
      [{ method: 'POST' }, [2, 3]],
      [{ path }, [3]],
      [{ user: 'true' }, [1, 2, 3, 6]],
      [{ user: 'null' }, [4]],
      [{ user: '404' }, [5]],
      [{ request_id: revoked?.request_id ?? '' }, [3]],
      [{ status: 429 }, [1]],
      [{ status: 200 }, [3, 4, 5]],
      [{ error_code: 'SCM.0010' }, [2]],
      [{ error_code: null }, [3, 4, 5]],
      [{ fault: 1 }, [1]],
      [{ fault: null }, [2, 3, 4, 5, 6]],
      [{ dropped: false }, [1, 2, 3, 4, 5, 6]],
      [{ dropped: true }, []],
      [{ operation: 'RevokeCertificate', status: 200, certificate_id: ONE, method: 'POST' }, [3]],
      [{ operation: 'RevokeCertificate', status: 500 }, []],
    ]
    for (const [filter, ids] of FILTERS) {
      const found = await requests(filter as object)
      t.same(
        found.map(({ id }) => id),
        ids,
        JSON.stringify(filter),
      )
      const { verified, count } = await verify({ ...filter, times: ids.length } as object)
      t.same([verified, count], [true, ids.length], 'verify counts the same')
    }
  })

  await t.test('verify: how often, in which order, and what came nearest', async (t) => {
    const REVOKE = { operation: 'RevokeCertificate' }
    const EXPECTED: [
      expectation: object,
      verified: boolean,
      count: number,
      message: string,
      nearest?: [number, (string | RegExp)[]],
    ][] = [
      [REVOKE, true, 2, '2 of 6 requests match {"operation":"RevokeCertificate"}; expected at least 1'],
      [{ ...REVOKE, times: 2 }, true, 2, '2 of 6 requests match {"operation":"RevokeCertificate"}; expected 2'],
      [{ ...REVOKE, times: 1 }, false, 2, '2 of 6 requests match {"operation":"RevokeCertificate"}; expected 1'],
      [
        { ...REVOKE, at_least: 2 },
        true,
        2,
        '2 of 6 requests match {"operation":"RevokeCertificate"}; expected at least 2',
      ],
      [{ ...REVOKE, at_most: 1 }, false, 2, '2 of 6 requests match {"operation":"RevokeCertificate"}; expected 0 to 1'],
      [
        { ...REVOKE, at_least: 1, at_most: 2 },
        true,
        2,
        '2 of 6 requests match {"operation":"RevokeCertificate"}; expected 1 to 2',
      ],
      [
        { operation: 'DeleteCertificate', times: 0 },
        true,
        0,
        '0 of 6 requests match {"operation":"DeleteCertificate"}; expected 0',
      ],
      [
        { operation: 'DeleteCertificate', at_most: 3 },
        true,
        0,
        '0 of 6 requests match {"operation":"DeleteCertificate"}; expected 0 to 3',
      ],
      [{ times: 6 }, true, 6, '6 of 6 requests match {}; expected 6'],
      [
        ...([{ ...REVOKE, certificate_id: ONE, status: 400 }, false, 0] as const),
        '0 of 6 requests match {"operation":"RevokeCertificate","certificate_id":"scs1700000000001","status":400}; expected at least 1',
        [3, ['status is 200, not 400: it succeeded']],
      ],
      [
        ...([{ ...REVOKE, method: 'POST', error_code: null, at_least: 2 }, false, 1] as const),
        '1 of 6 requests match {"operation":"RevokeCertificate","method":"POST","error_code":null}; expected at least 2',
        [2, [/^error_code is SCM.0010, not null: it was refused: certificate \S+ is UPLOAD/]],
      ],
      [{ sequence: [{ fault: 1 }, REVOKE, { status: 404 }] }, true, 3, 'all 3 steps, in order'],
      [{ sequence: [REVOKE, REVOKE] }, true, 2, 'all 2 steps, in order'],
      [
        ...([{ sequence: [REVOKE, REVOKE, REVOKE] }, false, 2] as const),
        'step 3 of 3 was not found after the ones before it: {"operation":"RevokeCertificate"}',
        [6, [/^operation is null, not RevokeCertificate: it asked /]],
      ],
      [
        ...([{ sequence: [{ status: 200 }, { status: 429 }] }, false, 1] as const),
        'step 2 of 2 was not found after the ones before it: {"status":429}',
        [6, [/^status is 404, not 429: /]],
      ],
    ]
    for (const [expectation, verified, count, message, nearest] of EXPECTED) {
      const verdict = await verify(expectation)
      t.match(verdict, { verified, count, message }, JSON.stringify(expectation))
      const { request, differences = [] } = verdict.nearest ?? {}
      t.match(request && [request.id, differences.map((difference) => difference.message)], nearest)
      if (nearest) t.same(verdict.nearest?.request, all[nearest[0] - 1], 'the whole of it')
    }
  })

  await t.test('204 none, once they are forgotten', async (t) => {
    await forgetRequests()
    t.same(await requests(), [])
    t.same(await verify({ operation: 'RevokeCertificate' }), {
      verified: false,
      count: 0,
      message: '0 of 0 requests match {"operation":"RevokeCertificate"}; expected at least 1',
    })
    t.match(await verify({ times: 0 }), { verified: true })
  })
})

/** Faults that could never act, or do not say what they do, and what the sentence must say. */
const NEVER: [fault: object, message: RegExp][] = [
  [{}, /a fault says what it does: delay, error, response or drop/],
  [{ operation: 'RevokeCertificate', times: 1 }, /says what it does/],
  [{ operation: 'RevokeCertificat', ...ERROR }, /no operation RevokeCertificat; did you mean "RevokeCertificate"\?/],
  [{ operation: 'revokeCertificate', ...ERROR }, /did you mean "RevokeCertificate"\?/],
  [{ operation: '', ...ERROR }, /no operation/],
  [{ operation: 5, ...ERROR }, /\/operation must be string/],
  [{ operation: 'ListCertificates', certificate_id: ONE, ...ERROR }, /ListCertificates is about no certificate/],
  [{ certificate_id: 'scs1', ...ERROR }, /\/certificate_id must be scs and 13 digits/],
  [{ error: 'SCM.001' }, /\/error must be one of .*did you mean "SCM\.\d{4}"\?/],
  [{ error: 'SCM.9999' }, /\/error must be one of/],
  [{ error: 'SCM.0010', response: { status: 200 } }, /one of error, response and drop/],
  [{ error: 'SCM.0010', drop: 'after' }, /one of error, response and drop/],
  [{ drop: 'before', response: { status: 200 } }, /one of error, response and drop/],
  [{ drop: 'before', when: 'after' }, /drops before the effect; leave when out/],
  [{ drop: 'during' }, /\/drop must be one of before, after/],
  [{ when: 'afer', ...ERROR }, /\/when must be one of before, after; did you mean "after"\?/],
  [{ times: 0, ...ERROR }, /\/times must be >= 1/],
  [{ times: 1.5, ...ERROR }, /\/times must be integer/],
  [{ times: '1', ...ERROR }, /\/times must be integer/],
  [{ probability: 0, ...ERROR }, /\/probability must be > 0/],
  [{ probability: 1.01, ...ERROR }, /\/probability must be <= 1/],
  [{ probability: -0.5, ...ERROR }, /\/probability must be > 0/],
  [{ probability: 0.5, seed: -1, ...ERROR }, /\/seed must be >= 0/],
  [{ delay: '-1s' }, /\/delay must be .*250ms/],
  [{ delay: 250 }, /\/delay must be/],
  [{ delay: '250' }, /\/delay must be .*250ms/],
  [{ delay: { min: '2s', max: '1s' } }, /\/delay: min is more than max/],
  [{ delay: { min: '1s' } }, /\/delay/],
  [{ delay: '25d' }, /\/delay/],
  [{ delay: { min: '1s', max: '999999999999d' } }, /\/delay/],
  [{ response: {} }, /\/response lacks status/],
  [{ response: { status: 99 } }, /\/response\/status must be >= 200/],
  [{ response: { status: 101 } }, /\/response\/status must be >= 200/],
  [{ response: { status: 600 } }, /\/response\/status must be <= 599/],
  [{ response: { status: '200' } }, /\/response\/status must be integer/],
  [{ response: { status: 200, header: {} } }, /unknown field "header"; did you mean "headers"\?/],
  [{ response: { status: 200, headers: { age: 1 } } }, /\/response\/headers\/age must be string/],
  [{ response: { status: 200, headers: { 'x y': '1' } } }, /\/response\/headers/],
  [{ response: { status: 200, headers: { '': '1' } } }, /\/response\/headers/],
  [{ response: { status: 200, headers: { age: '1\r\nx: y' } } }, /\/response\/headers/],
  [{ response: { status: 200, headers: { age: '\u4e00' } } }, /\/response\/headers/],
  [
    { response: { status: 200, headers: { 'transfer-encoding': 'chunked' } } },
    /\/headers\/transfer-encoding: .*frames/,
  ],
  [{ response: { status: 200, headers: { Trailer: 'x' } } }, /\/headers\/Trailer: .*frames/],
  [{ response: { status: 200, headers: { connection: 'upgrade' } } }, /\/headers\/connection: .*frames/],
  [
    { response: { status: 200, headers: { 'Content-Length': '3' }, body: 'ok' } },
    /\/Content-Length: the body has 2 bytes/,
  ],
  [
    { response: { status: 200, headers: { a: 'x'.repeat(20_000) } } },
    /\/headers: 20001 bytes; clients read at most 8192/,
  ],
  [{ opration: '*', ...ERROR }, /unknown field "opration"; did you mean "operation"\?/],
  [{ id: 1, ...ERROR }, /unknown field "id"/],
]

t.test('400 a document nested deeper than anybody writes, and nothing of it is in force', async (t) => {
  const target = await emulate(t)
  const { project_id } = await target.world()
  const path = `/_emulator/worlds/${project_id}/faults`
  const headers = { 'content-type': 'application/json' }
  for (const depth of [98, 5_000, 30_000]) {
    const body = `{"response":{"status":200,"body":${'['.repeat(depth)}${']'.repeat(depth)}}}`
    const { status, json } = await target.ask({ method: 'POST', path, headers, body })
    if (depth === 98) t.equal(status, 201)
    else t.match([status, json.error], [400, { code: 'invalid', message: 'the body is nested more than 100 deep' }])
  }
  t.equal((await target.control('GET', `/worlds/${project_id}/faults`)).faults.length, 1)
})

t.test('faults that could never act', async (t) => {
  const { faults } = await site(await emulate(t))
  const { id } = await faults.add({ ...ERROR, operation: 'ShowCertificate', certificate_id: ONE, times: 1 })
  for (const [fault, message] of NEVER) {
    await t.test(`400 ${JSON.stringify(fault)}`, async (t) => {
      const before = await faults.list()
      await t.rejects(faults.add(fault as object), { name: 'ControlError', status: 400, code: 'invalid', message })
      t.same(await faults.list(), before, 'nothing changed')
    })
  }
  for (const [change, message] of [
    [{ operation: 'ListCertificates' }, /about no certificate/],
    [{ drop: 'after' }, /one of error, response and drop/],
    [{ times: 0 }, /\/times must be >= 1/],
    [{ operation: 'ShowCertificates' }, /did you mean "ShowCertificate"\?/],
  ] as const) {
    await t.test(`400 a change into one: ${JSON.stringify(change)}`, async (t) => {
      const before = await faults.list()
      await t.rejects(faults.change(id, change as object), { status: 400, message })
      t.same(await faults.list(), before, 'nothing changed')
    })
  }
  await t.test('404 a fault or a world that is not there', async (t) => {
    const message = /there is no fault 99 in this world/
    await t.rejects(faults.change(99, ERROR), { status: 404, message })
    await t.rejects(faults.remove(99), { status: 404, message })
    await t.rejects(faults.remove(Number.NaN), { status: 400, message: /\/fault_id must be the number of a fault/ })
  })
})

/** Assertions, filters, pages and settings that are none: the call, its body, and what the sentence must say. */
const BAD: [call: string, body: unknown, message: RegExp][] = [
  ['POST /requests/verify', {}, /body must not have fewer than 1 properties/],
  ['POST /requests/verify', { opration: 'X' }, /unknown field "opration"; did you mean "operation"\?/],
  ['POST /requests/verify', { time: 1 }, /unknown field "time"; did you mean "times"\?/],
  ['POST /requests/verify', { times: -1 }, /\/times must be >= 0/],
  ['POST /requests/verify', { times: 0.5 }, /\/times must be integer/],
  ['POST /requests/verify', { at_least: '1' }, /\/at_least must be integer/],
  ['POST /requests/verify', { status: '200' }, /\/status must be integer/],
  ['POST /requests/verify', { error_code: 10 }, /\/error_code must be string/],
  ['POST /requests/verify', { dropped: 'no' }, /\/dropped must be boolean/],
  ['POST /requests/verify', { faults_used: false }, /\/faults_used must be/],
  ['POST /requests/verify', { sequence: [] }, /\/sequence must not have fewer than 1 items/],
  [
    'POST /requests/verify',
    { sequence: [{ statu: 200 }] },
    /\/sequence\/0 has an unknown field "statu"; did you mean "status"\?/,
  ],
  ['POST /requests/verify', { at_least: 5, at_most: 2 }, /at_least .*at_most/],
  ['POST /requests/verify', { times: 1, at_least: 2 }, /times .*at_least/],
  ['POST /requests/verify', { times: 1, at_most: 0 }, /times .*at_most/],
  ['POST /requests/verify', { sequence: [{}], times: 2 }, /sequence .*times/],
  ['POST /requests/verify', { sequence: [{}], operation: 'X' }, /sequence .*operation/],
  ['GET /requests?opration=X', undefined, /unknown field "opration"; did you mean "operation"\?/],
  ['GET /requests?status=abc', undefined, /\/status must be integer/],
  ['GET /requests?dropped=yes', undefined, /\/dropped must be boolean/],
  ['GET /requests?fault=first', undefined, /\/fault must be integer/],
  ['GET /events?after=-1', undefined, /\/after must be the number of an event/],
  ['GET /events?after=x', undefined, /\/after must be the number of an event/],
  ['GET /events?limit=0', undefined, /\/limit must be 1 to 9999/],
  ['GET /events?limit=10000', undefined, /\/limit must be 1 to 9999/],
  ['GET /events?form=1', undefined, /unknown field "form"/],
  ['PATCH ', { journal: { limit: -1 } }, /\/journal\/limit must be >= 0/],
  ['PATCH ', { journal: { limit: 100_001 } }, /\/journal\/limit must be <= 100000/],
  ['PATCH ', { journal: {} }, /\/journal lacks limit/],
  ['PATCH ', { journal: { limits: 5 } }, /unknown field "limits"; did you mean "limit"\?|\/journal lacks limit/],
  ['PATCH ', { revocation: { reasons: { lost: 'keyCompromised' } } }, /did you mean "keyCompromise"\?/],
  ['PATCH ', { revocation: { publication_lag: '-1h' } }, /\/publication_lag must be a duration/],
  ['PATCH ', { throttle: '10/0s' }, /throttle/],
]

t.test('bad assertions, filters, pages and settings', async (t) => {
  const target = await emulate(t)
  const { world, client, settings, requests, events } = await site(target)
  await client.revoke(ONE)
  const look = async () => [await settings(), await requests(), await events.list()]
  const before = await look()
  for (const [call, body, message] of BAD) {
    await t.test(`400 ${call} ${body === undefined ? '' : JSON.stringify(body)}`, async (t) => {
      const [method = '', path] = call.split(' ')
      const ask = { method, path: `/_emulator/worlds/${world.project_id}${path}` }
      const { status, json } = await target.ask({ ...ask, ...(body !== undefined && { body }) })
      t.equal(status, 400)
      t.match(json.error, { code: 'invalid', message })
      t.same(await look(), before, 'nothing changed')
    })
  }
  await t.test('404 an unknown world', async (t) => {
    const nowhere = handle(target, { project_id: 'nowhere' })
    const unknown = { status: 404, code: 'unknown_world', message: /there is no world nowhere/ }
    await t.rejects(nowhere.requests(), unknown)
    await t.rejects(nowhere.forgetRequests(), unknown)
    await t.rejects(nowhere.verify({ times: 0 }), unknown)
    await t.rejects(nowhere.events.list(), unknown)
    await t.rejects(nowhere.faults.list(), unknown)
    await t.rejects(nowhere.faults.add(ERROR), unknown)
    await t.rejects(nowhere.faults.change(1, ERROR), unknown)
    await t.rejects(nowhere.faults.remove(), unknown)
    await t.rejects(nowhere.faults.remove(1), unknown)
  })
})
