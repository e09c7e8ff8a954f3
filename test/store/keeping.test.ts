import { join } from 'node:path'
import t, { type Test } from 'tap'
import { assemble, type Emulator } from '../../src/emulator.ts'
import { emulate, folder, type World } from '../support/emulate.ts'

/** An emulator on a file, with its store in reach; it ends with the test at the latest. */
async function onFile(t: Test, db: string): Promise<Emulator> {
  const emulator = await assemble({ db, fixtures: 'none' })
  t.teardown(() => emulator.close())
  return emulator
}

async function ask(emulator: Emulator, method: 'GET' | 'POST' | 'PUT', url: string, token = '', payload?: object) {
  const reply = await emulator.inject({ method, url, headers: { 'x-auth-token': token }, ...(payload && { payload }) })
  return { status: reply.statusCode, headers: reply.headers, json: reply.json() }
}

const cert = ({ project_id, certificates }: World, index = 0) => `/v2/${project_id}/scm/cert/${certificates[index]?.id}`

t.test('50 revokes of one certificate at one instant: one 200, else SCM.0010', async (t) => {
  const db = join(folder(t), 'test.db')
  const emulator = await onFile(t, db)
  const { json: world } = await ask(emulator, 'POST', '/_emulator/worlds', '', { certificates: [{}] })
  const replies = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      ask(emulator, 'POST', `${cert(world)}/revoke`, world.token, { reason: `${index}` }),
    ),
  )
  const won = replies.flatMap(({ status }, index) => (status === 200 ? [index] : []))
  t.equal(won.length, 1, 'one succeeds')
  t.equal(replies.filter(({ status, json }) => status === 400 && json.error_code === 'SCM.0010').length, 49)
  await emulator.close()
  const again = await onFile(t, db)
  const events = again.store.events.after(world.project_id, 0, 1000).filter(({ name }) => name === 'revokeScmCert')
  t.equal(events.length, 50, 'the audit trail has every one of them')
  t.equal(events.filter(({ code }) => code === null).length, 1)
  const { json } = await ask(again, 'GET', `/v3/scm/certificates/${world.certificates[0].id}`, world.token)
  t.equal(json.revoke_reason, `${won[0]}`, 'and the reason is the one that won')
})

t.test('worlds stay in the order in which they were made, also after a reset and a restart', async (t) => {
  const db = join(folder(t), 'test.db')
  const emulator = await onFile(t, db)
  const ids: string[] = []
  for (const name of ['first', 'second']) {
    ids.push((await ask(emulator, 'POST', '/_emulator/worlds', '', { name })).json.project_id)
  }
  await ask(emulator, 'POST', `/_emulator/worlds/${ids[0]}/reset`)
  ids.push((await ask(emulator, 'POST', '/_emulator/worlds', '', { name: 'third' })).json.project_id)
  await emulator.close()
  const again = await onFile(t, db)
  const order = again.store.worlds.all().map(({ project_id }) => project_id)
  t.strictSame(order, ids, 'a banner shows the first one')
})

t.test('a restart keeps everything', async (t) => {
  const db = join(folder(t), 'test.db')
  const before = await onFile(t, db)
  const make = (document: object) => ask(before, 'POST', '/_emulator/worlds', '', document)
  const users = [{ name: 'u', password: 'p4ssw0rd!' }]
  const certificates = [{}, {}, { status: 'PAID' }, { status: 'UPLOAD', not_after: '+400d' }]
  const frozen = (
    await make({ users, certificates, review: 'reads:2', clock: { now: '2031-02-03T04:05:06Z', frozen: true } })
  ).json
  const running = (
    await make({ clock: { now: '2040-01-01' }, throttle: '100/1h', foreign_certificates: ['scs0000000000001'] })
  ).json
  const scope = { project: { id: frozen.project_id } }
  const password = { user: { name: 'u', password: 'p4ssw0rd!', domain: { name: frozen.account.name } } }
  const identity = { methods: ['password'], password }
  const issued = await ask(before, 'POST', '/v3/auth/tokens', '', { auth: { identity, scope } })
  const token = String(issued.headers['x-subject-token'])
  t.equal((await ask(before, 'POST', `${cert(frozen)}/revoke`, token, { reason: 'r' })).status, 200)
  t.equal((await ask(before, 'GET', cert(frozen), token)).json.status, 'REVOKING', 'the first of two reads')

  const look = async (emulator: Emulator, { project_id, token }: World) => {
    const { worlds, events } = emulator.store
    const list = await ask(emulator, 'GET', `/_emulator/worlds/${project_id}/certificates`)
    const shown = await ask(emulator, 'GET', `/v3/scm/certificates?limit=50`, token)
    return {
      world: worlds.get(project_id),
      events: events.after(project_id, 0, 99),
      list: list.json,
      status: shown.status,
    }
  }
  const seen = [await look(before, running), before.store.events.after(frozen.project_id, 0, 99)]
  await before.close()
  const after = await onFile(t, db)
  t.strictSame([await look(after, running), after.store.events.after(frozen.project_id, 0, 99)], seen)
  const clock = (await ask(after, 'GET', `/_emulator/worlds/${frozen.project_id}/clock`)).json
  t.strictSame(clock, { now: '2031-02-03T04:05:06.000Z', frozen: true })
  const late = (await ask(after, 'GET', `/_emulator/worlds/${running.project_id}/clock`)).json
  t.match(late, { now: /^2040-01-01T00:/, frozen: false }, 'a running clock runs on')
  t.equal(
    (await ask(after, 'GET', cert(frozen), token)).json.status,
    'REVOKING',
    'the second read, by the token from IAM',
  )
  t.equal((await ask(after, 'GET', cert(frozen), frozen.token)).json.status, 'REVOKED', 'the third, by the other one')
  t.equal((await ask(after, 'POST', '/v3/auth/tokens', '', { auth: { identity, scope } })).status, 201, 'the password')
  t.equal(
    (await ask(after, 'GET', `/v2/${running.project_id}/scm/cert/scs0000000000001`, running.token)).json.error_code,
    'SCM.0003',
  )
})

