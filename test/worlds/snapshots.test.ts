import { X509Certificate } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { connect, startEmulator, type WorldDocument, type WorldHandle } from '../../src/index.ts'
import { succeeded } from '../support/answers.ts'
import { client, handle, verbs } from '../support/client.ts'
import { emulate, folder, type Target, type World } from '../support/emulate.ts'
import { FORM, FROZEN, hoursLater, IDS } from '../support/samples.ts'

const [FOREIGN, REVOKING, OV, SEVERAL, WITHDRAWN, READ, GONE, UPLOADED, UNSUBSCRIBED, REVOKED] = IDS
const MADE: WorldDocument = {
  review: 'manual',
  throttle: '500/1h',
  clock: FROZEN,
  journal: { limit: 50 },
  foreign_certificates: [FOREIGN],
  revocation: { reasons: { lost: 'keyCompromise' }, publication_lag: '1h' },
  certificates: [
    { id: REVOKING, not_after: '+90d' },
    { id: OV, status: 'PAID', type: 'OV_SSL_CERT' },
    { id: SEVERAL, sans: 'a.example.com', domain_count: 3 },
    { id: WITHDRAWN, status: 'PAID' },
    { id: READ },
    { id: GONE },
    { id: UPLOADED, status: 'UPLOAD', not_after: '+2d' },
    { id: UNSUBSCRIBED, status: 'PAID' },
    { id: REVOKED },
  ],
}

/** A world with a review of each kind under way under each kind of setting, and something of all else that is kept. */
async function live(t: Test, target: Target): Promise<World> {
  const world = await target.world(MADE)
  const { ask, revoke, status } = client(target, world)
  const { update, clock } = handle(target, world)
  const done = async (method: string, path: string, body?: object) => {
    const { status, text } = await ask(method, path, body)
    if (status >= 300) throw new Error(`${method} ${path}: ${text}`)
  }
  await done('DELETE', `/cert/${GONE}`)
  succeeded(t, await revoke(REVOKING, '😀 \u0000 "lost"'))
  await done('DELETE', `/v3/scm/certificates/${UNSUBSCRIBED}/unsubscribe`)
  await update({ review: '2h' })
  await done('POST', `/cert/${OV}/complete`, { ...FORM, contact_name: 'ü', company_unit: '部门' })
  await done('POST', `/cert/${WITHDRAWN}/complete`, { ...FORM, auto_dns_auth: true })
  await update({ review: '5h', account: { state: 'active' } })
  await done('POST', `/cert/${WITHDRAWN}/cancel-cert`)
  await update({ review: 'reads:3' })
  await done('POST', `/cert/${SEVERAL}/supplement`, { ori_sans: 'a.example.com', add_sans: '*.b.example.com' })
  succeeded(t, await revoke(READ))
  t.equal(await status(READ), 'REVOKING', 'one of three reads')
  await update({ review: 'immediate' })
  succeeded(t, await revoke(REVOKED))
  await done('PUT', `/cert/${UPLOADED}`, { modify_key: 'DESCRIPTION', modify_value: 'ein Zertifikat' })
  await clock.advance('30m')
  return world
}

/** What becomes of a world, as its clients see it. */
async function future(target: Target, world: World) {
  const { list, status, ask } = client(target, world)
  const { clock, review } = handle(target, world)
  const seen: unknown[] = []
  for (const by of ['0s', '90m', '4h', '3d', '90d']) {
    await clock.advance(by)
    seen.push((await list('limit=50&sort_key=certExpiredTime')).json, await status(READ))
  }
  seen.push(await review(REVOKING, 'reject'), await review(UNSUBSCRIBED, 'approve'))
  seen.push(
    await status(FOREIGN),
    await status(GONE),
    (await ask('GET', `/v3/scm/certificates/${REVOKED}`)).json.revoke_reason,
  )
  return seen
}

