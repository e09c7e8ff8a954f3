import t, { type Test } from 'tap'
import { connect, createEmulator, startEmulator, type WorldDocument, type WorldHandle } from '../../src/index.ts'
import { type Answer, askOver } from '../support/ask.ts'
import { client, handle, revoke } from '../support/client.ts'
import { emulate } from '../support/emulate.ts'
import { FORM, FROZEN, hoursLater, IDS, NOW } from '../support/samples.ts'

const [FOREIGN, ISSUED, PAID, OTHER, UPLOADED, SEVERAL, CHECKING, GONE] = IDS
const DOCUMENT: WorldDocument = {
  clock: FROZEN,
  review: 'manual',
  users: [{ name: 'owner' }],
  foreign_certificates: [FOREIGN],
  certificates: [
    { id: ISSUED },
    { id: PAID, status: 'PAID' },
    { id: OTHER },
    { id: UPLOADED, status: 'UPLOAD' },
    { id: SEVERAL, sans: 'a.example.com', domain_count: 3 },
    { id: CHECKING, status: 'CHECKING' },
  ],
}

/** What is asked, and the event that tells of it: its name, certificate, code, and the status before and after. */
type Row = [
  asked: [method: string, path: string, body?: object],
  name: string,
  resource: string | null,
  ...rest: [string | null, string?, (string | null)?],
]
const ROWS: Row[] = [
  [['POST', `/cert/${UPLOADED}/revoke`, { reason: 'x' }], 'revokeScmCert', UPLOADED, 'SCM.0010'],
  [['POST', `/cert/${ISSUED}/revoke`, { reason: 5 }], 'revokeScmCert', ISSUED, 'SCM.0005'],
  [['POST', '/cert/scs1/revoke', { reason: 'x' }], 'revokeScmCert', 'scs1', 'SCM.0008'],
  [['POST', `/cert/${GONE}/revoke`, { reason: 'x' }], 'revokeScmCert', GONE, 'SCM.0020'],
  [['POST', `/cert/${FOREIGN}/revoke`, { reason: 'x' }], 'revokeScmCert', FOREIGN, 'SCM.0003'],
  [['POST', `/cert/${ISSUED}/revoke`, { reason: 'x' }], 'revokeScmCert', ISSUED, null, 'ISSUED', 'REVOKING'],
  [['POST', `/cert/${PAID}/complete`, FORM], 'completeScmCert', PAID, null, 'PAID', 'CHECKING'],
  [
    ['POST', `/v3/scm/certificates/${PAID}/apply`, { ...FORM, domain_method: 'DNS' }],
    'completeScmCert',
    PAID,
    'SCM.0010',
  ],
  [['POST', `/cert/${CHECKING}/cancel-cert`], 'cancelScmCert', CHECKING, null, 'CHECKING', 'CANCELCHECKING'],
  [['POST', `/v3/scm/certificates/${CHECKING}/cancel-cert`], 'cancelScmCert', CHECKING, 'SCM.0010'],
  [
    ['PUT', `/cert/${OTHER}`, { modify_key: 'CERT_NAME', modify_value: 'n' }],
    'modifyScmCert',
    OTHER,
    null,
    'ISSUED',
    'ISSUED',
  ],
  [['PUT', `/cert/${OTHER}`, { modify_key: 'CERT', modify_value: 'n' }], 'modifyScmCert', OTHER, 'SCM.0023'],
  [
    ['POST', `/cert/${OTHER}/push`, { service_type: 'CDN', remote_project: '' }],
    'pushScmCertToELB',
    OTHER,
    null,
    'ISSUED',
    'ISSUED',
  ],
  [
    ['POST', `/v3/scm/certificates/${OTHER}/push`, { target_service: 'DNS', target_project: '' }],
    'pushScmCertToELB',
    OTHER,
    'SCM.0030',
  ],
  [['GET', `/cert/${OTHER}/cert_file`], 'downloadScmCert', OTHER, null, 'ISSUED', 'ISSUED'],
  [
    ['POST', `/cert/${SEVERAL}/supplement`, { ori_sans: 'a.example.com', add_sans: 'b.example.com' }],
    'SupplementDomains',
    SEVERAL,
    null,
    'ISSUED',
    'SUPPLEMENTCHECKING',
  ],
  [['DELETE', `/v3/scm/certificates/${SEVERAL}`], 'deleteScmCert', SEVERAL, 'SCM.0010'],
  [['DELETE', `/cert/${OTHER}`], 'deleteScmCert', OTHER, null, 'ISSUED', null],
  [['POST', '/cert/upload', { cert_name: 'n', cert: '', private_key: '' }], 'uploadScmCert', null, 'SCM.0054'],
]

