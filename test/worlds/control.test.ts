import { setTimeout as turn } from 'node:timers/promises'
import t from 'tap'
import { VERSION } from '../../src/config.ts'
import { STATUSES } from '../../src/domain/certificate.ts'
import { succeeded } from '../support/answers.ts'
import { certificates, issueToken, place, revoke } from '../support/client.ts'
import { emulate, suite, type Target, type World } from '../support/emulate.ts'
import { FROZEN, NOW, PASSWORD } from '../support/samples.ts'

const ISSUED = 'scs1700000000001'
const WORLD = {
  review: '1h',
  clock: FROZEN,
  users: [{ name: 'owner', password: PASSWORD }],
  certificates: [{ id: ISSUED, not_after: '+60d' }],
}

const clockOf = (target: Target, { project_id }: World) => ({
  read: () => target.control('GET', `/worlds/${project_id}/clock`),
  set: (body: object) => target.control('PUT', `/worlds/${project_id}/clock`, body),
  advance: (by: string) => target.control('POST', `/worlds/${project_id}/clock/advance`, { by }),
})

/** What a client of the world sees; looking from here is a read that a CA may count. */
async function statusOf(target: Target, world: World, id: string, family: 'v2' | 'v3' = 'v2'): Promise<string> {
  const path = family === 'v2' ? `/v2/${world.project_id}/scm/cert/${id}` : `/v3/scm/certificates/${id}`
  return (await target.ask({ path, headers: { 'x-auth-token': world.token } })).json.status
}

