import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import {
  type Control,
  ControlError,
  connect,
  createEmulator,
  type Emulator,
  startEmulator,
  type WorldHandle,
} from '../../src/index.ts'
import { cli } from '../support/child.ts'
import { folder } from '../support/emulate.ts'
import { some } from '../support/length.ts'
import { FROZEN } from '../support/samples.ts'

const [ONE, TWO, UNKNOWN] = ['scs1700000000001', 'scs1700000000002', 'scs1700000000009'] as const
const ADMIN = 'adminKey00000001'

/** What a verb says no to: the call, then the status, the code and the sentence of the error. */
const REFUSED: [
  call: (world: WorldHandle, control: Control) => Promise<unknown>,
  status: number,
  code: string,
  message: RegExp,
][] = [
  [(_, control) => control.createWorld({ review: 'never' }), 400, 'invalid', /\/review must be immediate/],
  [(_, control) => control.createWorld({ nmae: 'x' } as object), 400, 'invalid', /did you mean "name"\?/],
  [(world) => world.update({ review: 'never' }), 400, 'invalid', /\/review must be/],
  [(world) => world.update({}), 400, 'invalid', /must not have fewer than 1 properties/],
  [(world) => world.clock.set({ now: '2027-02-29' }), 400, 'invalid', /"2027-02-29" is not an instant/],
  [(world) => world.clock.set({}), 400, 'invalid', /must not have fewer than 1 properties/],
  [(world) => world.clock.freeze('noon'), 400, 'invalid', /\/now must be 2026-11-24T08:00:00Z/],
  [(world) => world.clock.advance('-1d'), 400, 'invalid', /\/by must be a duration/],
  [(world) => world.place({ id: ONE }), 400, 'invalid', /is, or was, in use in this world/],
  [(world) => world.place({ status: 'ISSUE' as 'ISSUED' }), 400, 'invalid', /did you mean "ISSUED"\?/],
  [(world) => world.certificate(UNKNOWN), 404, 'SCM.0020', /has no certificate scs1700000000009/],
  [(world) => world.certificate('../clock'), 400, 'invalid', /\/cert_id must be scs and 13 digits/],
  [(world) => world.change(UNKNOWN, { name: 'x' }), 404, 'SCM.0020', /has no certificate/],
  [(world) => world.remove(UNKNOWN), 404, 'SCM.0020', /has no certificate/],
  [(world) => world.review(ONE, 'approve'), 409, 'SCM.0010', /is ISSUED; approve needs/],
  [(world) => world.review(UNKNOWN, 'reject'), 404, 'SCM.0020', /has no certificate/],
  [(world) => world.review(ONE, 'accept' as 'approve'), 400, 'invalid', /one of approve, reject/],
  [(world) => world.faults.add({}), 400, 'invalid', /a fault says what it does/],
  [(world) => world.faults.change(9, { times: 1 }), 404, 'unknown_fault', /there is no fault 9/],
  [(world) => world.faults.remove(9), 404, 'unknown_fault', /there is no fault 9/],
  [(world) => world.requests({ user: 'x', opration: 'x' } as object), 400, 'invalid', /did you mean "operation"\?/],
  [(world) => world.verify({}), 400, 'invalid', /must not have fewer than 1 properties/],
  [(world) => world.events.list(-1), 400, 'invalid', /\/after must be the number of an event/],
  [(world) => world.restore({ version: 2 } as object), 400, 'invalid', /\/version must be/],
  ...(['settings', 'reset', 'delete', 'listCertificates', 'requests', 'forgetRequests', 'snapshot'] as const).map(
    (verb): (typeof REFUSED)[number] => [
      (_, control) => control.world('a/b?c#%')[verb](),
      404,
      'unknown_world',
      /there is no world a\/b\?c#%;/,
    ],
  ),
  [(_, control) => control.world('nowhere').clock.read(), 404, 'unknown_world', /there is no world nowhere/],
  [(_, control) => control.world('nowhere').faults.list(), 404, 'unknown_world', /there is no world nowhere/],
  [(_, control) => control.world('nowhere').events.list(), 404, 'unknown_world', /there is no world nowhere/],
]

