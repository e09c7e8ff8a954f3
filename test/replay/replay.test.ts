import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { type Case, startEmulator, type WorldDocument } from '../../src/index.ts'
import { print, readCase, replayCase } from '../../src/replay/index.ts'
import { operations as v2 } from '../../src/routes/scm/v2/index.ts'
import { operations as v3 } from '../../src/routes/scm/v3/index.ts'
import { CALLS, CERTIFICATES, make } from '../support/calls.ts'
import { cli } from '../support/child.ts'
import { askToken, client, handle, issueToken, revoke } from '../support/client.ts'
import { emulate, folder, type Target, type World } from '../support/emulate.ts'
import { some } from '../support/length.ts'
import { FROZEN, IDS, PASSWORD } from '../support/samples.ts'
import { sign } from '../support/sign.ts'

const [ISSUED, OTHER, THIRD, , , , , , , FOREIGN] = IDS

/** A case through the door, as a file holds it. */
const saved = async (target: Target, world: Pick<World, 'project_id'>): Promise<Case> =>
  JSON.parse(JSON.stringify(await handle(target, world).save()))

const differing = async (document: Case) =>
  (await replayCase(document, 'the case')).requests
    .filter(({ differences }) => differences.length > 0)
    .map(({ id, operation, differences }) => ({ id, operation, differences }))

/** Every operation, as it is meant and in each way in which its table says it can go wrong, between control calls. */
async function everything(target: Target): Promise<World> {
  const world = await target.world({
    review: 'reads:2',
    throttle: '5000/1h',
    foreign_certificates: [FOREIGN],
  })
  const site = client(target, world)
  const verbs = handle(target, world)
  for (const one of CALLS) {
    const more = [...(one.good ?? []).map(([, asking]) => asking), ...(one.refused ?? []).map(([, , asking]) => asking)]
    for (const { on = one.on ?? 'issued', ...asking } of [{}, ...some(more)] as { on?: keyof typeof CERTIFICATES }[]) {
      const { id } = await verbs.place(CERTIFICATES[on] as object)
      await make(one, site, { id, ...asking })
      await verbs.clock.advance('10s')
    }
    await make(one, site, { id: FOREIGN })
  }
  return world
}

/** Every way to be let in and kept out, faults, and what a test does to a world meanwhile. */
async function life(target: Target): Promise<World> {
  const users = [
    { name: 'owner', password: PASSWORD },
    { name: 'reader', policies: ['SCM ReadOnlyAccess'] },
  ]
  const world = await target.world({
    review: 'manual',
    clock: FROZEN,
    users,
    certificates: [{ id: ISSUED }, { id: OTHER }, { id: THIRD, status: 'PAID' }],
  })
  const stranger = await target.world()
  const verbs = handle(target, world)
  const { show, ask, list } = client(target, world)
  /** A connection that a fault cuts is an answer, too. */
  const ignore = () => undefined
  const path = `/v3/scm/certificates/${ISSUED}`

  await target.ask(sign({ path }, world.access_key))
  await target.ask(sign({ path }, { ...world.access_key, sk: 'another-secret-key' }))
  await target.ask({ path, headers: { 'x-auth-token': 'unknown', 'x-project-id': world.project_id } })
  await target.ask({ path: `/v2/${world.project_id}/scm/cert/${ISSUED}` })
  await target.ask(revoke(world, { headers: { 'x-auth-token': world.users[1]?.token ?? '' } }))
  await ask('GET', `/v2/${stranger.project_id}/scm/cert/${ISSUED}`)
  await ask('GET', '/nowhere')
  await ask('POST', `/cert/${ISSUED}/revoke`, '{"reason": "key lost", "reason": 5}')
  const issued = await issueToken(target, world, 'owner', PASSWORD)
  await issueToken(target, world, 'owner', PASSWORD, null).then((token) =>
    ask('GET', path, undefined, { 'x-auth-token': token }),
  )
  await target.ask({ method: 'POST', path: '/v3/auth/tokens', body: askToken(world, 'owner', 'wrong') })
  await ask('GET', '/v3/auth/tokens', undefined, { 'x-subject-token': issued })
  await ask('GET', path, undefined, { 'x-auth-token': issued })

  await verbs.faults.add({ operation: 'RevokeCertificate', times: 1, drop: 'after' })
  await verbs.faults.add({
    operation: 'ListCertificates',
    probability: 0.5,
    delay: { min: '0s', max: '2ms' },
    error: 'APIGW.0308',
  })
  await ask('POST', `/cert/${OTHER}/revoke`, { reason: 'lost' }).catch(ignore)
  for (let index = 0; index < 8; index += 1) await list()
  await ask('POST', `/cert/${OTHER}/revoke`, { reason: 'lost' })
  await verbs.review(OTHER, 'approve')
  await show(OTHER)
  await verbs.clock.advance('25h')
  await ask('GET', path, undefined, { 'x-auth-token': issued })
  await verbs.update({
    throttle: '2/1h',
    users: [
      { name: 'reader', password: PASSWORD },
      { name: 'late', password: PASSWORD },
    ],
  })
  await issueToken(target, world, 'late', PASSWORD)
  for (let index = 0; index < 3; index += 1) await show(ISSUED)
  await verbs.update({ throttle: null, account: { state: 'frozen' } })
  await show(ISSUED)
  await verbs.update({ account: { state: 'active' } })
  await verbs.change(ISSUED, { status: 'EXPIRED' })
  await verbs.remove(THIRD)
  await verbs.clock.set({ now: FROZEN.now })
  for (const id of [ISSUED, THIRD]) await show(id)
  return world
}