suite('worlds by control calls', async (t, target) => {
  await t.test('200 GET /health', async (t) => {
    const { status, json, headers } = await target.ask({ path: '/_emulator/health' })
    t.equal(status, 200)
    t.match(json, { status: 'ok', version: /^\d+\.\d+\.\d+/ })
    t.equal(headers['content-type'], 'application/json')
  })

  await t.test('201 a world of nothing but defaults', async (t) => {
    const world = await target.control('POST', '/worlds', {})
    const id = /^[0-9a-f]{32}$/
    t.match(world, { project_id: id, name: 'cn-north-4', account: { id, name: /^.+$/ }, certificates: [] })
    t.match(world.users, [{ id, token: world.token, access_key: world.access_key }])
    const shown = await target.control('GET', `/worlds/${world.project_id}`)
    t.match(shown, { project_id: world.project_id, review: '2s', throttle: null, certificates: 0 })
    t.match(shown, { account: { ...world.account, state: 'active' }, clock: { frozen: false } })
    t.match(shown.users, [{ id: world.users[0].id, policies: ['SCM FullAccess'] }])
    const all = (await target.control('GET', '/worlds')).worlds
    t.same(all.at(-1), { ...shown, clock: all.at(-1).clock }, 'the list shows the same')
  })

  await t.test('201 a document that may be empty may be left out', async (t) => {
    const world = await target.control('POST', '/worlds')
    t.match(world, { project_id: /^[0-9a-f]{32}$/, certificates: [] })
    t.match(await target.control('POST', `/worlds/${world.project_id}/certificates`), { status: 'ISSUED' })
  })

  await t.test(
    "201 expires_in: dropped when that has passed by the machine's time, whatever its clock says",
    async (t) => {
      const clock = { now: '2030-01-01T00:00:00Z', frozen: true }
      const begun = Date.now()
      const brief = await target.world({ expires_in: '300ms', clock, certificates: [{ id: ISSUED }] })
      const long = await target.world({ expires_in: '1h', clock })
      const at = async ({ project_id }: World) =>
        Date.parse((await target.control('GET', `/worlds/${project_id}`)).expires_at)
      const hour = (await at(long)) - begun
      t.ok(hour >= 3_600_000 && hour < 3_660_000, `an hour from now: ${hour} ms`)
      await target.control('POST', `/worlds/${long.project_id}/clock/advance`, { by: '31d' })
      await target.control('POST', `/worlds/${long.project_id}/reset`)
      t.equal((await at(long)) - begun, hour, 'neither its clock nor a reset changes that')
      const gone = async () => (await target.ask({ path: `/_emulator/worlds/${brief.project_id}` })).status === 404
      // Timers get no turn between answers that need no socket.
      while (!(await gone())) await turn(20)
      t.ok(Date.now() - begun >= 300)
      const path = `/v2/${brief.project_id}/scm/certlist`
      t.equal((await target.ask({ path, headers: { 'x-auth-token': brief.token } })).status, 401)

      const change = (body: object) => target.control('PATCH', `/worlds/${long.project_id}`, body)
      t.equal((await change({ expires_in: null })).expires_at, null, 'for ever')
      t.match(await change({ expires_in: '2h' }), { expires_at: /^20/ }, 'from now on')
      t.match(await change({ review: 'manual' }), { expires_at: /^20/ }, 'it stays')
      for (const expires_in of ['0s', 'soon', 5, '999999999999d']) {
        const { status, json } = await target.ask({ method: 'POST', path: '/_emulator/worlds', body: { expires_in } })
        t.equal(status, 400, `${expires_in}`)
        t.match(json.error, { code: 'invalid', message: /expires_in|9999/ })
      }
      await target.control('DELETE', `/worlds/${long.project_id}`)
    },
  )

  await t.test('200 a list of certificates, a page after another', async (t) => {
    const ids = Array.from({ length: 7 }, (_, index) => `scs170000000000${index}`)
    const { project_id } = await target.world({ certificates: ids.map((id) => ({ id })) })
    const page = (query: string) => target.control('GET', `/worlds/${project_id}/certificates${query}`)
    const idsOf = ({ certificates }: { certificates: { id: string }[] }) => certificates.map(({ id }) => id)
    const first = await page('?limit=3')
    t.strictSame([idsOf(first), first.next], [ids.slice(0, 3), ids[2]])
    const last = await page(`?limit=5&after=${first.next}`)
    t.strictSame([idsOf(last), last.next], [ids.slice(3), null])
    t.strictSame(idsOf(await page('')), ids)
  })

  await t.test(
    '200 a purchase of 1,000 at an instant at which 10,000 were bought takes no longer than the first',
    async (t) => {
      const world = await target.world({ clock: { now: NOW, frozen: true } })
      const order = {
        cert_brand: 'GEOTRUST',
        cert_type: 'OV_SSL_CERT',
        domain_type: 'SINGLE_DOMAIN',
        effective_time: 1,
        effective_unit: 'YEAR',
        domain_numbers: 1,
        order_number: 1_000,
        agree_privacy_protection: true,
      }
      const buy = async () => {
        const begin = performance.now()
        const path = `/v2/${world.project_id}/scm/cert/purchase`
        const answer = await target.ask({ method: 'POST', path, headers: { 'x-auth-token': world.token }, body: order })
        t.equal(answer.status, 200, answer.text.slice(0, 200))
        return performance.now() - begin
      }
      const times: number[] = []
      for (let index = 0; index < 10; index += 1) times.push(await buy())
      const [first = 0] = times
      t.ok(Math.min(...times.slice(5)) < 5 * first, `${times.map(Math.round)} ms`)
    },
  )

  await t.test('201 a world with everything named, and 200 what PATCH changes', async (t) => {
    const users = [{ name: 'a' }, { name: 'b', policies: ['SCM ReadOnlyAccess'] }]
    const document = {
      name: 'cn-south-1',
      review: 'reads:3',
      throttle: '100/1s',
      users,
      account: { state: 'restricted' },
    }
    const { project_id } = await target.world(document)
    const path = `/worlds/${project_id}`
    const first = await target.control('GET', path)
    t.match(first, { name: 'cn-south-1', review: 'reads:3', throttle: '100/1s', account: { state: 'restricted' } })
    const changed = await target.control('PATCH', path, {
      review: 'manual',
      throttle: null,
      account: { state: 'frozen' },
    })
    t.match(changed, { review: 'manual', throttle: null, account: { ...first.account, state: 'frozen' } })
    t.same(changed.users, first.users)
    const more = { users: [{ name: 'b', policies: [] }, { name: 'c' }] }
    const named = (await target.control('PATCH', path, more)).users.map(({ name, policies }: any) => [name, policies])
    t.same(named, [
      ['a', ['SCM FullAccess']],
      ['b', []],
      ['c', ['SCM FullAccess']],
    ])
    t.match(await target.control('GET', path), { review: 'manual', throttle: null }, 'and it is kept')
  })

  await t.test('200 a reset brings back how the world was made, 204 a delete takes it away', async (t) => {
    const world = await target.world(WORLD)
    const path = `/worlds/${world.project_id}`
    const [project, made] = [await target.control('GET', path), await certificates(target, world)]
    succeeded(t, await target.ask(revoke(world)))
    const added = await place(target, world)
    await target.control('PATCH', path, { review: 'manual', throttle: '1/1h', account: { state: 'frozen' } })
    await target.control('PATCH', path, { users: [{ name: 'owner', password: 'x', policies: [] }, { name: 'more' }] })
    await clockOf(target, world).set({ now: '+400d', frozen: false })
    t.same(await target.control('POST', `${path}/reset`), project)
    t.same(await target.control('GET', path), project)
    t.same(await certificates(target, world), made)
    succeeded(t, await target.ask(revoke(world)))
    t.type(await issueToken(target, world, 'owner', PASSWORD), 'string', 'the old password holds again')
    t.equal(await place(target, world, { id: added }), added, 'what was added is forgotten')

    const { status, text } = await target.ask({ method: 'DELETE', path: `/_emulator${path}` })
    t.same([status, text], [204, ''])
    for (const method of ['GET', 'DELETE']) {
      t.equal((await target.ask({ method, path: `/_emulator${path}` })).status, 404, `${method} afterwards`)
    }
    const again = await target.world({ ...WORLD, project_id: world.project_id, account: world.account })
    t.equal(again.project_id, world.project_id, 'its ids are free again')
  })

  await t.test('201 a certificate in every status, and its view places it again just as it is', async (t) => {
    const [world, copy] = [await target.world(WORLD), await target.world({ ...WORLD, certificates: [] })]
    const path = `/worlds/${world.project_id}/certificates`
    for (const status of STATUSES) {
      const id = await place(target, world, { status, sans: 'a.example.com;*.b.example.com' })
      const shown = await target.control('GET', `${path}/${id}`)
      t.match(shown, { id, status, domain_type: 'MULTI_DOMAIN', domain_count: 3, wildcard_count: 1 })
      t.equal(await statusOf(target, world, id), status)
      t.same(await target.control('POST', `/worlds/${copy.project_id}/certificates`, shown), shown)
    }
    t.equal((await certificates(target, world)).length, STATUSES.length + 1)
    const pending = { of: 'revocation', setting: '1h', due: '+1h' }
    const id = await place(target, world, { status: 'REVOKING', revoke_reason: 'lost', review: pending })
    await clockOf(target, world).advance('1h')
    t.equal(await statusOf(target, world, id), 'REVOKED', 'one that is placed under a review that is due')
  })

  await t.test('200 PATCH and 204 DELETE of a certificate; its id never comes back', async (t) => {
    const world = await target.world(WORLD)
    const all = `/worlds/${world.project_id}/certificates`
    const path = `${all}/${ISSUED}`
    const changed = await target.control('PATCH', path, { status: 'UPLOAD', name: 'mine', not_after: '+1d' })
    t.match(changed, { id: ISSUED, status: 'UPLOAD', name: 'mine', not_after: '2026-11-25T08:00:00.000Z' })
    t.same(await target.control('GET', path), changed)
    await clockOf(target, world).advance('1d')
    t.equal(await statusOf(target, world, ISSUED), 'EXPIRED')
    await target.control('PATCH', path, { status: 'REVOKING', not_after: '+100d', revoke_reason: 'x' })
    t.notOk(
      'revoke_reason' in (await target.control('PATCH', path, { status: 'ISSUED' })),
      'a new status has no reason yet',
    )
    t.equal((await target.ask({ method: 'DELETE', path: `/_emulator${path}` })).status, 204)
    t.equal((await target.ask({ method: 'DELETE', path: `/_emulator${path}` })).status, 404)
    t.equal((await target.ask({ path: `/_emulator${path}` })).json.error.code, 'SCM.0020')
    const again = await target.ask({ method: 'POST', path: `/_emulator${all}`, body: { id: ISSUED } })
    t.same([again.status, again.json.error.message], [400, `body /id: ${ISSUED} is, or was, in use in this world`])
  })
})