t.test('what is refused is a ControlError, and the same through both doors', async (t) => {
  const emulator = await startEmulator({ fixtures: 'none', adminKey: ADMIN })
  t.teardown(() => emulator.close())
  const { project_id } = await emulator.createWorld({ clock: FROZEN, certificates: [{ id: ONE }] })
  for (const [call, status, code, message] of REFUSED) {
    const errors: unknown[] = []
    for (const control of [emulator, connect(emulator.url, { key: ADMIN })]) {
      const error = await call(control.world(project_id), control).then(
        () => undefined,
        (error) => error,
      )
      t.ok(error instanceof ControlError && error instanceof Error, `${call}`)
      t.match(error, { name: 'ControlError', status, code, message })
      errors.push(error?.message)
    }
    t.equal(errors[0], errors[1], 'in the same words')
  }
  for (const key of [undefined, '', 'adminKey00000002']) {
    const options = key === undefined ? {} : { key }
    const message = /--admin-key: send it in the header x-emulator-key/
    await t.rejects(connect(emulator.url, options).worlds(), { status: 401, code: 'key_needed', message })
  }
  const stranger = connect(emulator.url).world(project_id)
  await t.rejects(stranger.events.follow()[Symbol.asyncIterator]().next(), { status: 401, code: 'key_needed' })
  await t.resolves(emulator.worlds(), 'the library needs no key')
})

t.test('where no emulator is, a call rejects with one sentence', async (t) => {
  const { url, close } = await startEmulator({ fixtures: 'none' })
  await close()
  await t.rejects(connect(url).worlds(), {
    name: 'Unreachable',
    message: /^no emulator answers at http:.*ECONNREFUSED/,
  })
  const web = createServer((_, response) => response.end('<h1>It works!</h1>')).listen(0, '127.0.0.1')
  t.teardown(() => web.close())
  await once(web, 'listening')
  const { port } = web.address() as AddressInfo
  const message = /^what answers at http:.* is no emulator: <h1>It works!/
  await t.rejects(connect(`http://127.0.0.1:${port}`).worlds(), { name: 'Unreachable', message })
})

t.test('an emulator in this process', async (t) => {
  await t.test('two of them share nothing, whatever their worlds are called', async (t) => {
    await using a = await createEmulator({ fixtures: 'none' })
    await using b = await startEmulator({ fixtures: 'none' })
    const document = {
      project_id: '0'.repeat(32),
      users: [{ name: 'u', token: 'the-same-token' }],
      certificates: [{ id: ONE }],
    }
    for (const emulator of [a, b]) await emulator.createWorld(document)
    await a.world(document.project_id).change(ONE, { status: 'REVOKED' })
    t.equal((await b.world(document.project_id).certificate(ONE)).status, 'ISSUED')
  })

  await t.test(
    'the demo world is there where nothing is said, and a file keeps it only where one is named',
    async (t) => {
      const path = folder(t)
      const made = async (options: object) => {
        const emulator = await createEmulator(options)
        t.teardown(() => emulator.close())
        return emulator
      }
      const ids = async (emulator: Emulator) => (await emulator.worlds()).map(({ project_id }) => project_id)
      t.ok((await ids(await made({}))).includes('0f5181caba0024e72f89c0045e707b91'))
      const kept = { db: join(path, 'kept.db'), fixtures: 'none' }
      const first = await made(kept)
      const { project_id } = await first.createWorld({ certificates: [{ id: ONE }] })
      await first.close()
      await first.close()
      const second = await made(kept)
      t.same(await ids(second), [project_id])
      await t.rejects(createEmulator(kept), { name: 'UnusableDatabase', message: /in use by another process/ })
      await made({ ...kept, inMemory: true, db: join(path, 'not-kept.db') })
      t.notOk(existsSync(join(path, 'not-kept.db')))
      await t.rejects(createEmulator({ reviews: '2s' } as object), {
        name: 'Invalid',
        message: /unknown field "reviews"; did you mean "review"\?/,
      })
      await t.rejects(createEmulator({ review: 'never' }), { name: 'Invalid', message: /review must be immediate/ })
    },
  )

  await t.test('what is under way when it closes is answered, and kept', async (t) => {
    for (const make of [createEmulator, startEmulator]) {
      const options = { db: join(folder(t), 'kept.db'), fixtures: 'none' }
      const emulator = await make(options)
      const world = await emulator.createWorld({ certificates: [{ id: ONE }, { id: TWO }] })
      await world.faults.add({ delay: '1h', operation: 'ListCertificates' })
      const headers = { 'x-auth-token': world.token }
      const url = `/v2/${world.project_id}/scm`
      const underWay = [
        emulator.inject({ method: 'POST', url: `${url}/cert/${ONE}/revoke`, headers, payload: { reason: 'x' } }),
        emulator.inject({ url: `/v3/scm/certificates/${TWO}`, headers }),
        emulator.inject({ url: `${url}/certlist`, headers }),
      ]
      const verbs = [world.settings(), world.place({}), world.snapshot()]
      await emulator.close()
      t.same(
        (await Promise.all(underWay)).map(({ statusCode }) => statusCode),
        [200, 200, 200],
      )
      await t.resolves(Promise.all(verbs))
      await t.rejects(world.settings(), { message: /closed/ })
      await using again = await createEmulator(options)
      const kept = await again.world(world.project_id).listCertificates()
      t.same([kept.length, kept[0]?.revoke_reason], [3, 'x'])
    }
  })

  await t.test('it ends with its block, however the block ends', async (t) => {
    let emulator: Emulator | undefined
    const block = async () => {
      await using own = await startEmulator({ fixtures: 'none' })
      emulator = own
      await own.createWorld()
      throw new Error('the test fails')
    }
    await t.rejects(block(), { message: 'the test fails' })
    await t.rejects(async () => emulator?.worlds(), { message: /closed/ })
  })
})