t.test('a case is played again', async (t) => {
  const target = await emulate(t)

  await t.test('over every operation: the answers are identical', async (t) => {
    const document = await saved(target, await everything(target))
    t.ok(document.requests.length > 80, `${document.requests.length} requests`)
    const made = new Set(document.requests.map(({ operation }) => operation))
    t.same(
      [...v2, ...v3].map(({ config }) => config?.operation).filter((name) => !made.has(name ?? '')),
      [],
      'all of them',
    )
    const replayed = await replayCase(document, 'the case')
    t.same(
      replayed.requests.filter(({ differences }) => differences.length > 0),
      [],
    )
    t.match(print(replayed), /requests made again: the answers are the same$/)
  })

  await t.test('over credentials, faults and control calls: identical, and no secret is in it', async (t) => {
    const world = await life(target)
    const document = await saved(target, world)
    t.same(await differing(document), [])
    const answers = new Set(document.requests.map(({ status, error_code }) => error_code ?? status))
    for (const answer of ['APIGW.0301', 'APIGW.0308', 'SCM.0002', 'SCM.1000', 'SCM.1010', 'SCM.4002', 'IAM.401', 201]) {
      t.ok(answers.has(answer), `${answer}`)
    }
    t.ok(
      document.requests.some(({ dropped }) => dropped),
      'a lost reply',
    )
    const text = JSON.stringify(document)
    const secrets = [PASSWORD, world.access_key.sk, world.access_key.ak, ...world.users.map(({ token }) => token)]
    t.same(
      secrets.filter((secret) => text.includes(secret)),
      [],
    )
  })

  await t.test('an answer that is another one is told: status, code, header and field', async (t) => {
    const world = await target.world({ clock: FROZEN, certificates: [{ id: ISSUED }] })
    const { show, revoke } = client(target, world)
    await show(ISSUED)
    await revoke(ISSUED)
    const document = await saved(target, world)
    const [shown, revoked] = document.requests as [Case['requests'][0], Case['requests'][0]]
    shown.response = shown.response.replace('"ISSUED"', '"PAID"')
    shown.response_headers['content-type'] = 'text/plain'
    Object.assign(revoked, { status: 400, error_code: 'SCM.0010' })
    t.same(await differing(document), [
      {
        id: 1,
        operation: 'ShowCertificate',
        differences: [
          { place: 'header content-type', recorded: 'text/plain', here: 'application/json' },
          { place: '/status', recorded: 'PAID', here: 'ISSUED' },
        ],
      },
      {
        id: 2,
        operation: 'RevokeCertificate',
        differences: [
          { place: 'status', recorded: '400', here: '200' },
          { place: 'code', recorded: 'SCM.0010', here: 'nothing' },
        ],
      },
    ])
    document.requests = [shown]
    const other = await saved(target, world)
    Object.assign(other.beginning?.certificates?.[0] ?? {}, { name: 'another' })
    t.match(await differing(other), [{ id: 1, differences: [{ place: '/cert_name', here: 'another' }] }])
    other.steps = [{ after: 0, at: FROZEN.now, method: 'DELETE', path: '/faults/7', body: null }]
    await t.rejects(differing(other), { message: /^the case \/steps\/0 cannot be done again: .*no fault/ })
  })

  await t.test('what was drawn by chance may differ, but the same stands for the same', async (t) => {
    const world = await target.world({ clock: FROZEN })
    const { v3 } = client(target, world)
    const { CSR } = await import('../support/operations.ts')
    const { id } = (await v3('POST', '/csr', CSR)).json
    await v3('GET', `/csr/${id}`)
    await v3('POST', '/csr', { ...CSR, name: 'second' })
    const document = await saved(target, world)
    t.same(await differing(document), [])
    const last = document.requests[2] as Case['requests'][0]
    last.response = last.response.replace(/"id":"[0-9a-f]{32}"/, `"id":"${id}"`)
    t.match(await differing(document), [{ id: 3, differences: [{ place: '/id', recorded: id }] }])
  })
})