t.test('a snapshot', async (t) => {
  const target = await emulate(t)

  await t.test('says all that is there', async (t) => {
    const { certificates = [], events = [], ...rest } = await handle(target, await live(t, target)).snapshot()
    t.ok(events.length > 5, 'the audit trail')
    t.same(rest, {
      version: 1,
      review: 'immediate',
      purchase: 'immediate',
      language: 'en-us',
      duplicate_check: 'true-refuses',
      upload_chain: 'optional',
      deployments: [],
      notices: [],
      throttle: '500/1h',
      journal: { limit: 50 },
      account: { state: 'active' },
      revocation: MADE.revocation,
      clock: { now: hoursLater(0.5), frozen: true },
      foreign_certificates: [FOREIGN],
      retired_certificates: [GONE],
      tags: [],
      pushes: [],
      uploads: [],
      csrs: [],
      faults: [],
      window: rest.window,
    })
    t.match(rest.window, { count: Number }, 'what the throttle has counted')
    const of = Object.fromEntries(
      certificates.map(({ id = '', status, review, revoke_reason }) => [id, { status, review, revoke_reason }]),
    )
    t.match(of, {
      [REVOKING]: {
        status: 'REVOKING',
        review: { of: 'revocation', setting: 'manual' },
        revoke_reason: '😀 \u0000 "lost"',
      },
      [OV]: { status: 'CHECKING', review: { of: 'application', setting: '2h', due: hoursLater(2) } },
      [SEVERAL]: {
        status: 'SUPPLEMENTCHECKING',
        review: { of: 'supplement', setting: 'reads:3', reads: 3, sans: '*.b.example.com' },
      },
      [WITHDRAWN]: {
        status: 'CANCELCHECKING',
        review: {
          of: 'withdrawal',
          setting: '5h',
          due: hoursLater(5),
          before: { status: 'CHECKING', review: { of: 'application', setting: '2h', due: hoursLater(2) } },
        },
      },
      [READ]: { status: 'REVOKING', review: { of: 'revocation', setting: 'reads:3', reads: 2 } },
      [UNSUBSCRIBED]: { status: 'PAID', review: { of: 'unsubscription', setting: 'manual' } },
      [REVOKED]: { status: 'REVOKED' },
    })
  })

  await t.test('put back into the same world: all as it was, but for the journal', async (t) => {
    const world = await live(t, target)
    const verbs = handle(target, world)
    const [taken, settings] = [await verbs.snapshot(), await verbs.settings()]
    const expected = await future(target, world)
    await verbs.update({ review: '9h', throttle: null, revocation: {}, account: { state: 'frozen' } })
    await verbs.clock.run()
    await verbs.remove(OV)
    const added = await verbs.place({})
    await verbs.restore(taken)
    t.same(await verbs.snapshot(), taken, 'a second snapshot')
    t.same(await verbs.settings(), settings)
    t.same(await future(target, world), expected, 'and what becomes of it')
    await verbs.restore(taken)
    t.equal((await verbs.place({ id: added.id })).id, added.id, 'what came later is forgotten')
    await verbs.reset()
    t.same(
      (await verbs.listCertificates()).map(({ id, status }) => [id, status]),
      world.certificates.map(({ id, status }) => [id, status]),
      'how it was made stays',
    )
  })

  await t.test('put into another world, which keeps its identity', async (t) => {
    const [from, to] = [
      await live(t, target),
      await target.world({ certificates: [{ id: OV }, {}], users: [{ name: 'other' }] }),
    ]
    const taken = await handle(target, from).snapshot()
    const verbs = handle(target, to)
    const before = await verbs.settings()
    await verbs.restore(taken)
    t.same(await verbs.snapshot(), taken, 'a second snapshot')
    const { project_id, name, account, users } = await verbs.settings()
    t.same(
      { project_id, name, account, users },
      { project_id, name: before.name, account: before.account, users: before.users },
    )
    t.same(await future(target, to), await future(target, from), 'the same becomes of both')
  })

  await t.test('put into another server, over HTTP, and into one that starts with it', async (t) => {
    const taken = await handle(target, await live(t, target)).snapshot()
    await using other = await startEmulator({ fixtures: 'none' })
    const { project_id } = await other.createWorld({ certificates: [{}] })
    const remote: WorldHandle = connect(other.url).world(project_id)
    await remote.restore(taken)
    t.same(await remote.snapshot(), taken)
    const file = join(folder(t), 'fixture.json')
    const user = { name: 'u', token: 'token-of-a-fixture' }
    writeFileSync(file, JSON.stringify({ worlds: [{ ...taken, project_id, users: [user] }, taken] }))
    const third = await emulate(t, { fixtures: file })
    for (const world of await verbs(third).worlds()) t.same(await handle(third, world).snapshot(), taken)
    const made = { project_id, token: user.token } as World
    const again = await target.world()
    await handle(target, again).restore(taken)
    t.same(await future(third, made), await future(target, again), 'the same becomes of it there')
  })

  await t.test('of all that can be bought can be put back', async (t) => {
    const world = await target.world({ clock: FROZEN })
    const { ask } = client(target, world)
    const verbs = handle(target, world)
    const order = { cert_brand: 'GEOTRUST', cert_type: 'OV_SSL_CERT', domain_type: 'MULTI_DOMAIN', effective_time: 3 }
    const bought = await ask('POST', '/v3/scm/certificates/buy', {
      ...{
        ...order,
        domain_numbers: 100,
        wildcard_domain_number: 99,
        order_number: 1,
        agree_privacy_protection: true,
      },
      primary_domain_type: 'WILDCARD_DOMAIN',
    })
    t.equal(bought.status, 200, bought.text)
    const taken = await verbs.snapshot()
    t.match(taken.certificates, [{ domain_count: 100, wildcard_count: 99, domain: '' }])
    await t.resolves(verbs.restore(taken))
    t.same(await verbs.snapshot(), taken)
  })

  for (const review of ['2999999d', '9999999d', '999999999999d']) {
    await t.test(`REVOKING for as long as there is time, under ${review}: that can be put back, too`, async (t) => {
      const world = await target.world({ review, clock: FROZEN, certificates: [{ id: REVOKING }] })
      succeeded(t, await client(target, world).revoke(REVOKING))
      const verbs = handle(target, world)
      const taken = await verbs.snapshot()
      t.match(taken.certificates, [
        { status: 'REVOKING', review: { setting: review, due: '9999-12-31T23:59:59.999Z' } },
      ])
      await t.resolves(verbs.restore(taken))
      t.same(await verbs.snapshot(), taken)
    })
  }

  for (const now of ['0000-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '9999-06-01T00:00:00Z', '9999-12-31T23:59:59Z']) {
    await t.test(`at an end of the calendar, ${now}: whatever the service makes can be put back`, async (t) => {
      const world = await target.world({ clock: { now, frozen: true }, review: 'immediate' })
      const verbs = handle(target, world)
      for (const status of ['ISSUED', 'EXPIRED', 'REVOKED', 'PAID', 'UPLOAD'] as const) await verbs.place({ status })
      const paid = (await verbs.listCertificates()).find(({ status }) => status === 'PAID')
      t.equal((await client(target, world).ask('POST', `/cert/${paid?.id}/complete`, FORM)).status, 200)
      t.match(await verbs.certificate(String(paid?.id)), { status: 'ISSUED', not_after: /^\d{4}-/ })
      const taken = await verbs.snapshot()
      await t.resolves(verbs.restore(taken))
      t.same(await verbs.snapshot(), taken)
      t.equal((await client(target, world).ask('GET', `/pki/${world.project_id}/ca.crl`)).status, 200)
    })
  }

  await t.test('a running clock stops where the calendar ends', async (t) => {
    const { clock } = handle(target, await target.world({ clock: { now: '9999-12-31T23:59:59.999Z' } }))
    t.equal((await clock.read()).now, '9999-12-31T23:59:59.999Z')
    await t.rejects(clock.advance('1ms'), {
      status: 400,
      message: 'that is later than the year 9999, where clocks end',
    })
  })

  await t.test('retired ids stay retired, foreign ones foreign', async (t) => {
    const now = Date.parse(FROZEN.now)
    const [first, second] = [`scs${now}`, `scs${now + 1}`]
    const to = await target.world()
    const verbs = handle(target, to)
    await verbs.restore({ clock: FROZEN, retired_certificates: [first, GONE], foreign_certificates: [second] })
    for (const id of [first, second, GONE]) {
      await t.rejects(verbs.place({ id }), { status: 400, message: `body /id: ${id} is, or was, in use in this world` })
    }
    t.equal((await verbs.place({})).id, `scs${now + 2}`, 'a new id is none of them')
    t.same([await client(target, to).status(second), await client(target, to).status(first)], ['SCM.0003', 'SCM.0020'])
  })

  await t.test('what stands behind a certificate is of that certificate', async (t) => {
    const document = (domain: string): WorldDocument => ({
      clock: FROZEN,
      review: 'immediate',
      certificates: [{ id: READ, domain }],
    })
    const [a, b] = [await target.world(document('a.example.com')), await target.world(document('b.example.com'))]
    const names = async (world: World) => {
      const { json } = await client(target, world).ask('POST', `/v3/scm/certificates/${READ}/export`, {})
      return new X509Certificate(json.certificate).subjectAltName
    }
    t.equal(await names(b), 'DNS:b.example.com')
    await handle(target, b).restore(await handle(target, a).snapshot())
    t.equal(await names(b), 'DNS:a.example.com')
  })

  await t.test('a certificate that is ISSUED again is not on the CRL', async (t) => {
    const world = await target.world({ clock: FROZEN, review: 'immediate', certificates: [{ id: READ }] })
    const { ask, revoke } = client(target, world)
    const verbs = handle(target, world)
    const serial = async () => {
      const { json } = await ask('POST', `/v3/scm/certificates/${READ}/export`, {})
      return new X509Certificate(json.certificate).serialNumber
    }
    const listed = async (serial: string) => {
      const { text } = await ask('GET', `/pki/${world.project_id}/ca.crl.pem`)
      return Buffer.from(text.replace(/-----.*-----|\s/g, ''), 'base64').includes(Buffer.from(serial, 'hex'))
    }
    const [taken, before] = [await verbs.snapshot(), await serial()]
    succeeded(t, await revoke(READ))
    t.ok(await listed(before), 'revoked')
    await verbs.restore(taken)
    t.notOk(await listed(await serial()), 'what is exported now is not revoked')
  })

  await t.test('its journal limit holds at once', async (t) => {
    const world = await target.world(MADE)
    const verbs = handle(target, world)
    for (let index = 0; index < 5; index += 1) await client(target, world).list()
    await verbs.restore({ ...(await verbs.snapshot()), journal: { limit: 2 } })
    t.same(
      (await verbs.requests()).map(({ id }) => id),
      [4, 5],
    )
  })
})

/** A world with something of each kind that stands beside certificates. */
async function full(target: Target) {
  const world = await target.world({ clock: FROZEN, throttle: '500/1h', certificates: [{ id: READ }, { id: OV }] })
  const { v3, ask } = client(target, world)
  const verbs = handle(target, world)
  const done = async (answered: Promise<{ status: number; text: string; json: any }>) => {
    const { status, text, json } = await answered
    if (status >= 300) throw new Error(text)
    return json
  }
  await done(v3('POST', `/${READ}/tags`, { tag: { key: 'team', value: '安全' } }))
  const { certificate, certificate_chain, private_key } = await done(v3('POST', `/certificates/${READ}/export`, {}))
  const chain = { certificate_chain }
  const imported = await done(v3('POST', '/certificates/import', { name: 'mine', certificate, private_key, ...chain }))
  await done(v3('POST', `/certificates/${READ}/push`, { target_project: 'cn-north-4', target_service: 'ELB' }))
  const csr = await done(
    v3('POST', '/csr', {
      name: 'mine',
      domain_name: 'www.example.com',
      sans: '',
      private_key_algo: 'EC_P256',
      usage: 'PERSONAL',
      company_country: 'CN',
      company_province: '四川',
      company_city: '成都',
      company_name: '华为',
    }),
  )
  await verbs.faults.add({ operation: 'ShowCertificate', probability: 0.5, error: 'SCM.0016', seed: 3 })
  await verbs.faults.add({ operation: 'ListCertificates', times: 2, error: 'SCM.0016' })
  const chance = async () => {
    const seen: number[] = []
    for (let turn = 0; turn < 8; turn += 1) seen.push((await ask('GET', `/cert/${OV}`)).status)
    return seen
  }
  await chance()
  await ask('GET', '/certlist')
  return { world, verbs, csr: csr.id as string, imported: imported.certificate_id as string, chance }
}

t.test('what stands beside certificates is in the snapshot, and comes back', async (t) => {
  const target = await emulate(t)
  const { verbs, chance, csr, imported, world } = await full(target)
  const taken = await verbs.snapshot()
  t.match(taken, {
    tags: [{ certificate_id: READ, key: 'team', value: '安全' }],
    pushes: [{ certificate_id: READ, service: 'ELB', at: FROZEN.now }],
    uploads: [{ certificate_id: imported, private_key: /PRIVATE KEY/ }],
    csrs: [{ id: csr, name: 'mine', private_key: /PRIVATE KEY/, create_time: FROZEN.now }],
    faults: [
      { id: 1, seed: 3, drawn: 8 },
      { id: 2, used: 1 },
    ],
    window: { count: Number },
  })
  const expected = await chance()
  const other = await target.world()
  for (const [name, one] of Object.entries({ 'the same world': world, 'another world': other })) {
    await t.test(`into ${name}`, async (t) => {
      const { v3, ask } = client(target, one)
      const into = handle(target, one)
      await v3('DELETE', `/csr/${csr}`)
      await into.faults.remove()
      await into.restore(taken)
      t.same(await into.snapshot(), taken, 'a second snapshot')
      const again: number[] = []
      for (let turn = 0; turn < 8; turn += 1) again.push((await ask('GET', `/cert/${OV}`)).status)
      t.same(again, expected, 'a fault draws on')
      const [first] = (await into.events.list(0, 1)) ?? []
      t.same(first, taken.events?.[0], 'the audit trail')
      t.equal((await into.faults.add({ delay: '1ms' })).id, 3, 'numbers of faults go on')
      t.match((await v3('GET', `/csr/${csr}/private-key`)).json, { private_key: taken.csrs?.[0]?.private_key })
      t.equal(
        new X509Certificate((await v3('POST', `/certificates/${imported}/export`, {})).json.certificate).serialNumber,
        new X509Certificate(taken.uploads?.[0]?.certificate ?? '').serialNumber,
        'what was uploaded',
      )
    })
  }

  await t.test('a document of before, without them, is restored', async (t) => {
    const { tags, pushes, uploads, csrs, faults, events, window, ...old } = taken
    const to = handle(target, await target.world())
    await to.faults.add({ delay: '1ms' })
    await to.restore(old)
    t.match(await to.snapshot(), { ...old, tags: [], pushes: [], uploads: [], csrs: [], faults: [], window: null })
  })
})

const EVENT = {
  id: 1,
  at: FROZEN.now,
  name: 'revokeScmCert',
  resource: READ,
  actor: 'user',
  request_id: null,
  code: null,
  detail: {},
}

t.test('what is no snapshot', async (t) => {
  const target = await emulate(t)
  const world = await live(t, target)
  const verbs = handle(target, world)
  const taken = await verbs.snapshot()
  const text = JSON.stringify(taken)
  const last = (fields: object) => ({ ...taken, certificates: [...(taken.certificates ?? []), fields] })
  const BAD: [why: string, body: unknown, message: RegExp][] = [
    ['of another version', { ...taken, version: 2 }, /\/version must be .*1/],
    ['of no version that is a number', { ...taken, version: '1' }, /\/version must be .*1/],
    ['cut short', text.slice(0, -1), /body is not JSON/],
    ['cut short in the middle', text.slice(0, text.length / 2), /body is not JSON/],
    ['with something after its end', `${text}{}`, /body is not JSON/],
    ['a fixture file', { worlds: [taken] }, /unknown field "worlds"/],
    [
      'with a misspelt field',
      { ...taken, certificate: [] },
      /unknown field "certificate"; did you mean "certificates"\?/,
    ],
    [
      'with a misspelt field, deep',
      last({ review: { of: 'revocation', settings: '1s' } }),
      /\/certificates\/8\/review .*"settings"; did you mean "setting"\?/,
    ],
    ['with a field that only shows', { ...taken, users_count: 1 }, /unknown field "users_count"/],
    [
      'with a tag of no certificate',
      { ...taken, tags: [{ certificate_id: 'scs1700000000777', key: 'a', value: 'b' }] },
      /\/tags\/0\/certificate_id is no certificate of this document/,
    ],
    [
      'with an upload that is no certificate',
      {
        ...taken,
        uploads: [{ certificate_id: READ, certificate: '-----BEGIN CERTIFICATE-----', chain: '', private_key: null }],
      },
      /\/uploads\/0\/certificate is no certificate in PEM/,
    ],
    [
      'with a fault that does nothing',
      { ...taken, faults: [{ id: 1, seed: 1, used: 0, drawn: 0 }] },
      /\/faults\/0: a fault says what it does/,
    ],
    ['with an event twice', { ...taken, events: [EVENT, EVENT] }, /\/events\/1\/id is given twice: 1/],
    ['with an event before the first', { ...taken, events: [{ ...EVENT, id: 0 }] }, /\/events\/0 has no number/],
    ['with an unknown status', last({ status: 'REVOKE' }), /\/certificates\/8\/status .*did you mean "REVOKED"\?/],
    [
      'with an unknown review',
      last({ review: { of: 'revokation', setting: 'manual' } }),
      /did you mean "revocation"\?/,
    ],
    [
      'with negative reads',
      last({ review: { of: 'revocation', setting: 'reads:1', reads: -1 } }),
      /\/reads must be >= 0/,
    ],
    ['with an impossible date', last({ not_after: '2027-02-29' }), /"2027-02-29" is not an instant; write/],
    [
      'with an impossible due date',
      last({ review: { of: 'revocation', setting: '1h', due: '2027-13-01' } }),
      /"2027-13-01" is not an instant/,
    ],
    [
      'with an impossible clock',
      { ...taken, clock: { now: '2027-02-29', frozen: true } },
      /"2027-02-29" is not an instant/,
    ],
    ['with one certificate twice', last({ id: READ }), /\/certificates\/8\/id is given twice/],
    ['with a negative limit', { ...taken, journal: { limit: -1 } }, /\/journal\/limit must be >= 0/],
    ['with a retired id that is none', { ...taken, retired_certificates: ['scs1'] }, /scs and 13 digits/],
    ['null', 'null', /body must be object/],
    ['nothing', '', /body is not JSON: it is empty/],
  ]
  const look = async () => [
    await verbs.snapshot(),
    await verbs.settings(),
    await verbs.events.list(),
    await verbs.requests(),
  ]
  const before = await look()
  for (const [why, body, message] of BAD) {
    await t.test(`400 a snapshot ${why}`, async (t) => {
      const headers = { 'content-type': 'application/json' }
      const { status, json } = await target.ask({
        method: 'PUT',
        path: `/_emulator/worlds/${world.project_id}/snapshot`,
        headers,
        body,
      })
      t.equal(status, 400)
      t.match(json.error, { code: 'invalid', message })
      t.same(await look(), before, 'nothing changed')
    })
  }
  await t.test('404 an unknown world', async (t) => {
    const nowhere = handle(target, { project_id: 'nowhere' })
    await t.rejects(nowhere.snapshot(), { status: 404, message: /there is no world nowhere/ })
    await t.rejects(nowhere.restore(taken), { status: 404, message: /there is no world nowhere/ })
  })
})
