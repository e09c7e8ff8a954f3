import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { type Control, ControlError, connect, createEmulator, startEmulator } from '../../src/index.ts'
import { cli } from '../support/child.ts'
import { folder } from '../support/emulate.ts'

// More than thirty processes; each takes a second where the machine is busy.
t.setTimeout(120_000)

const ID = 'scs1700000000001'

/** One script for both doors: the verbs of a world, and what they answer. */
async function script(control: Control) {
  const world = await control.createWorld({
    review: 'manual',
    clock: { now: '2030-01-01T00:00:00Z', frozen: true },
    certificates: [{ id: ID, not_after: '2031-01-01T00:00:00Z' }],
  })
  const unknown = await control
    .world('0'.repeat(32))
    .settings()
    .catch((error: ControlError) => error)
  const fault = await world.faults.add({ operation: 'ShowCertificate', error: 'SCM.0010', seed: 1 })
  const answers = {
    unknown: unknown instanceof ControlError && [unknown.status, unknown.code],
    clock: [
      await world.clock.read(),
      await world.clock.advance('1d'),
      await world.clock.freeze('2030-03-01T00:00:00Z'),
      (await world.clock.run()).frozen,
      await world.clock.set({ now: '2030-02-01T00:00:00Z', frozen: true }),
    ],
    settings: (await world.update({ review: '2s', throttle: null })).review,
    placed: (await world.place({ id: 'scs1700000000002', status: 'REVOKING' })).status,
    changed: (await world.change(ID, { name: 'renamed' })).name,
    listed: (await world.listCertificates()).map(({ id, status }) => [id, status]),
    reviewed: await world.review('scs1700000000002', 'approve'),
    faults: [fault, await world.faults.change(fault.id, { times: 2 }), (await world.faults.list()).length],
    requests: await world.requests({ operation: 'RevokeCertificate', error_code: null }),
    verdict: await world.verify({ times: 0 }),
    events: (await world.events.list()).map(({ id, name, actor }) => [id, name, actor]),
    explained: await world
      .explain({ operation: 'RevokeCertificate', certificate_id: ID, body: { reason: '' } })
      .then(({ status, body, effect }) => [status, body, effect?.moves.map(({ to }) => to)]),
    findings: await world.findings(),
    coverage: await world.coverage(['RevokeCertificate']).then(({ met, moves }) => [met, moves.length]),
    everywhere: (await control.coverage()).of > 100,
    token: (await world.createToken()).length > 20,
    snapshot: (await world.snapshot()).certificates?.length,
  }
  await world.faults.remove(fault.id)
  await world.faults.remove()
  await world.forgetRequests()
  await world.remove('scs1700000000002')
  await control.clearCoverage()
  await world.restore(await world.snapshot())
  await world.reset()
  const followed = new AbortController()
  const names: string[] = []
  await world.review(ID, 'approve').catch(() => undefined)
  await world.place({ id: 'scs1700000000003', status: 'REVOKING' })
  await world.review('scs1700000000003', 'approve')
  for await (const { name } of world.events.follow(0, followed.signal)) {
    names.push(name)
    followed.abort()
  }
  await world.delete()
  return { ...answers, names, worlds: await control.worlds() }
}

t.test('the library and the client over HTTP have the same verbs, and get the same answers', async (t) => {
  const emulator = await startEmulator({ fixtures: 'none', adminKey: 'secret' })
  t.teardown(() => emulator.close())
  const local = await script(emulator)
  t.strictSame(await script(connect(`${emulator.url}/`, { key: 'secret' })), local)
  t.strictSame(local.names, ['approveReview'])
  t.strictSame(local.worlds, [])
  await t.rejects(connect(emulator.url).worlds(), { status: 401, code: 'key_needed' })
})

t.test('an address that is none is refused in one sentence; without one the environment says where', async (t) => {
  const usual = 'which is no address; write one such as http://127.0.0.1:4640'
  for (const address of ['localhost:4640', '', 'nowhere', 'ftp://127.0.0.1', null, 4640]) {
    t.throws(() => connect(address as string), { message: `connect() was given ${JSON.stringify(address)}, ${usual}` })
  }
  const before = process.env.SCM_EMULATOR_ENDPOINT
  t.teardown(() => {
    if (before === undefined) delete process.env.SCM_EMULATOR_ENDPOINT
    else process.env.SCM_EMULATOR_ENDPOINT = before
  })
  const emulator = await startEmulator({ fixtures: 'none' })
  t.teardown(() => emulator.close())
  process.env.SCM_EMULATOR_ENDPOINT = emulator.url
  t.strictSame(await connect().worlds(), [])
  process.env.SCM_EMULATOR_ENDPOINT = 'nowhere'
  t.throws(() => connect(undefined), { message: `SCM_EMULATOR_ENDPOINT is "nowhere", ${usual}` })
})

t.test('a list longer than a page comes whole, and a document too deep is refused', async (t) => {
  const emulator = await startEmulator({ fixtures: 'none' })
  t.teardown(() => emulator.close())
  const { project_id } = await emulator.createWorld({ certificates: Array.from({ length: 2_001 }, () => ({})) })
  for (const control of [emulator, connect(emulator.url)]) {
    const world = control.world(project_id)
    t.equal(new Set((await world.listCertificates()).map(({ id }) => id)).size, 2_001)
    const body = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000))
    await t.rejects(world.faults.add({ response: { status: 200, body } }), { status: 400, message: /nested too deep$/ })
  }
})

