import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import Sqlite from 'better-sqlite3'
import t from 'tap'
import { assemble } from '../../src/emulator.ts'
import { environment } from '../support/child.ts'
import { folder } from '../support/emulate.ts'

const DEMO = '0f5181caba0024e72f89c0045e707b91'
const TOKEN = 'scm-emulator-demo-token-000000000001'

/**
 * A database as each released version left it, after the same few requests: the demo's first certificate was revoked, a
 * CSR made, a tag set, an OV certificate bought, and a second world made whose clock stands at 2030-01-01.
 */
for (const version of ['0.1.0']) {
  t.test(`a database of ${version} goes on`, async (t) => {
    const db = join(folder(t), 'test.db')
    writeFileSync(db, gunzipSync(readFileSync(new URL(`released/${version}.db.gz`, import.meta.url))))
    for (const round of ['once', 'and again']) {
      const emulator = await assemble({ db })
      const ask = async (method: 'GET' | 'POST', url: string, payload?: object, token = TOKEN) => {
        const headers = { host: '127.0.0.1', 'x-auth-token': token }
        const reply = await emulator.inject({ method, url, headers, ...(payload && { payload }) })
        return { status: reply.statusCode, json: reply.json() }
      }
      await t.test(`it is opened ${round}`, async (t) => {
        const { json } = await ask('GET', '/_emulator/worlds')
        t.match(json.worlds, [{ project_id: DEMO }, {}, { name: 'second' }], 'its worlds, in the order of their making')
        const revoked = await ask('GET', `/v2/${DEMO}/scm/cert/scs1700000000001`)
        t.match(revoked.json, { status: 'REVOKED', revoke_reason: 'key lost' })
        const tags = await ask('GET', '/v3/scm/scs1700000000002/tags')
        t.match(tags.json, { tags: [{ key: 'team', value: 'blue' }] })
        const csrs = await ask('GET', '/v3/scm/csr')
        t.match(JSON.stringify(csrs.json), /"name":"kept"/)
        const all = await ask('GET', '/v2/0f5181caba0024e72f89c0045e707b91/scm/certlist?limit=50')
        t.match(JSON.stringify(all.json), /PAID/, 'what was bought')
        const { events } = (await ask('GET', `/_emulator/worlds/${DEMO}/events`)).json
        t.match(events[0], { name: 'revokeScmCert', detail: { from: 'ISSUED', to: 'REVOKING' } })
        const reply = await emulator.inject({ url: `/pki/${DEMO}/ca.crl`, headers: { host: '127.0.0.1' } })
        t.equal(reply.statusCode, 200)

        const second = json.worlds[2].project_id as string
        const { token } = (await ask('POST', `/_emulator/worlds/${second}/tokens`, {})).json
        const found = await ask('GET', `/v2/${second}/scm/certlist`, undefined, token)
        t.match(found.json.order_list, [{ cert_id: 'scs1700000000009' }])
        const revoke = await ask('POST', `/v2/${second}/scm/cert/scs1700000000009/revoke`, { reason: 'r' }, token)
        t.equal(revoke.status, round === 'once' ? 200 : 400, 'and it goes on: a certificate can be revoked, once')
        const { now } = (await ask('GET', `/_emulator/worlds/${second}/clock`)).json
        t.equal(now, '2030-01-01T00:00:00.000Z')
      })
      await emulator.close()
    }
  })
}

t.test('a process that is killed while it migrates leaves whole migrations, and the next one goes on', async (t) => {
  const path = folder(t)
  const count = 60
  for (let index = 1; index <= count; index += 1) {
    const name = `${String(index).padStart(4, '0')}-step.sql`
    const first = index === 1 ? 'CREATE TABLE steps (number INTEGER, row INTEGER) STRICT;' : ''
    const rows = `INSERT INTO steps SELECT ${index}, value FROM json_each('[${Array(50).fill(1).join()}]');`
    writeFileSync(join(path, name), first + rows)
  }
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
  t.comment(`seed ${seed}`)
  const script = `import { openDatabase } from ${JSON.stringify(new URL('../../src/store/database.ts', import.meta.url))}
    process.send('loaded'); openDatabase(process.argv[1], process.argv[2]).close()`
  let midway = 0
  for (let round = 0; round < 8; round += 1) {
    const db = join(path, `${round}.db`)
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, db, path], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: environment(),
    })
    const ended = once(child, 'exit')
    await once(child, 'message')
    await sleep((seed * (round + 1) * 7) % 120)
    child.kill('SIGKILL')
    await ended
    for (const [when, all] of [
      ['killed', false],
      ['opened again', true],
    ] as const) {
      if (all) (await import('../../src/store/database.ts')).openDatabase(db, path).close()
      // A copy: whoever opens the file itself takes its WAL in and away.
      const copy = join(path, `${round}-${when}.db`)
      for (const end of ['', '-wal']) if (existsSync(db + end)) copyFileSync(db + end, copy + end)
      const look = new Sqlite(copy)
      const version = look.pragma('user_version', { simple: true }) as number
      const rows = version === 0 ? 0 : (look.prepare('SELECT count(*) FROM steps').pluck().get() as number)
      const last = version === 0 ? 0 : (look.prepare('SELECT max(number) FROM steps').pluck().get() as number)
      look.close()
      t.same([rows, last], [version * 50, version], `${when}, ${version} of ${count} are there, whole`)
      if (all) t.equal(version, count)
      else if (version > 0 && version < count) midway += 1
    }
  }
  t.comment(`${midway} of 8 were killed midway`)
})