suite('time', async (t, target) => {
  await t.test('200 read, set, freeze, run again, advance', async (t) => {
    const clock = clockOf(target, await target.world({ clock: { now: NOW, frozen: true } }))
    t.same(await clock.read(), { now: NOW, frozen: true })
    t.same(await clock.advance('1.5h'), { now: '2026-11-24T09:30:00.000Z', frozen: true })
    t.same(await clock.advance('250ms'), { now: '2026-11-24T09:30:00.250Z', frozen: true })
    t.same(await clock.set({ now: '-1d' }), { now: '2026-11-23T09:30:00.250Z', frozen: true })
    t.same(await clock.set({ now: '2030-01-01T00:00:00+08:00' }), { now: '2029-12-31T16:00:00.000Z', frozen: true })
    let at = Date.now()
    const { restore } = t.intercept(Date, 'now', { value: () => at })
    t.same(await clock.set({ frozen: false }), { now: '2029-12-31T16:00:00.000Z', frozen: false })
    at += 1234
    t.same(await clock.read(), { now: '2029-12-31T16:00:01.234Z', frozen: false }, 'it runs as the wall clock does')
    t.same(await clock.advance('1s'), { now: '2029-12-31T16:00:02.234Z', frozen: false })
    t.same(await clock.set({ frozen: true }), { now: '2029-12-31T16:00:02.234Z', frozen: true })
    at += 99_999
    t.same(await clock.read(), { now: '2029-12-31T16:00:02.234Z', frozen: true }, 'and stands still')
    restore()
  })

  await t.test('going back undoes nothing, seen or not', async (t) => {
    for (const seen of [true, false]) {
      const world = await target.world({ ...WORLD, certificates: [{ id: ISSUED }, { not_after: '+60d' }] })
      const expiring = world.certificates.map(({ id }) => id).find((id) => id !== ISSUED) as string
      const clock = clockOf(target, world)
      succeeded(t, await target.ask(revoke(world, { id: ISSUED })))
      await clock.advance('61d')
      if (seen) t.equal(await statusOf(target, world, ISSUED), 'REVOKED')
      await clock.set({ now: NOW })
      t.equal(await statusOf(target, world, ISSUED), 'REVOKED')
      t.equal(await statusOf(target, world, expiring), 'EXPIRED')
      const [first, second] = await certificates(target, world)
      t.same([first.revoked_at ?? second.revoked_at], ['2026-11-24T09:00:00.000Z'], 'as of when it was due')
      succeeded(t, await target.ask(revoke(world, { id: await place(target, world) })))
      await clock.set({ now: '1999-12-31T23:59:59Z' })
      await clock.set({ now: NOW })
      t.equal(await statusOf(target, world, ISSUED), 'REVOKED')
    }
  })

  await t.test('the review that was in force when a revocation was submitted counts', async (t) => {
    const world = await target.world({ ...WORLD, review: 'manual' })
    const path = `/worlds/${world.project_id}`
    succeeded(t, await target.ask(revoke(world)))
    await target.control('PATCH', path, { review: 'immediate' })
    await clockOf(target, world).advance('1000d')
    t.equal(await statusOf(target, world, ISSUED), 'REVOKING', 'manual waits, past the end of its validity too')
    const answer = await target.control('POST', `${path}/certificates/${ISSUED}/review`, { decision: 'reject' })
    t.same(answer, { id: ISSUED, status: 'EXPIRED' }, 'refused after its end, it is EXPIRED')
    const next = await place(target, world)
    succeeded(t, await target.ask(revoke(world, { id: next })))
    t.equal(await statusOf(target, world, next), 'REVOKED', 'immediate')
  })

  await t.test('200 approve and reject a pending review', async (t) => {
    const world = await target.world({ ...WORLD, review: 'manual' })
    const review = (id: string, decision: string) =>
      target.control('POST', `/worlds/${world.project_id}/certificates/${id}/review`, { decision })
    succeeded(t, await target.ask(revoke(world)))
    t.same(await review(ISSUED, 'reject'), { id: ISSUED, status: 'ISSUED' })
    const path = `/v2/${world.project_id}/scm/cert/${ISSUED}`
    const shown = await target.ask({ path, headers: { 'x-auth-token': world.token } })
    t.match(shown.json, { status: 'ISSUED', revoke_reason: '' })
    succeeded(t, await target.ask(revoke(world)))
    t.same(await review(ISSUED, 'approve'), { id: ISSUED, status: 'REVOKED' })
    for (const [status, decision, then] of [
      ['CHECKING', 'approve', 'ISSUED'],
      ['CHECKING', 'reject', 'UNPASSED'],
      ['CANCELCHECKING', 'approve', 'PAID'],
    ]) {
      const id = await place(target, world, { status })
      t.same(await review(id, decision as string), { id, status: then }, `${status}, ${decision}`)
    }
  })

  await t.test('reads:N counts what a client was shown, in either family, and nothing else', async (t) => {
    const world = await target.world({ ...WORLD, review: 'reads:4' })
    const headers = { 'x-auth-token': world.token }
    const get = (path: string) => target.ask({ path, headers })
    const v2 = (query: string) => get(`/v2/${world.project_id}/scm/certlist?${query}`)
    const other = await place(target, world)
    succeeded(t, await target.ask(revoke(world)))
    const uncounted = async () => {
      await certificates(target, world)
      await target.control('GET', `/worlds/${world.project_id}/certificates/${ISSUED}`)
      await target.ask(revoke(world))
      await statusOf(target, world, other)
      for (const query of ['order_status=ISSUED', 'content=nothing', 'offset=2']) await v2(query)
      await target.ask({ path: `/v2/${world.project_id}/scm/cert/${ISSUED}` })
      await get(`/v2/${world.project_id}/scm/certlist?limit=1`)
    }
    await uncounted()
    t.equal(await statusOf(target, world, ISSUED), 'REVOKING', 'read 1')
    await uncounted()
    t.equal(await statusOf(target, world, ISSUED, 'v3'), 'REVOKING', 'read 2')
    t.equal((await v2('order_status=REVOKING')).json.order_list[0].order_status, 'REVOKING', 'read 3')
    const { json } = await get('/v3/scm/certificates?status=REVOKING')
    t.equal(json.certificates[0].status, 'REVOKING', 'read 4')
    await uncounted()
    const last = (await v2('order_status=REVOKING')).json
    t.same([last.total, last.order_list[0].order_status], [1, 'REVOKED'], 'read 5: filtering comes before counting')
    t.equal((await v2('order_status=REVOKING')).json.total, 0)
    t.equal(await statusOf(target, world, ISSUED), 'REVOKED')

    for (const [setting, seen] of [
      ['reads:0', ['REVOKED']],
      ['reads:1', ['REVOKING', 'REVOKED']],
    ] as const) {
      const one = await target.world({ ...WORLD, review: setting })
      succeeded(t, await target.ask(revoke(one)))
      for (const status of seen) t.equal(await statusOf(target, one, ISSUED), status, setting)
    }
  })
})

