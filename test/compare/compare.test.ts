import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { compare, print } from '../../src/compare/index.ts'
import { cli } from '../support/child.ts'
import { handle } from '../support/client.ts'
import { emulate, folder } from '../support/emulate.ts'
import { some } from '../support/length.ts'
import { createRecorder, type Har, life, SECRETS, save } from '../support/recording.ts'
import { FROZEN, PASSWORD } from '../support/samples.ts'

/** The differences that a recording shows, as `number kind: sentence`. */
async function differencesOf(t: Test, har: Har): Promise<string[]> {
  const { calls } = await compare(save(t, har))
  return calls.flatMap(({ number, differences }) => differences.map(({ kind, says }) => `${number} ${kind}: ${says}`))
}

/** The first entry of which this is so, and its number. */
function entryOf(har: Har, isIt: (entry: Har) => boolean): { entry: Har; number: number } {
  const index = har.log.entries.findIndex(isIt)
  return { entry: har.log.entries[index], number: index + 1 }
}
const asks = (method: string, url: RegExp, status: number) => (entry: Har) =>
  entry.request.method === method && url.test(entry.request.url) && entry.response.status === status

/** Changes the JSON of an answer. */
function rewrite({ response: { content } }: Har, change: (body: Har) => unknown): void {
  const body = JSON.parse(content.text)
  content.text = JSON.stringify(change(body) ?? body)
}

const SHOW_V3 = asks('GET', /\/v3\/scm\/certificates\/scs1700000000001$/, 200)
const LIST_V2 = asks('GET', /\/certlist\?limit=10$/, 200)
const REVOKE = asks('POST', /scs1700000000001\/revoke$/, 200)
const AGAIN = asks('POST', /scs1700000000001\/revoke$/, 400)

/** Spoilt one at a time: which entry, what of it, and what must be said of it. */
const SPOILT: [what: string, which: (entry: Har) => boolean, spoil: (entry: Har) => void, says: RegExp[]][] = [
  [
    'a status',
    AGAIN,
    ({ response }) => Object.assign(response, { status: 409 }),
    [/status: .* was 409 and is 400 here/],
  ],
  [
    'a code',
    AGAIN,
    (entry) => rewrite(entry, (body) => Object.assign(body, { error_code: 'SCM.0011' })),
    [/code: .* was SCM\.0011 and is SCM\.0010 here/],
  ],
  [
    'an error that is a success here',
    asks('DELETE', /\/v3\/scm\/certificates\/scs/, 204),
    (entry) => {
      entry.response.status = 400
      entry.response.content.text = '{"error_code":"SCM.0099","error_msg":"m"}'
    },
    [/status: .* was 400 and is 204 here/, /code: .* was SCM\.0099 and is none here/],
  ],
  [
    'a key that is here only',
    SHOW_V3,
    (entry) => rewrite(entry, ({ brand, ...rest }) => rest),
    [/shape: \/brand is here and not in the recording/],
  ],
  [
    'a key that is missing here',
    REVOKE,
    (entry) => rewrite(entry, (body) => ({ ...body, job_id: 'x' })),
    [/shape: \/job_id is in the recording and missing here/],
  ],
  [
    'a type in the rows of a list',
    LIST_V2,
    (entry) =>
      rewrite(entry, (body) => {
        for (const row of body.order_list) row.domain_num = String(row.domain_num)
      }),
    [/shape: \/order_list\/\*\/domain_num is string in the recording and number here/],
  ],
  [
    'a null',
    SHOW_V3,
    (entry) => rewrite(entry, (body) => Object.assign(body, { fingerprint: null })),
    [/shape: \/fingerprint is null in the recording and string here/],
  ],
  [
    'a body that is no JSON',
    REVOKE,
    ({ response }) => Object.assign(response.content, { text: '<html>' }),
    [/shape: the body was no JSON and is JSON here/],
  ],
  [
    'a header that is missing here',
    REVOKE,
    ({ response }) => response.headers.push({ name: 'X-Frame-Options', value: 'DENY' }),
    [/header: the header x-frame-options is in the recording and missing here/],
  ],
  [
    'a header that is here only',
    REVOKE,
    ({ response }) => {
      response.headers = response.headers.filter(({ name }: Har) => name !== 'server')
    },
    [/header: the header server is here and not in the recording/],
  ],
  [
    "a header's value",
    REVOKE,
    ({ response }) => {
      response.headers.find(({ name }: Har) => name === 'content-type').value = 'text/plain'
    },
    [/header: the header content-type was "text\/plain" and is "application\/json" here/],
  ],
  [
    'nothing: what is another one each time, or says the same',
    REVOKE,
    ({ response }) => {
      response.headers.find(({ name }: Har) => name === 'x-request-id').value = 'another'
      response.headers.find(({ name }: Har) => name === 'content-type').value = 'Application/JSON'
      response.headers.push({ name: 'Date', value: 'Tue, 24 Nov 2026 08:00:00 GMT' })
      response.headers.push({ name: 'Content-Length', value: '7' })
    },
    [],
  ],
  ['nothing: a body that was not recorded', SHOW_V3, ({ response }) => delete response.content.text, []],
]