t.test('where a case begins', async (t) => {
  const target = await emulate(t)
  const site = async (document: WorldDocument = {}) => {
    const world = await target.world({ clock: FROZEN, certificates: [{ id: ISSUED }], ...document })
    return { world, ...handle(target, world), show: () => client(target, world).show(ISSUED) }
  }
  const numbers = async (world: World) =>
    (await replayCase(await saved(target, world), 'the case')).requests.map(({ id }) => id)

  await t.test('after a snapshot was restored, requests were forgotten, or a world was reset', async (t) => {
    const { world, show, snapshot, restore, forgetRequests, reset } = await site()
    await show()
    await restore(await snapshot())
    await show()
    t.same(await numbers(world), [2])
    t.equal((await saved(target, world)).requests.length, 2, 'the journal is whole all the same')
    await forgetRequests()
    await show()
    t.same(await numbers(world), [3])
    await reset()
    await show()
    t.same(await numbers(world), [4])
  })

  await t.test('gone: the journal is too short, was switched off, or the world is too large', async (t) => {
    const lost = async (
      document: WorldDocument,
      act: (world: Awaited<ReturnType<typeof site>>) => Promise<unknown>,
    ) => {
      const one = await site(document)
      await act(one)
      const document_ = await saved(target, one.world)
      await t.rejects(differing(document_), { message: /^the case cannot be replayed: .*; forget the requests/ })
      return [document_.beginning, document_.lost]
    }
    const twice = async ({ show }: { show(): Promise<unknown> }) => [await show(), await show()]
    t.same(await lost({ journal: { limit: 1 } }, twice), [null, 'the journal keeps 1 requests, and request 1 is gone'])
    t.same(await lost({ journal: { limit: 0 } }, twice), [null, 'the journal was switched off meanwhile'])
    t.same(
      await lost({}, async ({ show, update }) => {
        await show()
        await update({ journal: { limit: 0 } })
        await show()
        await update({ journal: { limit: 10 } })
        await show()
      }),
      [null, 'the journal was switched off meanwhile'],
    )
    const many = Array.from({ length: 2001 }, () => ({ status: 'PAID' as const }))
    t.same(await lost({ certificates: [{ id: ISSUED }, ...many] }, twice), [
      null,
      'the world had more than 2,000 certificates when its requests began',
    ])
  })

  await t.test('nothing was asked: nothing can be replayed', async (t) => {
    const { world } = await site()
    await t.rejects(differing(await saved(target, world)), { message: /has no requests since its beginning/ })
  })
})

t.test('a case is loaded', async (t) => {
  const target = await emulate(t)

  await t.test('into another world: state, journal and findings are those of the first', async (t) => {
    const first = await life(target)
    await client(target, first).ask('POST', `/cert/${ISSUED}/revoke`, '{"reason": "trailing",}')
    const document = await saved(target, first)
    const second = await target.world({ users: [{ name: 'somebody' }] })
    const [from, to] = [handle(target, first), handle(target, second)]
    await to.load(document)
    t.same(await to.snapshot(), await from.snapshot())
    const seen = (requests: Awaited<ReturnType<typeof to.requests>>) =>
      requests.map(({ request: _, response: __, ...rest }) => rest)
    t.same(seen(await to.requests()), seen(await from.requests()))
    t.ok((await to.findings()).some(({ finding }) => finding === 'trailing_comma'))
    t.same(
      (await to.settings()).users.map(({ name }) => name),
      ['somebody'],
      'it keeps its identity',
    )
    await client(target, second).show(ISSUED)
    const again = await saved(target, second)
    t.same(await differing(again), [], 'what is saved later begins here')
    t.equal((again.requests.at(-1)?.id ?? 0) - again.after, 1)
  })

  const BROKEN: [name: string, change: (document: any) => unknown, message: RegExp][] = [
    ['a newer version', (it) => (it.version = 2), /^body \/version is 2: a newer scm-emulator saved it/],
    ['a field that is none', (it) => (it.requets = []), /unknown field "requets"; did you mean "requests"\?/],
    ['a request without its answer', (it) => delete it.requests[0].response, /^body \/requests\/0 lacks response/],
    ['an instant that is none', (it) => (it.requests[0].at = 'now'), /^body \/requests\/0\/at /],
    ['numbers out of order', (it) => (it.requests[1].id = 1), /^body \/requests\/1\/id is not greater/],
    [
      'a tag of nothing',
      (it) => it.snapshot.tags.push({ certificate_id: FOREIGN, key: 'a', value: 'b' }),
      /\/tags\/0\/cert/,
    ],
    [
      'a certificate twice',
      (it) => it.snapshot.certificates.push(it.snapshot.certificates[0]),
      /\/certificates\/\d+\/id is given twice/,
    ],
  ]
  for (const [name, change, message] of BROKEN) {
    await t.test(`400 ${name}: refused with its place, and nothing is loaded`, async (t) => {
      const world = await target.world({ clock: FROZEN, certificates: [{ id: ISSUED }] })
      const verbs = handle(target, world)
      for (let index = 0; index < 2; index += 1) await client(target, world).show(ISSUED)
      const document = await saved(target, world)
      change(document)
      const before = [await verbs.snapshot(), await verbs.requests()]
      await t.rejects(verbs.load(document), { status: 400, message })
      t.same([await verbs.snapshot(), await verbs.requests()], before)
    })
  }
})