t.test('what is no emulator is quoted', async (t) => {
  const { createServer } = await import('node:http')
  const server = createServer((_request, response) => response.writeHead(502).end('<html>'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const { port } = server.address() as { port: number }
  await t.rejects(connect(`http://127.0.0.1:${port}`).worlds(), { status: 502, message: '502 <html>' })
})

t.test('an emulator ends with its block, keeps a file that is named, and can insist on its faults', async (t) => {
  const db = join(folder(t), 'kept.db')
  let project_id = ''
  {
    await using emulator = await createEmulator({ db, fixtures: 'none' })
    project_id = (await emulator.createWorld()).project_id
  }
  const again = await createEmulator({ db })
  t.strictSame(
    (await again.worlds()).map((project) => project.project_id),
    [project_id],
  )
  await again.world(project_id).faults.add({ error: 'SCM.0010' })
  await t.rejects(again.close({ faultsUsed: true }), /faults were left unused: .*SCM\.0010/)
  const busy = await startEmulator({ fixtures: 'none' })
  t.teardown(() => busy.close())
  await t.rejects(startEmulator({ fixtures: 'none', port: Number(new URL(busy.url).port) }), { code: 'EADDRINUSE' })
})

t.test('the command line is a client', async (t) => {
  const emulator = await startEmulator({ fixtures: 'none' })
  t.teardown(() => emulator.close())
  const ask = (args: string[], input?: string) =>
    cli(args[0] === 'completion' ? args : [...args, '--url', emulator.url], { input })
  const document = join(folder(t), 'world.json')
  writeFileSync(document, JSON.stringify({ certificates: [{ id: ID, status: 'REVOKING' }] }))
  const { project_id } = JSON.parse((await ask(['world', 'create', document])).out)
  const field = async (...args: string[]) => (await ask(args)).out
  t.equal(await field('world', 'show', project_id, '--field', 'account.state'), 'active\n', '--field, without quotes')
  t.equal(await field('cert', 'list', project_id, '--field', 'status'), 'REVOKING\n', 'of each row')
  const missing = await ask(['world', 'show', project_id, '--field', 'reviw'])
  t.match(missing, { code: 1, out: '', err: /the answer has no field "reviw"; did you mean "review"/ })
  const term = (await field('world', 'create', '--expires-in', '1h', '--field', 'project_id')).trim()
  t.match(await field('world', 'show', term, '--field', 'expires_at'), /^2\d{3}-\d\d-\d\dT/)
  await field('world', 'delete', term)
  const good: [args: string[], output: RegExp, code?: number, input?: string][] = [
    [['world', 'list'], /"name": "cn-north-4"/],
    [['cert', 'show', project_id, ID], /"status": "REVOKING"/],
    [['cert', 'place', project_id], /"status": "ISSUED"/],
    [['world', 'change', project_id, '{"throttle": "9/1s"}'], /"throttle": "9\/1s"/],
    [['clock', project_id, '--set', '2030-01-01T00:00:00Z', '--freeze'], /"frozen": true/],
    [['clock', project_id, '--run', '--advance', '1d'], /2030-01-02T.*\n.*"frozen": false/],
    [['cert', 'review', project_id, ID, 'approve'], /"status": "REVOKED"/],
    [['fault', 'add', project_id, '-'], /"id": 1/, 0, '{"error": "SCM.0010"}'],
    [['fault', 'list', project_id], /"used": 0/],
    [['fault', 'remove', project_id, '1'], /^$/],
    [['events', project_id], /"name": "approveReview"/],
    [['completion', 'bash'], /complete .*scm-emulator/],
    [['fault', 'clear', project_id], /^$/],
    [['requests', project_id], /^\[\]\n$/],
    [['verify', project_id, '{"times": 0}'], /"verified": true/],
    [['verify', project_id, '{"times": 1}'], /"verified": false/, 1],
    [['snapshot', 'take', project_id], /"version": 1/],
    [['snapshot', 'restore', project_id, '{"version": 1}'], /^$/],
    [['world', 'reset', project_id], /"certificates": 1/],
    [['world', 'delete', project_id], /^$/],
  ]
  for (const [args, output, code = 0, input] of good) {
    const result = await ask(args, input)
    t.equal(result.code, code, args.join(' ') + result.err)
    t.match(result.out, output)
  }
  const bad: [args: string[], message: RegExp][] = [
    [['wrld', 'create'], /unknown command 'wrld'; did you mean world\?/],
    [['world', 'craete'], /unknown command 'craete'; did you mean create\?/],
    [['help', 'wrld'], /unknown command wrld; did you mean "world"\?/],
    [['cert', 'review', project_id], /missing required argument 'certificate'/],
    [['world', 'list', '--ky', 'x'], /unknown option '--ky'; did you mean --key\?/],
    [['fault', 'remove', project_id, 'x'], /"x" is not the number of a fault/],
    [['world', 'create', '{'], /the document is not JSON/],
    [['world', 'create', '/nowhere.json'], /the document \/nowhere\.json cannot be read/],
    [['world', 'create', '{"nme": 1}'], /unknown field "nme"; did you mean "name"/],
    [['world', 'reset', project_id], /there is no world/],
  ]
  const results = await Promise.all(bad.map(async ([args, message]) => ({ args, message, ...(await ask(args)) })))
  for (const { args, message, code, err } of results) {
    t.equal(code, 1, args.join(' '))
    t.match(err, message)
    t.equal(err.trim().split('\n').length, 1, 'one line')
  }
  const elsewhere = { SCM_EMULATOR_ENDPOINT: emulator.url }
  t.equal((await cli(['world', 'list'], { env: elsewhere })).out, '[]\n', 'SCM_EMULATOR_ENDPOINT says where')
  t.match(
    (await cli(['world', 'list', '--url', 'http://127.0.0.1:1'], { env: elsewhere })).err,
    /no emulator answers at http/,
  )
})
