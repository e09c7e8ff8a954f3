import t from 'tap'
import type { Ask } from '../support/ask.ts'
import { certificates } from '../support/client.ts'
import { emulate, suite, type Target, type World } from '../support/emulate.ts'

const ISSUED = 'scs1700000000001'
const GONE = 'scs1700000000009'
const FOREIGN = 'scs1700000000008'
const WORLD = {
  review: 'manual',
  clock: { now: '2026-11-24T08:00:00.000Z', frozen: true },
  certificates: [{ id: ISSUED, not_after: '+365d' }],
  foreign_certificates: [FOREIGN],
}

/** A bad call: method, path (`:p` is the world, `:other` another), body, status, and what the sentence must say. */
type Row = [call: string, body: unknown, status: number, message: RegExp]

const one = `POST /worlds/:p/certificates/${ISSUED}/review`
const patch = `PATCH /worlds/:p/certificates/${ISSUED}`

const ROWS: Row[] = [
  // The call itself.
  ['GET /nothing', undefined, 404, /there is no control call GET \/_emulator\/nothing/],
  ['POST /worlds/:p/rest', {}, 404, /there is no control call/],
  ['PUT /worlds', {}, 404, /there is no control call PUT/],
  ['DELETE /worlds', undefined, 404, /there is no control call DELETE/],
  ['OPTIONS /worlds', undefined, 404, /there is no control call OPTIONS/],
  ['GET /worlds/', undefined, 404, /there is no world|there is no control call/],
  ['GET /Projects', undefined, 404, /there is no control call/],

  // Bodies that are none.
  ['POST /worlds/:p/faults', undefined, 400, /body/],
  ['POST /worlds/:p/faults', '', 400, /body is not JSON: it is empty/],
  ['POST /worlds', '{"name":', 400, /body is not JSON/],
  ['POST /worlds', 'null', 400, /body must be object/],
  ['POST /worlds', '[]', 400, /body must be object/],
  ['POST /worlds', '"x"', 400, /body must be object/],
  ['POST /worlds', '{"__proto__":{}}', 400, /body is not JSON/],
  ['POST /worlds', Buffer.from([0x7b, 0xff, 0x7d]), 400, /UTF-8/],

  // A world that is made.
  ['POST /worlds', { certificate: [] }, 400, /unknown field "certificate"; did you mean "certificates"\?/],
  ['POST /worlds', { frozen: true }, 400, /unknown field "frozen"/],
  ['POST /worlds', { certificates: {} }, 400, /\/certificates must be array/],
  [
    'POST /worlds',
    { certificates: [{}, { status: 'ISUED' }] },
    400,
    /\/certificates\/1\/status .*did you mean "ISSUED"\?/,
  ],
  [
    'POST /worlds',
    { certificates: [{ statuss: 'ISSUED' }] },
    400,
    /\/certificates\/0 .*"statuss"; did you mean "status"\?/,
  ],
  ['POST /worlds', { certificates: [{ id: 'scs1' }] }, 400, /\/certificates\/0\/id must be scs and 13 digits/],
  ['POST /worlds', { certificates: [{ id: ISSUED }, { id: ISSUED }] }, 400, /\/certificates\/1\/id is given twice/],
  ['POST /worlds', { certificates: [{ not_after: '2026-02-30' }] }, 400, /"2026-02-30" is not an instant; write/],
  ['POST /worlds', { certificates: [{ not_before: '10000-01-01' }] }, 400, /\/not_before must be/],
  ['POST /worlds', { foreign_certificates: ['x'] }, 400, /scs and 13 digits/],
  ['POST /worlds', { name: 'cn north' }, 400, /\/name must be the project's name/],
  ['POST /worlds', { name: 5 }, 400, /\/name must be string/],
  ['POST /worlds', { project_id: 'x' }, 400, /\/project_id must be 32 hexadecimal digits/],
  ['POST /worlds', { project_id: ':other' }, 400, /\/project_id is taken/],
  ['POST /worlds', { account: { name: ':account' } }, 400, /\/account\/name is taken/],
  ['POST /worlds', { account: { id: ':domain' } }, 400, /\/account\/id .*taken/],
  ['POST /worlds', { account: { state: 'closed' } }, 400, /\/account\/state must be one of active, restricted, frozen/],
  ['POST /worlds', { account: { naem: 'x' } }, 400, /did you mean "name"\?/],
  [
    'POST /worlds',
    { review: 'sometimes' },
    400,
    /\/review must be immediate, a duration such as 2s, reads:3, or manual/,
  ],
  ['POST /worlds', { review: 'reads:-1' }, 400, /\/review must be/],
  ['POST /worlds', { review: '-2s' }, 400, /\/review must be/],
  ['POST /worlds', { review: '2 s' }, 400, /\/review must be/],
  ['POST /worlds', { throttle: '10' }, 400, /\/throttle must be requests per duration, such as 10\/1s/],
  ['POST /worlds', { throttle: '0/1s' }, 400, /\/throttle must be/],
  ['POST /worlds', { throttle: '10/0s' }, 400, /throttle/],
  ['POST /worlds', { throttle: 10 }, 400, /\/throttle must be/],
  ['POST /worlds', { clock: { now: 'noon' } }, 400, /\/clock\/now must be 2026-11-24T08:00:00Z, or \+300d/],
  ['POST /worlds', { clock: { now: '2026-11-31' } }, 400, /"2026-11-31" is not an instant/],
  ['POST /worlds', { clock: { froze: true } }, 400, /did you mean "frozen"\?/],
  ['POST /worlds', { users: [{}] }, 400, /\/users\/0 lacks name/],
  ['POST /worlds', { users: [{ name: '' }] }, 400, /\/users\/0\/name must/],
  ['POST /worlds', { users: [{ name: 'a' }, { name: 'a' }] }, 400, /\/users\/1\/name is given twice/],
  [
    'POST /worlds',
    {
      users: [
        { id: ':user', name: 'a' },
        { id: ':user', name: 'b' },
      ],
    },
    400,
    /id .*(?:twice|taken)/,
  ],
  ['POST /worlds', '{"users":[{"name":"\\ud800"}]}', 400, /\/users\/0\/name/],
  ['POST /worlds', '{"account":{"name":"\\ud800"}}', 400, /\/account\/name/],
  ['POST /worlds', { users: [{ name: 'a', token: 'short' }] }, 400, /\/users\/0\/token must/],
  ['POST /worlds', { users: [{ name: 'a', token: ':token' }] }, 400, /the token of a is taken/],
  [
    'POST /worlds',
    { users: [{ name: 'a', access_key: { ak: ':ak', sk: 'secret00' } }] },
    400,
    /access key .* is taken/,
  ],
  ['POST /worlds', { users: [{ name: 'a', access_key: { ak: 'KEY00001' } }] }, 400, /\/users\/0\/access_key lacks sk/],
  ['POST /worlds', { users: [{ name: 'a', passwort: 'x' }] }, 400, /did you mean "password"\?/],
  ['POST /worlds', { users: [{ name: 'a', policies: ['SCM FulAccess'] }] }, 400, /did you mean "SCM FullAccess"\?/],
  ['POST /worlds', { users: [{ name: 'a', policies: 'SCM FullAccess' }] }, 400, /\/users\/0\/policies must be array/],
  [
    'POST /worlds',
    { users: [{ name: 'a', policies: [{ Version: '1.1', Statement: [{ Effect: 'allow', Action: [] }] }] }] },
    400,
    /Effect must be one of Allow, Deny/,
  ],

  // A world that is changed.
  ['PATCH /worlds/:p', {}, 400, /body must/],
  ['PATCH /worlds/:p', { name: 'x' }, 400, /unknown field "name"/],
  ['PATCH /worlds/:p', { revue: 'manual' }, 400, /did you mean "review"\?/],
  ['PATCH /worlds/:p', { review: null }, 400, /\/review must be/],
  ['PATCH /worlds/:p', { throttle: 'lots' }, 400, /\/throttle must be .*requests per duration/],
  ['PATCH /worlds/:p', { account: { state: 'Frozen' } }, 400, /did you mean "frozen"\?/],
  ['PATCH /worlds/:p', { account: { name: 'x' } }, 400, /unknown field "name"/],
  ['PATCH /worlds/:p', { users: {} }, 400, /\/users must be array/],
  [
    'PATCH /worlds/:p',
    { review: 'immediate', users: [{ name: 'a', token: ':token' }] },
    400,
    /the token of a is taken/,
  ],
  ['PATCH /worlds/:p', { users: [{ id: ':own', name: 'new' }] }, 400, /taken|there twice/],
  ['PATCH /worlds/:p', { review: 'immediate', throttle: '1/1' }, 400, /throttle/],
  ['PATCH /worlds/nowhere', { review: 'manual' }, 404, /no world nowhere; GET \/_emulator\/worlds lists them/],
  ['GET /worlds/nowhere', undefined, 404, /there is no world nowhere/],
  ['DELETE /worlds/nowhere', undefined, 404, /there is no world nowhere/],
  ['POST /worlds/nowhere/reset', undefined, 404, /there is no world nowhere/],
  ["GET /worlds/'%20OR%20'1'='1", undefined, 404, /there is no world/],

  // Clocks.
  ['GET /worlds/nowhere/clock', undefined, 404, /there is no world nowhere/],
  ['PUT /worlds/nowhere/clock', { frozen: true }, 404, /there is no world nowhere/],
  ['POST /worlds/nowhere/clock/advance', { by: '1d' }, 404, /there is no world nowhere/],
  ['PUT /worlds/:p/clock', {}, 400, /body must/],
  ['PUT /worlds/:p/clock', { nwo: '+1d' }, 400, /did you mean "now"\?/],
  ['PUT /worlds/:p/clock', { frozen: 'true' }, 400, /\/frozen must be boolean/],
  ...[5, null, '', 'now', '2026-11-24T08:00:00', '10000-01-01', '1d', '24.11.2026', '+1', '-'].map(
    (now): Row => ['PUT /worlds/:p/clock', { now }, 400, /\/now must be (?:string|2026-11-24T08:00:00Z, or \+300d)/],
  ),
  ...['2026-02-30', '2026-13-01T00:00:00Z', '2026-11-24T25:00:00Z', '2026-11-24T08:60:00Z', '+999999999999d'].map(
    (now): Row => ['PUT /worlds/:p/clock', { now }, 400, /is not an instant; write 2026-11-24T08:00:00Z/],
  ),
  ['POST /worlds/:p/clock/advance', {}, 400, /lacks by/],
  ['POST /worlds/:p/clock/advance', { by: '1d', frozen: true }, 400, /unknown field "frozen"/],
  ...['-1d', '+1d', '', '1', 'd', '1w', '1 d', '1e3s', '1,5h', 'Infinityd', 60, null, {}].map(
    (by): Row => ['POST /worlds/:p/clock/advance', { by }, 400, /\/by must be (?:string|a duration: 250ms)/],
  ),
  ...['9999999d', '999999999999d'].map(
    (by): Row => ['POST /worlds/:p/clock/advance', { by }, 400, /9999|too far|later than/],
  ),

  // Certificates that are placed.
  ['POST /worlds/nowhere/certificates', {}, 404, /there is no world nowhere/],
  ['GET /worlds/nowhere/certificates', undefined, 404, /there is no world nowhere/],
  ['POST /worlds/:p/certificates', { status: 'GONE' }, 400, /\/status must be one of PAID, CHECKING/],
  ['POST /worlds/:p/certificates', { status: 'issued' }, 400, /did you mean "ISSUED"\?/],
  ['POST /worlds/:p/certificates', { domian: 'x' }, 400, /did you mean "domain"\?/],
  ['POST /worlds/:p/certificates', { type: 'DV_SSL_CERTS' }, 400, /did you mean "DV_SSL_CERT"\?/],
  ['POST /worlds/:p/certificates', { brand: 'GEOTRUSTED' }, 400, /did you mean "GEOTRUST"\?/],
  ['POST /worlds/:p/certificates', { not_after: 1795507200000 }, 400, /\/not_after must be string/],
  ['POST /worlds/:p/certificates', { not_after: '-1' }, 400, /\/not_after must be 2026-11-24T08:00:00Z, or \+300d/],
  ['POST /worlds/:p/certificates', { issue_time: '2026-02-30T00:00:00Z' }, 400, /is not an instant/],
  ['POST /worlds/:p/certificates', { domain_count: 0 }, 400, /\/domain_count must be/],
  ['POST /worlds/:p/certificates', { domain_count: 1.5 }, 400, /\/domain_count must be integer/],
  ['POST /worlds/:p/certificates', { domain_count: '1' }, 400, /\/domain_count must be integer/],
  ['POST /worlds/:p/certificates', { validity_period: 0 }, 400, /\/validity_period must be .*months/],
  ['POST /worlds/:p/certificates', { revoke_reason: 'x'.repeat(64) }, 400, /\/revoke_reason must/],
  ['POST /worlds/:p/certificates', '{"name":"\\ud800"}', 400, /\/name/],
  ['POST /worlds/:p/certificates', { application: { compny_name: 'x' } }, 400, /did you mean "company_name"\?/],
  ['POST /worlds/:p/certificates', { review: { of: 'revocation' } }, 400, /\/review lacks setting/],
  ['POST /worlds/:p/certificates', { id: ISSUED }, 400, /is, or was, in use in this world/],
  ['POST /worlds/:p/certificates', { id: FOREIGN }, 400, /is, or was, in use in this world/],
  ['POST /worlds/:p/certificates', [], 400, /body must be object/],
  [patch, { id: GONE }, 400, /unknown field "id"/],
  [patch, { status: 'REVOKE' }, 400, /did you mean "REVOKED"\?/],
  [patch, { not_after: '2026-02-30' }, 400, /is not an instant/],
  [`PATCH /worlds/:p/certificates/${GONE}`, { name: 'x' }, 404, /has no certificate scs1700000000009/],
  [`GET /worlds/:p/certificates/${GONE}`, undefined, 404, /has no certificate/],
  [`DELETE /worlds/:p/certificates/${GONE}`, undefined, 404, /has no certificate/],
  ['GET /worlds/:p/certificates/scs1', undefined, 400, /\/cert_id must be scs and 13 digits/],
  ['DELETE /worlds/:p/certificates/scs1', undefined, 400, /\/cert_id must be scs and 13 digits/],
  [`GET /worlds/nowhere/certificates/${ISSUED}`, undefined, 404, /there is no world nowhere/],

  // Reviews.
  [one, { decision: 'aprove' }, 400, /\/decision must be one of approve, reject; did you mean "approve"\?/],
  [one, {}, 400, /lacks decision/],
  [one, { decision: true }, 400, /\/decision must be/],
  [one, { decision: 'approve', reason: 'x' }, 400, /unknown field "reason"/],
  [one, { decision: 'approve' }, 409, /is ISSUED; approve needs/],
  [one, { decision: 'reject' }, 409, /is ISSUED; reject needs/],
  [`POST /worlds/:p/certificates/${GONE}/review`, { decision: 'approve' }, 404, /has no certificate/],
  [`POST /worlds/nowhere/certificates/${ISSUED}/review`, { decision: 'approve' }, 404, /there is no world nowhere/],
]

async function state(target: Target, world: World) {
  const path = `/worlds/${world.project_id}`
  const { worlds } = await target.control('GET', '/worlds')
  return {
    worlds: worlds.map(({ project_id }: World) => project_id),
    world: await target.control('GET', path),
    certificates: await certificates(target, world),
    token: (
      await target.ask({ path: `/v2/${world.project_id}/scm/certlist`, headers: { 'x-auth-token': world.token } })
    ).status,
  }
}

suite('bad input to the control calls', async (t, target) => {
  const other = await target.world({})
  const world = await target.world(WORLD)
  const values: Record<string, string> = {
    ':other': other.project_id,
    ':account': other.account.name,
    ':domain': other.account.id,
    ':token': other.token,
    ':ak': other.access_key.ak,
    ':user': 'a'.repeat(32),
    ':own': world.users[0]?.id ?? '',
  }
  const fill = (body: unknown) =>
    body === undefined || typeof body === 'string' || Buffer.isBuffer(body)
      ? body
      : JSON.parse(JSON.stringify(body).replace(/":\w+"/g, (text) => JSON.stringify(values[text.slice(1, -1)] ?? text)))

  for (const [call, body, status, message] of ROWS) {
    const shown = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
    await t.test(`${status} ${call} ${shown.slice(0, 100)}`, async (t) => {
      const before = await state(target, world)
      const [method = '', path = ''] = call.split(' ')
      const ask: Ask = { method, path: `/_emulator${path.replace(':p', world.project_id)}`, headers: {} }
      const sent = fill(body)
      const type = { 'content-type': 'application/json' }
      const answer = await target.ask(sent === undefined ? ask : { ...ask, body: sent, headers: type })
      t.equal(answer.status, status, answer.text.slice(0, 300))
      t.same(Object.keys(answer.json ?? {}), ['error'])
      t.same(Object.keys(answer.json?.error ?? {}), ['code', 'message'])
      t.match(answer.json?.error.message, message)
      t.equal(answer.headers['content-type'], 'application/json')
      t.match(answer.headers['x-request-id'], /^[0-9a-f]{32}$/)
      t.same(await state(target, world), before, 'nothing changed')
    })
  }

  await t.test('400 a body that is sent as something else', async (t) => {
    const types = ['application/x-www-form-urlencoded', 'text/plain', 'nonsense']
    for (const type of types) {
      const headers = { 'content-type': type }
      const answer = await target.ask({ method: 'POST', path: '/_emulator/worlds', body: '{}', headers })
      t.equal(answer.status, 400)
      t.match(answer.json.error.message, /send Content-Type: application\/json/)
    }
  })
})

t.test('413 a body over 12 MB', async (t) => {
  const target = await emulate(t, {}, 'tcp')
  const body = Buffer.alloc(12 * 1024 * 1024 + 1, 32)
  const answer = await target.ask({ method: 'POST', path: '/_emulator/worlds', body })
  t.equal(answer.status, 413)
  t.match(answer.json.error.message, /too large/)
})