t.test('the audit trail', async (t) => {
  const target = await emulate(t)

  await t.test('names, certificates, codes, who asked and for which request', async (t) => {
    const world = await target.world(DOCUMENT)
    const { ask } = client(target, world)
    const { events } = handle(target, world)
    for (const [index, [asked, name, resource, code, from, to]] of ROWS.entries()) {
      const { headers } = await ask(...asked)
      const all = await events.list()
      t.equal(all.length, index + 1, asked.slice(0, 2).join(' '))
      const { detail = {}, ...event } = all.at(-1) ?? {}
      t.same(event, {
        id: index + 1,
        at: NOW,
        name,
        resource,
        actor: 'owner',
        request_id: headers['x-request-id'],
        code,
      })
      if (code === null) t.same(detail, { from, to })
      else t.type(detail.reason, 'string')
    }
    for (const path of ['/certlist', `/cert/${ISSUED}`, '/cert/product', `/cert/${PAID}/push-history`])
      await ask('GET', path)
    await ask('GET', `/cert/${GONE}`)
    await target.ask(revoke(world, { headers: {} }))
    await target.ask(revoke(world, { headers: { 'x-auth-token': world.token }, path: '/nothing' }))
    t.equal(
      (await events.list()).length,
      ROWS.length,
      'what changes nothing, and what the gateway refused, is not there',
    )
  })

  await t.test('reviews, expiry and a purchase tell their own cause', async (t) => {
    const world = await target.world({
      clock: FROZEN,
      review: '1h',
      certificates: [{ id: ISSUED }, { id: OTHER, not_after: '+2h' }],
    })
    const { ask, revoke } = client(target, world)
    const verbs = handle(target, world)
    const order = { cert_brand: 'GEOTRUST', cert_type: 'OV_SSL_CERT', domain_type: 'SINGLE_DOMAIN', effective_time: 1 }
    const bought = await ask('POST', '/cert/purchase', {
      ...order,
      domain_numbers: 1,
      order_number: 1,
      agree_privacy_protection: true,
    })
    await revoke(ISSUED)
    await verbs.clock.advance('3h')
    const id = bought.json.cert[0].cert_id
    await verbs.change(id, { status: 'CHECKING' })
    await verbs.review(id, 'reject')
    t.same(
      (await verbs.events.list()).map(({ at, name, resource, actor, detail }) => [at, name, resource, actor, detail]),
      [
        [NOW, 'purchaseScmCert', id, 'user', { from: null, to: 'PAID' }],
        [NOW, 'revokeScmCert', ISSUED, 'user', { from: 'ISSUED', to: 'REVOKING' }],
        [hoursLater(1), 'approveReview', ISSUED, 'ca', { from: 'REVOKING', to: 'REVOKED' }],
        [hoursLater(2), 'expireCertificate', OTHER, 'time', { from: 'ISSUED', to: 'EXPIRED' }],
        [hoursLater(3), 'rejectReview', id, 'control', { from: 'CHECKING', to: 'UNPASSED' }],
      ],
    )
  })

  await t.test('in pages; numbers count within a world', async (t) => {
    const [a, b] = [await target.world(DOCUMENT), await target.world(DOCUMENT)]
    for (let index = 0; index < 5; index += 1) {
      await client(target, a).revoke(UPLOADED)
      if (index % 2 === 0) await client(target, b).revoke(UPLOADED)
    }
    const page = (query: string, of = a) => target.control('GET', `/worlds/${of.project_id}/events${query}`)
    const numbers = async (query: string, of = a) => {
      const { events, next } = await page(query, of)
      return [events.map(({ id }: { id: number }) => id), next]
    }
    t.same(await numbers(''), [[1, 2, 3, 4, 5], 5])
    t.same(await numbers('', b), [[1, 2, 3], 3])
    t.same(await numbers('?limit=2'), [[1, 2], 2])
    t.same(await numbers('?limit=2&after=2'), [[3, 4], 4])
    t.same(await numbers('?after=4&limit=2'), [[5], 5])
    t.same(await numbers('?after=5'), [[], 5])
    t.same(await numbers('?after=99'), [[], 99])
    t.same(
      (await handle(target, a).events.list(3, 1)).map(({ id }) => id),
      [4],
    )
    for (let index = 0; index < 100; index += 1) await client(target, a).revoke(UPLOADED)
    t.equal((await page('')).events.length, 100, 'a hundred where nothing is said')
  })
})