t.test('the command line', async (t) => {
  t.setTimeout(120_000)
  const emulator = await startEmulator({ fixtures: 'none', adminKey: ADMIN })
  t.teardown(() => emulator.close())
  const { project_id } = await emulator.createWorld({ clock: FROZEN, certificates: [{ id: ONE }] })
  const file = join(folder(t), 'filter.json')
  writeFileSync(file, '{"status": 200}')
  const key = ['--key', ADMIN]
  // A world of its own where the clock is moved: runs go on at the same time.
  const { project_id: moved } = await emulator.createWorld({ clock: FROZEN })
  const clock = (...flags: string[]) => ['clock', project_id, ...flags, ...key]
  /** Arguments, exit code, what is printed, and what is complained of, in one line. */
  const RUNS: [
    args: string[],
    code: number,
    out: RegExp,
    err: RegExp,
    input?: string,
    environment?: Record<string, string>,
  ][] = [
    [['world', 'list'], 0, /"project_id"/, /^$/, '', { SCM_EMULATOR_ADMIN_KEY: ADMIN }],
    [['world', 'list', ...key], 0, /"project_id"/, /^$/, '', { SCM_EMULATOR_ADMIN_KEY: 'another' }],
    [['world', 'list'], 1, /^$/, /send it in the header x-emulator-key/],
    [['world', 'list', '--key', 'wrong'], 1, /^$/, /send it in the header x-emulator-key/],
    [['world', 'create', '\n  {"name": "inline"}\n', ...key], 0, /"name": "inline"/, /^$/],
    [['world', 'create', '-', ...key], 0, /"name": "piped"/, /^$/, '\n{"name": "piped"}\n'],
    [['world', 'create', '-', ...key], 1, /^$/, /the document - is not JSON/, '{"name": '],
    [['requests', project_id, file, ...key], 0, /^\[\]\n$/, /^$/],
    [clock('--set', '2030-01-01', '--run'), 0, /"now": "2030-01-01T.*"frozen": false/s, /^$/],
    [['clock', moved, '--set=-1d', '--freeze', ...key], 0, /"now": "2026-11-23T08.*"frozen": true/s, /^$/],
    [clock('--freeze', '--run'), 1, /^$/, /--freeze.*--run/],
    [clock('--set', ''), 1, /^$/, /--set|\/now must be/],
    [clock('--advance', ''), 1, /^$/, /--advance|\/by must be/],
    [clock('--set', '-1d'), 0, /"now": "2029-12-31T/, /^$/],
    [['world', 'list', '--freeze', ...key], 1, /^$/, /--freeze/],
    [['world', 'list', '--url', 'nonsense'], 1, /^$/, /--url.*nonsense/],
    [['world', 'list', '--url', 'localhost:4640'], 1, /^$/, /--url.*localhost:4640/],
    [['world', 'delete', '', ...key], 1, /^$/, /there is no world/],
  ]
  const next = some(RUNS).values()
  const worker = async () => {
    for (const [args, code, out, err, input, environment] of next) {
      const url = args.includes('--url') ? [] : ['--url', emulator.url]
      const result = await cli([...args, ...url], { input, env: environment })
      const shown = args.join(' ').replace(project_id, 'PROJECT')
      t.equal(result.code, code, `${code} ${shown}`)
      t.match(result.out, out, `${shown}: ${result.err}`)
      t.match(result.err, err)
      if (code === 1 && result.out === '') t.match(result.err, /^scm-emulator: .+\n$/, 'one line')
      if (code === 0) t.doesNotThrow(() => JSON.parse(result.out), 'JSON')
    }
  }
  await Promise.all([worker(), worker()])
})