t.test('save, load and replay on the command line', async (t) => {
  const emulator = await startEmulator({ fixtures: 'none' })
  t.teardown(() => emulator.close())
  const world = await emulator.createWorld({ review: '2s', certificates: [{ id: ISSUED }] })
  const ask = (method: string, path: string, body?: string) =>
    fetch(`${emulator.url}/v2/${world.project_id}/scm/cert/${ISSUED}${path}`, {
      method,
      headers: { 'x-auth-token': world.token },
      ...(body !== undefined && { body: Buffer.from(body) }),
    })
  await ask('GET', '')
  await ask('POST', '/revoke', '{"reason": "key lost"}')
  await world.clock.advance('2s')
  await ask('GET', '')
  const file = join(folder(t), 'case.json')
  const run = (...args: string[]) => cli([...args, '--url', emulator.url])
  const { out, code } = await run('world', 'save', world.project_id)
  t.equal(code, 0)
  writeFileSync(file, out)

  await t.test('0 the same', async (t) => {
    const { out, code } = await cli(['replay', file])
    t.equal(out, SAME)
    t.equal(code, 0)
  })
  await t.test('1 another answer, with what it was and is', async (t) => {
    const other = join(folder(t), 'other.json')
    writeFileSync(other, out.replace('REVOKED\\"', 'REVOKING\\"'))
    const { out: text, code } = await cli(['replay', other])
    t.equal(code, 1)
    t.match(text, /DIFFERS {2}ShowCertificate: 200\n +\/status was REVOKING, and is REVOKED\n/)
    t.match(JSON.parse((await cli(['replay', other, '--format', 'json'])).out), { agrees: false, differing: 1 })
  })
  await t.test('0 a world is made from it', async (t) => {
    const { out: made, code } = await run('world', 'load', file)
    t.equal(code, 0)
    const { project_id, certificates } = JSON.parse(made)
    t.same(certificates, [{ id: ISSUED, status: 'REVOKED' }])
    t.equal((await emulator.world(project_id).requests()).length, 3)
    t.same(await run('world', 'load', file, project_id), { out: '', err: '', code: 0 }, 'or put into that state')
  })
  await t.test('1 what is no case: one sentence with the place; no world is made', async (t) => {
    const bad = join(folder(t), 'bad.json')
    const before = (await emulator.worlds()).length
    for (const [text, message] of [
      ['{', /is not JSON: /],
      ['{"version": 3}', /bad\.json \/version is 3: a newer scm-emulator saved it; this one reads version 1$/],
      [out.replace('"method": "GET"', '"method": 7'), /bad\.json \/requests\/0\/method must be /],
    ] as const) {
      writeFileSync(bad, text)
      t.throws(() => readCase(bad), { message })
    }
    t.throws(() => readCase(`${bad}.none`), { message: /none cannot be read: ENOENT/ })
    for (const ended of [await cli(['replay', bad]), await run('world', 'load', bad)]) {
      t.match(ended, { code: 1, err: /^scm-emulator: the case .*bad\.json \/requests\/0\/method must be .*\n$/ })
    }
    t.equal((await emulator.worlds()).length, before)
  })
})

const SAME = `   1  same     ShowCertificate: 200
   2  same     RevokeCertificate: 200
   3  same     ShowCertificate: 200

3 requests made again: the answers are the same
`