t.test('whatever a reason holds comes back as it was sent', async (t) => {
  const { ask, world } = await emulate(t, {}, 'file')
  const sql = [`'`, `"`, `'; DROP TABLE certificates; --`, `') OR 1=1 --`, '@id $1 ?1 :x', '\\', '\\u0041', '%00%s']
  const controls = [
    'a\u0000b',
    '\u0000',
    '\r\n\t',
    '\u001b[31m',
    '\u007f\u0085',
    '\ufeffx',
    '\u2028',
    '\ufffd\uffff',
    ' x ',
  ]
  const scripts = [
    '🔑'.repeat(63),
    '证书信息填写错误',
    'e\u0301é',
    'مرحبا\u202e',
    '👩‍👩‍👧‍👦',
    '',
    'null',
    '5',
    '{"a":1}',
    '__proto__',
    '<b>&amp;',
  ]
  const reasons = [...sql, ...controls, ...scripts]
  const made = await world({ review: 'manual', certificates: reasons.map(() => ({})) })
  const headers = { 'x-auth-token': made.token }
  for (const [index, reason] of reasons.entries()) {
    // TAP is lines of text: a name must not break it.
    const name = reason.replace(/[^\x20-\x7e]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
    const { status } = await ask({ method: 'POST', path: `${cert(made, index)}/revoke`, headers, body: { reason } })
    t.equal(status, 200, `200 ${name}`)
    t.equal((await ask({ path: cert(made, index), headers })).json.revoke_reason, reason, `v2 ${name}`)
    const v3 = await ask({ path: `/v3/scm/certificates/${made.certificates[index]?.id}`, headers })
    t.equal(v3.json.revoke_reason, reason, `v3 ${name}`)
  }
})

t.test('400 what the database would refuse is refused in words; a world is never spoilt', async (t) => {
  const { ask, world } = await emulate(t)
  const other = await world()
  const twice = (field: object) => [
    { name: 'a', ...field },
    { name: 'b', ...field },
  ]
  const documents: Record<string, object> = {
    'an account id that is taken': { account: { id: other.account.id } },
    'a user id twice': { users: twice({ id: 'a'.repeat(32) }) },
    'a token twice': { users: twice({ token: 'a-token-of-two' }) },
    'an access key twice': { users: twice({ access_key: { ak: 'AKAKAKAK', sk: 'sksksksk' } }) },
  }
  for (const [name, body] of Object.entries(documents)) {
    const { status, json } = await ask({ method: 'POST', path: '/_emulator/worlds', body })
    t.equal(status, 400, `400 ${name}`)
    t.match(json, { error: { code: 'invalid', message: /\/(account|users)/ } }, name)
  }
  const { project_id, token } = await world()
  const path = `/_emulator/worlds/${project_id}/certificates`
  const review = { of: 'revocation', setting: '2s', due: '+0s' }
  const placed = await ask({ method: 'POST', path, body: { status: 'ISSUED', review } })
  t.equal(placed.status, 201, '201 a review that does not fit its status')
  const headers = { 'x-auth-token': token }
  t.equal((await ask({ path: '/v3/scm/certificates', headers })).status, 200, 'the list answers')
  const advance = `/_emulator/worlds/${project_id}/clock/advance`
  t.equal((await ask({ method: 'POST', path: advance, body: { by: '1d' } })).status, 200, 'the clock moves')
  const after = await ask({ path: `${path}/${placed.json.id}` })
  t.equal(after.json.status, 'ISSUED', 'and decides nothing, though it was due')
})