t.test('browsers and strangers are kept out of the control calls', async (t) => {
  const HOSTS: Record<string, boolean> = {
    '127.0.0.1': true,
    '127.0.0.1:4640': true,
    localhost: true,
    'LOCALHOST:4640': true,
    '[::1]:4640': true,
    '192.168.0.1': true,
    '[2001:db8::1]': true,
    'scm-emulator:4640': true,
    'localhost.': true,
    'a.localhost': true,
    'scm.example.com': true,
    'SCM.example.com.:4640': true,
    'a.b.test': true,
    'evil.example.com': false,
    '127.0.0.1.evil.example.com': false,
    'localhost.evil.example.com': false,
    '[::1].evil.com': false,
    'evil.com:80:80': false,
    '[evil.com]': false,
    'a@127.0.0.1': false,
    test: true,
    'xscm.example.com': false,
    'scm.example.com.evil.com': false,
    'a.atest': false,
    '127.0.0.1/': false,
  }
  /** What a browser says of itself, for whichever page it asks. */
  const BROWSER = { 'user-agent': 'Mozilla/5.0', 'accept-language': 'de' }
  const allowedHosts = 'scm.example.com,*.test'

  for (const host of ['127.0.0.1', '0.0.0.0']) {
    await t.test(`403 an unexpected Host, while we listen on ${host}`, async (t) => {
      const target = await emulate(t, { host, allowedHosts }, 'tcp')
      const whole = { path: 'http://evil.example.com/_emulator/worlds', headers: { host: 'localhost' } }
      t.equal((await target.ask(whole)).status, 403, 'the host of a whole address counts')
      for (const path of ['//_emulator/worlds', '/_emulator//worlds', '/_EMULATOR/worlds', '/_emulator/worlds/']) {
        t.not((await target.ask({ path, headers: { host: 'evil.example.com' } })).status, 200, path)
      }
      for (const [host, isKnown] of Object.entries(HOSTS)) {
        for (const path of ['/_emulator/worlds', '/%5femulator/worlds', '/_emulator/%77orlds']) {
          const answer = await target.ask({ path, headers: { host } })
          t.equal(answer.status, isKnown ? 200 : 403, `${host} ${path}`)
          if (!isKnown) t.match(answer.json.error, { code: 'unexpected_host', message: /--allowed-hosts/ })
        }
        const client = { path: '/v3/projects', headers: { host } }
        t.equal((await target.ask(client)).status, 401, 'clients call it what they like')
        const browser = { ...client, headers: { host, ...BROWSER } }
        t.equal((await target.ask(browser)).status, isKnown ? 401 : 400, 'browsers do not')
        t.equal((await target.ask({ path: '/_emulator/health', headers: { host } })).status, 200)
      }
    })
  }

  await t.test('a browser that asks for a page that is not ours gets nothing, wherever', async (t) => {
    const target = await emulate(t, { auth: 'off', fixtures: 'fixtures/demo.json' })
    const own = '/v2/0f5181caba0024e72f89c0045e707b91/scm'
    const json = { 'content-type': 'application/json' }
    const revoke = { method: 'POST', path: `${own}/cert/scs1700000000001/revoke`, body: '{"reason":"x"}' }
    const PAGES: Record<string, Record<string, string>> = {
      'another origin': { origin: 'http://evil.example.com' },
      'another port': { origin: 'http://127.0.0.1:81' },
      nowhere: { origin: 'null' },
      'another site': { 'sec-fetch-site': 'cross-site' },
      'a near site': { 'sec-fetch-site': 'same-site' },
      'another site, said by Referer': { referer: 'http://evil.example.com/' },
      'a name of theirs': { host: 'evil.example.com', ...BROWSER },
      'a name of theirs, as its own': {
        host: 'evil.example.com',
        origin: 'http://evil.example.com',
        'sec-fetch-site': 'same-origin',
      },
    }
    for (const [name, headers] of Object.entries(PAGES)) {
      for (const ask of [revoke, { path: `${own}/certlist` }, { path: '/v3/projects' }, { path: '/pki/x/ca.crl' }]) {
        const answer = await target.ask({ ...ask, headers: { ...json, ...headers } })
        t.equal(answer.json?.error_code, 'APIGW.0201', `${name}: ${ask.path}`)
      }
    }
    const theirs = { host: 'evil.example.com', ...BROWSER }
    for (const path of ['/docs/demo.json', '/openapi.json']) {
      t.equal((await target.ask({ path, headers: theirs })).status, 400, `${path} under their name`)
      t.equal(
        (await target.ask({ path, headers: { 'sec-fetch-site': 'cross-site' } })).status,
        200,
        'a link may lead to it',
      )
    }
    t.equal((await target.ask({ ...revoke, headers: { ...json, origin: 'http://127.0.0.1' } })).status, 200, 'ours may')
  })

  await t.test('403 a foreign Origin, and nothing was made', async (t) => {
    const target = await emulate(t)
    for (const path of ['/_emulator/worlds', '/%5femulator/worlds', '/_emul%61tor/worlds', '/_emulator/%70rojects']) {
      for (const origin of ['http://evil.example.com', 'https://127.0.0.1:444', 'http://127.0.0.1:81', 'null', '']) {
        const answer = await target.ask({ method: 'POST', path, body: {}, headers: { origin } })
        t.equal(answer.status, 403, `${path} from ${origin}`)
        t.equal(answer.json.error.code, 'foreign_origin')
      }
    }
    t.equal((await target.control('GET', '/worlds')).worlds.length, 0)
    const own = { method: 'POST', path: '/_emulator/worlds', body: {}, headers: { origin: 'http://127.0.0.1' } }
    t.equal((await target.ask(own)).status, 201, 'our own pages may')
  })

  await t.test('401 without the admin key', async (t) => {
    const adminKey = 'adminKey0001'
    const target = await emulate(t, { adminKey })
    const ask = (path: string, key?: string) =>
      target.ask({ path: `/_emulator${path}`, headers: key === undefined ? {} : { 'x-emulator-key': key } })
    for (const path of ['/errors', '/worlds', '/worlds/x', '/nothing']) {
      for (const key of [undefined, '', 'adminKey000', 'adminKey00011', 'ADMINKEY0001']) {
        const { status, json } = await ask(path, key)
        t.equal(status, 401, `${path} with ${key}`)
        t.match(json.error, { code: 'key_needed', message: /x-emulator-key/ })
        t.notMatch(json.error.message, adminKey)
      }
    }
    t.equal((await ask('/worlds', adminKey)).status, 200)
    t.same((await ask('/health')).json, { status: 'ok', version: VERSION }, 'an orchestrator has no key')
    t.equal((await ask('/nothing', adminKey)).status, 404)
  })
})