/** The next events of a stream, as many as are wanted; then it is left. It is left soon where fewer come. */
async function take(world: WorldHandle, count: number, after = 0, meanwhile: () => Promise<unknown> = async () => {}) {
  const enough = new AbortController()
  const seen: string[] = []
  const reading = (async () => {
    for await (const { id, name } of world.events.follow(
      after,
      AbortSignal.any([enough.signal, AbortSignal.timeout(PATIENCE)]),
    )) {
      seen.push(`${id} ${name}`)
      if (seen.length >= count) enough.abort()
    }
  })()
  await new Promise(setImmediate)
  await meanwhile()
  await reading
  return seen
}

/** Less than the 15 seconds after which a stream looks again by itself, in milliseconds. */
const PATIENCE = 3_000

t.test('a stream of events', async (t) => {
  const emulator = await startEmulator({ fixtures: 'none' })
  t.teardown(() => emulator.close())
  const remote = connect(emulator.url)
  const made = async (document: object = DOCUMENT) => {
    const world = await emulator.createWorld(document)
    const asked = (id: string): Promise<Answer> => askOver(emulator.url, revoke(world, { id }))
    return { world, asked, doors: [world, remote.world(world.project_id)] }
  }
  const stream = (t: Test, project_id: string, query = '', headers: Record<string, string> = {}) => {
    const left = new AbortController()
    t.teardown(() => left.abort())
    return fetch(`${emulator.url}/_emulator/worlds/${project_id}/events${query}`, {
      headers: { accept: 'text/event-stream', ...headers },
      signal: left.signal,
    })
  }

  await t.test('200 text/event-stream: number, name and data of each, from a given one on', async (t) => {
    const { world, asked } = await made()
    for (let index = 0; index < 3; index += 1) await asked(UPLOADED)
    const [first, second, third] = (await world.events.list()).map(
      (event) => `id: ${event.id}\nevent: revokeScmCert\ndata: ${JSON.stringify(event)}\n\n`,
    )
    for (const [query, headers, text] of [
      ['', {}, `${first}${second}${third}`],
      ['?after=1', {}, `${second}${third}`],
      ['', { 'last-event-id': '2' }, third],
      ['?after=1', { 'last-event-id': '2' }, third],
      ['', { 'last-event-id': 'nonsense' }, `${first}${second}${third}`],
      ['', { accept: 'application/json, text/event-stream;q=0.9' }, `${first}${second}${third}`],
    ] as const) {
      const response = await stream(t, world.project_id, query, headers)
      t.equal(response.status, 200)
      t.match(response.headers.get('content-type'), /^text\/event-stream/)
      t.equal(response.headers.get('cache-control'), 'no-store')
      const { value } = (await response.body?.getReader().read()) ?? {}
      t.equal(Buffer.from(value ?? []).toString(), text, `${query} ${JSON.stringify(headers)}`)
    }
    t.equal((await stream(t, 'nowhere')).status, 404)
    t.equal((await stream(t, world.project_id, '?after=x')).status, 400)
  })

  const WAKES: [
    why: string,
    document: object,
    meanwhile: (site: Awaited<ReturnType<typeof made>>) => Promise<unknown>,
    seen: string[],
  ][] = [
    ['something is written', DOCUMENT, ({ asked }) => asked(ISSUED), ['1 revokeScmCert']],
    ['something is refused', DOCUMENT, ({ asked }) => asked(UPLOADED), ['1 revokeScmCert']],
    ['somebody decides', DOCUMENT, ({ world }) => world.review(CHECKING, 'approve'), ['1 approveReview']],
    [
      'a review is due',
      { review: '200ms', certificates: [{ id: ISSUED }] },
      ({ asked }) => asked(ISSUED),
      ['1 revokeScmCert', '2 approveReview'],
    ],
    ['a certificate expires', { certificates: [{ not_after: '+300ms' }] }, async () => {}, ['1 expireCertificate']],
    [
      ...(['a clock that stands is moved', { ...DOCUMENT, review: '1d' }] as const),
      ({ world, asked }) => asked(ISSUED).then(() => world.clock.advance('1d')),
      ['1 revokeScmCert', '2 approveReview'],
    ],
    [
      ...(['a clock that stood runs again', { ...DOCUMENT, review: '200ms' }] as const),
      ({ world, asked }) => asked(ISSUED).then(() => world.clock.run()),
      ['1 revokeScmCert', '2 approveReview'],
    ],
    [
      ...(['a certificate is placed that is due soon', {}] as const),
      ({ world }) => world.place({ status: 'REVOKING', review: { of: 'revocation', setting: '200ms', due: '+200ms' } }),
      ['1 approveReview'],
    ],
    [
      ...(['a certificate is changed so that it is due soon', { certificates: [{ id: ISSUED }] }] as const),
      ({ world }) => world.change(ISSUED, { not_after: '+200ms' }),
      ['1 expireCertificate'],
    ],
    [
      ...(['a snapshot is put in that is due soon', {}] as const),
      ({ world }) => world.restore({ certificates: [{ not_after: '+200ms' }] }),
      ['1 expireCertificate'],
    ],
  ]
  for (const [why, document, meanwhile, seen] of WAKES) {
    await t.test(`wakes up when ${why}, through either door`, async (t) => {
      for (const door of [0, 1]) {
        const site = await made(document)
        t.same(await take(site.doors[door] as WorldHandle, seen.length, 0, () => meanwhile(site)), seen)
      }
    })
  }

  await t.test('goes on after a reset, with which numbers begin again', async (t) => {
    const { world, asked } = await made()
    const seen = await take(world, 4, 0, async () => {
      await asked(UPLOADED)
      await asked(UPLOADED)
      while ((await world.events.list()).length < 2) await new Promise(setImmediate)
      await world.reset()
      await asked(ISSUED)
      await asked(UPLOADED)
    })
    t.same(seen, ['1 revokeScmCert', '2 revokeScmCert', '1 revokeScmCert', '2 revokeScmCert'])
  })

  await t.test('ends with its world', async (t) => {
    for (const door of [0, 1]) {
      const { world, doors, asked } = await made()
      await asked(ISSUED)
      t.same(await take(doors[door] as WorldHandle, 99, 0, () => world.delete()), ['1 revokeScmCert'])
    }
  })

  await t.test('ends where its reader has had enough, in the middle of a page', async (t) => {
    for (const door of [0, 1]) {
      const { doors, asked } = await made()
      for (let index = 0; index < 5; index += 1) await asked(UPLOADED)
      const seen = await take(doors[door] as WorldHandle, 2)
      t.same(seen.slice(0, 2), ['1 revokeScmCert', '2 revokeScmCert'])
      t.ok(seen.length <= 5)
    }
  })

  await t.test('ends within a second where the server closes, waiting or not', async (t) => {
    for (const isWaiting of [true, false]) {
      for (const door of ['library', 'HTTP']) {
        const closing = await startEmulator({ fixtures: 'none' })
        t.teardown(() => closing.close())
        const world = await closing.createWorld(DOCUMENT)
        const reader = door === 'library' ? world : connect(closing.url).world(world.project_id)
        await askOver(closing.url, revoke(world, { id: UPLOADED }))
        let at = Number.NaN
        const begun = Promise.withResolvers<void>()
        const reading = (async () => {
          for await (const { name } of reader.events.follow()) {
            begun.resolve()
            // Not waiting for the next, it is in the middle of its page when the server has closed.
            if (!isWaiting) await closing.close()
            if (!isWaiting) at = performance.now()
            t.equal(name, 'revokeScmCert')
          }
        })()
        await begun.promise
        if (isWaiting) {
          at = performance.now()
          await closing.close()
        }
        await t.resolves(reading, `${door}, ${isWaiting ? 'waiting' : 'reading'}`)
        t.ok(performance.now() - at < 1000, `${performance.now() - at} ms`)
      }
    }
  })

  await t.test('of an emulator that does not listen', async (t) => {
    await using quiet = await createEmulator({ fixtures: 'none' })
    const world = await quiet.createWorld({ ...DOCUMENT, review: '1h' })
    const { path: url, headers = {}, body } = revoke(world)
    const seen = await take(world, 2, 0, async () => {
      await quiet.inject({ method: 'POST', url, headers, payload: body as object })
      await world.clock.advance('1h')
    })
    t.same(seen, ['1 revokeScmCert', '2 approveReview'])
  })
})