t.test('compare', async (t) => {
  const target = await emulate(t)
  const { har, world } = await life(target)
  const { entries } = har.log
  const withEntries = (kept: Har[]) => ({ log: { ...har.log, entries: kept } })

  t.test('a recording agrees with what made it', async (t) => {
    const report = await compare(save(t, har))
    t.equal(report.compared, entries.length)
    t.ok(report.agrees, print(report))
    t.match(print(report), /approve, approve, approve/, 'it says what the CA decided')
    t.match(print(report), new RegExp(`\n${entries.length} answers compared: all agree$`))
    t.equal((await cli(['compare', save(t, har)])).code, 0, 'exit code 0')
  })

  t.test('the same where nothing shows a certificate: what succeeded says what there was', async (t) => {
    const writes = entries.filter(({ request }: Har) => request.method !== 'GET' || /\/v3\/auth/.test(request.url))
    t.ok(writes.length > 25)
    t.strictSame(await differencesOf(t, withEntries(writes)), [])
    const revokes = entries.filter(({ request }: Har) => /revoke$/.test(request.url))
    t.strictSame(await differencesOf(t, withEntries(revokes)), [])
  })

  t.test('the same from another recorder', async (t) => {
    const other = structuredClone(har)
    for (const { request, response } of other.log.entries) {
      request.headers.unshift({ name: ':path', value: '/' })
      for (const header of request.headers) if (/^x-/.test(header.name)) header.name = header.name.toUpperCase()
      // A browser leaves it out of what it saves.
      request.headers = request.headers.filter(({ name }: Har) => !/^(?:authorization|cookie)$/i.test(name))
      request.postData ??= null
      response.content = {
        size: response.content.size,
        text: Buffer.from(response.content.text).toString('base64'),
        encoding: 'base64',
      }
    }
    const file = save(t, `\ufeff${JSON.stringify(other, null, 1)}`)
    const { calls } = await compare(file)
    // Without its signature nobody can tell that one of them was signed: it is refused all the same.
    t.strictSame(
      calls.filter(({ differences }) => differences.length > 0),
      [],
    )
  })

  t.test('what differs is found, named, and nothing else is', async (t) => {
    for (const [what, which, spoil, says] of some(SPOILT)) {
      const spoilt = structuredClone(har)
      const { entry, number } = entryOf(spoilt, which)
      spoil(entry)
      const found = await differencesOf(t, spoilt)
      t.equal(found.length, says.length, `${what}: ${found.join('; ')}`)
      says.forEach((said, index) => {
        t.match(found[index], new RegExp(`^${number} ${said.source}$`), what)
      })
    }
  })

  t.test('an answer that differs: exit code 1, in text and in JSON', async (t) => {
    const spoilt = structuredClone(har)
    entryOf(spoilt, REVOKE).entry.response.status = 500
    const file = save(t, spoilt)
    const [text, json] = await Promise.all([cli(['compare', file]), cli(['compare', file, '--format', 'json'])])
    t.equal(text.code, 1)
    t.match(
      text.out,
      /DIFFERS {2}POST .*revoke {2}RevokeCertificate: 500\n {8}status: the status was 500 and is 200 here/,
    )
    t.match(text.out, new RegExp(`\n${entries.length} answers compared: 1 differ \\(1 in status\\)\n$`))
    t.equal(json.code, 1)
    t.match(JSON.parse(json.out), { agrees: false, compared: entries.length, differing: 1 })
  })

  t.test('no secret is printed, however much differs', async (t) => {
    const spoilt = structuredClone(har)
    const { token, access_key, users } = world
    for (const { request, response } of spoilt.log.entries) {
      response.status = response.status === 418 ? 200 : 418
      response.headers.push({ name: 'x-echo', value: `you sent ${token} and ${PASSWORD}` })
      response.headers.push({ name: 'set-cookie', value: 'sid=cookieSecret00001; Path=/' })
      request.headers.push({ name: 'x-security-token', value: 'securityToken0001' })
      request.url += `${request.url.includes('?') ? '&' : '?'}ak=${access_key.ak}&again=${token}&x-auth-token=queryToken0001`
      try {
        rewrite(response && { response }, (body) => ({ ...body, [`key-${token}`]: 1, error_code: `E.${token}` }))
      } catch {
        // It has no JSON.
      }
    }
    const file = save(t, spoilt)
    const runs = await Promise.all([cli(['compare', file]), cli(['compare', file, '--format', 'json'])])
    const text = JSON.stringify(spoilt)
    const secrets = new Set([
      token,
      access_key.ak,
      access_key.sk,
      PASSWORD,
      'Wrong@12345',
      'securityToken0001',
      'cookieSecret00001',
      users[1]?.token ?? '',
      SECRETS.cookie,
      SECRETS.wrong,
      'queryToken0001',
      'PRIVATE KEY',
      ...[...text.matchAll(/Signature=([0-9a-f]{64})/g)].map(([, signature]) => signature as string),
      ...[...text.matchAll(/"x-subject-token","value":"([^"]+)"/g)].map(([, subject]) => subject as string),
    ])
    t.ok(secrets.size > 14, `${secrets.size} secrets`)
    for (const { code, out, err } of runs) {
      t.equal(code, 1)
      t.ok(out.length > 10_000)
      t.match(out, /\[redacted\]/)
      for (const secret of secrets) t.notOk(secret !== '' && `${out}${err}`.includes(secret), 'not printed')
    }
  })

  t.test('what is left out is counted', async (t) => {
    const more = structuredClone(har)
    const [first] = more.log.entries
    const add = (url: string, change: object = {}, status = 200) =>
      more.log.entries.push({
        ...first,
        request: { ...first.request, url, ...change },
        response: { ...first.response, status },
      })
    add('https://www.example.com/')
    add('data:text/plain,x')
    add('https://ecs.cn-north-4.myhuaweicloud.com/v3/projects')
    add(first.request.url, { method: 'OPTIONS' })
    add(first.request.url, { method: 'FOO' })
    add(first.request.url, {}, 0)
    add(first.request.url, { method: 'POST', bodySize: 9 })
    const report = await compare(save(t, more))
    t.ok(report.agrees)
    t.equal(report.compared, entries.length)
    t.strictSame(Object.values(report.skipped), [3, 1, 1, 1, 1])
    t.match(print(report), /\n3 entries left out: not for SCM or IAM\n/)
  })

  t.test('bad input: one sentence, exit code 1', async (t) => {
    const whole = JSON.stringify(har)
    const one = (change: (entry: Har) => unknown) => {
      const spoilt = structuredClone(withEntries(entries.slice(0, 3)))
      change(spoilt.log.entries[2])
      return spoilt
    }
    const elsewhere = ({ request, ...rest }: Har) => ({ ...rest, request: { ...request, url: 'https://example.com/' } })
    const sparse = join(folder(t), 'large.har')
    writeFileSync(sparse, '')
    truncateSync(sparse, 300 * 1024 * 1024)
    const BAD: [what: string, args: string[], says: RegExp][] = [
      ['no file', [join(folder(t), 'none.har')], /none\.har cannot be read: ENOENT/],
      ['a folder', [folder(t)], /cannot be read: EISDIR/],
      ['a large one', [sparse], /has 300 MB, more than 256: record only/],
      ['an empty one', [save(t, '')], /is no HAR, for it is not JSON: Unexpected end/],
      ['no JSON', [save(t, 'hello there')], /is no HAR, for it is not JSON: Unexpected token 'h'$/],
      ['one cut short', [save(t, whole.slice(0, whole.length / 2))], /is not JSON: .*; it seems to be cut short$/],
      ['a secret in what is no JSON', [save(t, `{"token": "${world.token}" ${world.token}}`)], /is not JSON/],
      ['JSON that is no HAR', [save(t, [1])], /is JSON, but no HAR: it has no "log"/],
      ['a log of nothing', [save(t, { log: {} })], /\/log lacks entries/],
      ['no entries', [save(t, withEntries([]))], /has no entries/],
      [
        'entries of others only',
        [save(t, withEntries(entries.slice(0, 2).map(elsewhere)))],
        /no request to SCM or IAM that can be replayed; left out: 2 not for SCM or IAM/,
      ],
      [
        'a status that is text',
        [
          save(
            t,
            one(({ response }) => Object.assign(response, { status: '200' })),
          ),
        ],
        /\/log\/entries\/2\/response\/status must be integer/,
      ],
      [
        'a header without a value',
        [
          save(
            t,
            one(({ request }) => request.headers.push({ name: 'x' })),
          ),
        ],
        /\/log\/entries\/2\/request\/headers\/\d+ lacks value/,
      ],
      [
        'a time that is none',
        [
          save(
            t,
            one((entry) => Object.assign(entry, { startedDateTime: 'now' })),
          ),
        ],
        /\/log\/entries\/2\/startedDateTime must be an instant such as/,
      ],
      [
        'a month that is none',
        [
          save(
            t,
            one((entry) => Object.assign(entry, { startedDateTime: '2026-13-01T00:00:00Z' })),
          ),
        ],
        /\/log\/entries\/2\/startedDateTime is no instant/,
      ],
      [
        'an entry without an answer',
        [
          save(
            t,
            one((entry) => delete entry.response),
          ),
        ],
        /\/log\/entries\/2 lacks response/,
      ],
      ['no recording', [], /missing required argument 'recording'/],
      ['another format', [save(t, har), '--format', 'xml'], /--format must be text or json/],
      ['a server', [save(t, har), '--url', 'http://127.0.0.1:1'], /unknown option '--url'/],
    ]
    const next = some(BAD).values()
    const worker = async () => {
      for (const [what, args, says] of next) {
        const { code, out, err } = await cli(['compare', ...args])
        t.equal(code, 1, what)
        t.equal(out, '', what)
        t.match(err, /^scm-emulator: [^\n]+\n$/, `${what}: one sentence`)
        t.match(err.trim(), says, what)
        t.notOk(err.includes(world.token), 'no secret')
      }
    }
    await Promise.all([worker(), worker()])
  })
})

t.test('what others did meanwhile is taken over, and said', async (t) => {
  const target = await emulate(t)
  const world = await target.world({ clock: FROZEN, review: 'manual', certificates: [{}, {}] })
  const [one, two] = world.certificates.map(({ id }) => id)
  const late = 'scs1700000000077'
  const recorder = createRecorder(target, 'http://127.0.0.1:4640')
  const { change, place, update } = handle(target, world)
  const ask = (method: string, path: string, body?: unknown) =>
    recorder.ask({
      method,
      path: `/v2/${world.project_id}/scm/cert/${path}`,
      headers: { 'x-auth-token': world.token },
      ...(body !== undefined && { body }),
    })
  await ask('GET', `${one}`)
  await change(`${one}`, { status: 'EXPIRED' })
  await ask('GET', `${one}`)
  await ask('POST', `${one}/revoke`, { reason: '' })
  await ask('GET', late)
  await place({ id: late, status: 'UPLOAD' })
  await ask('GET', late)
  await update({ account: { state: 'frozen' } })
  await ask('GET', `${two}`)
  await update({ account: { state: 'active' } })
  await ask('POST', `${two}/revoke`, { reason: '' })
  await ask('DELETE', `${two}`)
  const { calls } = await compare(save(t, recorder.har()))
  t.strictSame(
    calls.map(({ recorded }) => recorded.code ?? recorded.status),
    [200, 200, 'SCM.0010', 'SCM.0020', 200, 'SCM.1010', 200, 'SCM.0010'],
  )
  t.strictSame(
    calls.flatMap(({ differences }) => differences),
    [],
  )
  t.match(calls[1]?.notes, [/would be ISSUED here; it was recorded as EXPIRED, and set to that/])
  t.equal(calls.flatMap(({ notes }) => notes).length, 1, 'nothing else was done past the recording')
})
