import { gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { type Refused, refused, succeeded } from '../support/answers.ts'
import type { Answer, Ask } from '../support/ask.ts'
import { askToken, certificates, pathOf, revoke } from '../support/client.ts'
import { emulate, suite, type World } from '../support/emulate.ts'
import { exchange, request } from '../support/raw.ts'
import { PASSWORD } from '../support/samples.ts'
import { dateOf, type Signing, sha256, sign } from '../support/sign.ts'

const FIRST = 'scs1700000000001'
const SECOND = 'scs1700000000002'
const WORLD = { review: 'manual', certificates: [{ id: FIRST }, { id: SECOND }] }

const HEX = 'a'.repeat(64)
const signature = (access: string, names: string, hex: string) =>
  `SDK-HMAC-SHA256 Access=${access}, SignedHeaders=${names}, Signature=${hex}`

/** `Authorization` headers that are malformed; `AK` stands for the world's own. Answer: APIGW.0301 with no detail (observed). */
const MALFORMED: Record<string, string> = {
  'an empty one': '',
  'basic authentication': 'Basic dXNlcjpwYXNzd29yZA==',
  'a bearer token': 'Bearer abc',
  'the algorithm alone': 'SDK-HMAC-SHA256',
  'the algorithm and a blank': 'SDK-HMAC-SHA256 ',
  'no signature': 'SDK-HMAC-SHA256 Access=AK, SignedHeaders=x-sdk-date',
  'no access key': `SDK-HMAC-SHA256 SignedHeaders=x-sdk-date, Signature=${HEX}`,
  'no signed headers': `SDK-HMAC-SHA256 Access=AK, Signature=${HEX}`,
  'an empty access key': signature('', 'x-sdk-date', HEX),
  'an access key with a blank': signature('A K', 'x-sdk-date', HEX),
  'an access key of 1,000 characters': signature('A'.repeat(1000), 'x-sdk-date', HEX),
  'an empty list of signed headers': signature('AK', '', HEX),
  'a date that is not signed': signature('AK', 'host', HEX),
  'a date that is nearly signed': signature('AK', 'x-sdk-dates', HEX),
  'a header that is signed twice': signature('AK', 'host;x-sdk-date;Host', HEX),
  'a header that is signed 4,000 times': signature('AK', `x-sdk-date${';a'.repeat(4_000)}`, HEX),
  'signed headers between commas': signature('AK', 'host,x-sdk-date', HEX),
  'an empty signature': signature('AK', 'x-sdk-date', ''),
  'a signature that is too short': signature('AK', 'x-sdk-date', HEX.slice(1)),
  'a signature that is too long': signature('AK', 'x-sdk-date', `${HEX}a`),
  'a signature that is no hex': signature('AK', 'x-sdk-date', 'g'.repeat(64)),
  'a signature in base64': signature('AK', 'x-sdk-date', 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA='),
  'two signatures': `${signature('AK', 'x-sdk-date', HEX)}, Signature=${HEX}`,
  'the same twice': `${signature('AK', 'x-sdk-date', HEX)}, ${signature('AK', 'x-sdk-date', HEX)}`,
  'something more': `${signature('AK', 'x-sdk-date', HEX)}, Region=cn-north-4`,
  'another order': `SDK-HMAC-SHA256 Signature=${HEX}, SignedHeaders=x-sdk-date, Access=AK`,
  'the algorithm in small letters': signature('AK', 'x-sdk-date', HEX).replace('SDK-HMAC', 'sdk-hmac'),
  'another hash': signature('AK', 'x-sdk-date', HEX).replace('SHA256', 'SHA512'),
  "a derived key's algorithm without its scope": signature('AK', 'x-sdk-date', HEX).replace('SDK-', 'V11-'),
  "Amazon's algorithm": `AWS4-HMAC-SHA256 Credential=AK/20261124/x/y/aws4_request, SignedHeaders=host, Signature=${HEX}`,
  'parts without commas': `SDK-HMAC-SHA256 Access=AK SignedHeaders=x-sdk-date Signature=${HEX}`,
  'a blank before it': ` ${signature('AK', 'x-sdk-date', HEX)} x`,
}

/** Dates that are not dates. Answer: APIGW.0301 with no detail (observed). */
const DATES = [
  '',
  'now',
  '20261124',
  '2026-11-24T08:00:00Z',
  '20261124T080000',
  '20261124T080000+0000',
  '20261124T080000z',
  '20261324T080000Z',
  '20260230T080000Z',
  '20261100T080000Z',
  '20261124T240000Z',
  '20261124T256000Z',
  '20261124T080060Z',
  '1795507200',
  '99999999T999999Z',
  '20261124T080000.000Z',
  '-0261124T080000Z',
]

/** Dates that are dates, and far away. Answer: `signature expired` (documented). */
const FAR = ['00010101T000000Z', '19700101T000000Z', '20200229T235959Z', '99991231T235959Z']

/** What is signed, and what of it is sent otherwise; and what the answer says that helps. */
const REPLAYS: Record<
  string,
  { sent: (world: World, other: World) => Partial<Ask>; signing?: Signing; reason?: RegExp }
> = {
  'another body': { sent: () => ({ body: { reason: 'key found' } }) },
  'another body under a hash that was sent': {
    sent: () => ({ body: { reason: 'key found' } }),
    signing: { contentHash: sha256('{"reason":"key lost"}') },
    reason: new RegExp(`the body hashes to ${sha256('{"reason":"key found"}')}`),
  },
  'another body under an upper-case hash': {
    sent: () => ({ body: { reason: 'key found' } }),
    signing: { contentHash: sha256('{"reason":"key lost"}').toUpperCase() },
    reason: new RegExp(`the body hashes to ${sha256('{"reason":"key found"}')}`),
  },
  'a body where none was signed': { sent: () => ({}), signing: { instead: { body: '' } }, reason: /an empty body/ },
  'another certificate': { sent: (w) => ({ path: pathOf(w, SECOND) }) },
  'another project': { sent: (_, other) => ({ path: pathOf(other, FIRST) }) },
  'a query that was not signed': { sent: (w) => ({ path: `${pathOf(w, FIRST)}?a=b` }), reason: /without the query/ },
  'another query': {
    sent: (w) => ({ path: `${pathOf(w, FIRST)}?a=c` }),
    signing: { instead: { path: '?a=b' } },
  },
  'another method': { sent: () => ({}), signing: { instead: { method: 'PUT' } }, reason: /made for the method PUT/ },
}

suite('bad credentials', async (t, target) => {
  const other = await target.world(WORLD)
  const theirs = await certificates(target, other)

  /** Asserts what a request that shows bad credentials is answered with, and that nothing came of it. */
  const turnedAway = (name: string, ask: (world: World) => Ask, rest: Refused | ((world: World) => Refused)) =>
    t.test(`401 APIGW.0301 ${name}`, async (t) => {
      const world = await target.world(WORLD)
      const before = await certificates(target, world)
      refused(t, await target.ask(ask(world)), 'APIGW.0301', typeof rest === 'function' ? rest(world) : rest)
      t.same(await certificates(target, world), before, 'nothing changed')
      succeeded(t, await target.ask(sign(revoke(world, { headers: {} }), world.access_key)))
    })
  const signed = (world: World, signing: Signing = {}) =>
    sign(revoke(world, { headers: {} }), world.access_key, signing)

  for (const [name, header] of Object.entries(MALFORMED)) {
    const ask = (world: World) => {
      const authorization = header.replace('=AK', `=${world.access_key.ak}`)
      return revoke(world, { headers: { 'x-sdk-date': dateOf(new Date()), authorization } })
    }
    await turnedAway(`a malformed Authorization: ${name}`, ask, { source: 'observed' })
  }
  for (const date of DATES) {
    const rest = { source: 'observed', reason: /X-Sdk-Date is "/ } as const
    await turnedAway(`a date that is none: ${date}`, (world) => signed(world, { date }), rest)
  }
  for (const date of FAR) {
    const rest = { source: 'documented', detail: 'calc ak sk signature fail:signature expired' } as const
    await turnedAway(`a date far away: ${date}`, (world) => signed(world, { date }), rest)
  }
  await turnedAway(
    'no date at all',
    (world) => {
      const { headers: { 'x-sdk-date': _, ...headers } = {}, ...rest } = signed(world)
      return { ...rest, headers }
    },
    { source: 'observed', reason: /X-Sdk-Date/ },
  )

  /** What a signature that does not match is answered with begins in the same way whatever was sent. */
  const mismatched = (t: Test, answer: Answer, reason?: RegExp) => {
    t.match(
      answer.json.error_msg,
      /^Incorrect IAM authentication information: verify aksk signature fail, canonicalRequest:[A-Z]+\|\//,
    )
    const detail = answer.json.error_msg.slice('Incorrect IAM authentication information: '.length)
    refused(t, answer, 'APIGW.0301', { source: 'observed', detail, ...(reason && { reason }) })
  }
  for (const [name, { sent, signing = {}, reason }] of Object.entries(REPLAYS)) {
    await t.test(`401 APIGW.0301 a signature replayed with ${name}`, async (t) => {
      const world = await target.world(WORLD)
      const before = await certificates(target, world)
      const instead = { path: pathOf(world, FIRST), method: 'POST', body: { reason: 'key lost' }, ...signing.instead }
      if (instead.path.startsWith('?')) instead.path = pathOf(world, FIRST) + instead.path
      const asked = sign({ ...revoke(world, { headers: {} }), ...sent(world, other) }, world.access_key, {
        ...signing,
        instead,
      })
      mismatched(t, await target.ask(asked), reason)
      t.same(await certificates(target, world), before, 'nothing changed')
    })
  }
  const upper = (text: string) => text.replace(/[0-9a-f]{64}$/, (hex) => hex.toUpperCase())
  const EDITED: Record<string, [(authorization: string) => string, RegExp]> = {
    'upper-case hex': [upper, /lower-case/],
    'a signed header that was not sent': [
      (text) => text.replace('x-sdk-date', 'x-absent;x-sdk-date'),
      /not sent: x-absent/,
    ],
    'the name of what every object has': [
      (text) => text.replace('x-sdk-date', 'constructor;x-sdk-date'),
      /not sent: constructor/,
    ],
    'the name of what objects come from': [
      (text) => text.replace('x-sdk-date', '__proto__;x-sdk-date'),
      /not sent: __proto__/,
    ],
    'a signed header that is not said': [(text) => text.replace('x-note;', ''), /another one/],
    'the signed headers in another order': [
      (text) => text.replace('x-note;x-sdk-date', 'x-sdk-date;x-note'),
      /another one/,
    ],
    'one digit changed': [(text) => text.slice(0, -1) + (text.endsWith('0') ? '1' : '0'), /another one/],
  }
  for (const [name, [header, reason]] of Object.entries(EDITED)) {
    await t.test(`401 APIGW.0301 a signature with ${name}`, async (t) => {
      const world = await target.world(WORLD)
      const before = await certificates(target, world)
      const asked = revoke(world, { headers: { 'x-note': 'signed' } })
      mismatched(t, await target.ask(sign(asked, world.access_key, { header })), reason)
      const changed = sign(asked, world.access_key)
      mismatched(t, await target.ask({ ...changed, headers: { ...changed.headers, 'x-note': 'forged' } }))
      t.same(await certificates(target, world), before, 'nothing changed')
      succeeded(t, await target.ask(sign(asked, world.access_key)))
    })
  }
  t.same(await certificates(target, other), theirs, 'nothing changed in the other world')
})

t.test('credentials that only bytes can show', async (t) => {
  const target = await emulate(t, {}, 'tcp')
  const world = await target.world(WORLD)
  const before = await certificates(target, world)
  const { path, headers: { authorization = '', 'x-sdk-date': date = '' } = {} } = sign(
    revoke(world, { headers: {} }),
    world.access_key,
  )
  const send = (...headers: string[]) => exchange(target.url, request(`POST ${path}`, headers, '{"reason":"key lost"}'))
  await t.test('401 APIGW.0301 two Authorization headers', async (t) => {
    const headers = [`x-sdk-date: ${date}`, `authorization: ${authorization}`, `AUTHORIZATION: ${authorization}`]
    refused(t, await send(...headers), 'APIGW.0301', { source: 'observed' })
  })
  await t.test('401 APIGW.0301 two dates', async (t) => {
    const answer = await send(`x-sdk-date: ${date}`, `x-sdk-date: ${date}`, `authorization: ${authorization}`)
    refused(t, answer, 'APIGW.0301', { source: 'observed', reason: /X-Sdk-Date/ })
  })
  await t.test('401 APIGW.0301 two tokens', async (t) => {
    const answer = await send(`x-auth-token: ${world.token}`, `x-auth-token: ${world.token}`)
    refused(t, answer, 'APIGW.0301', { source: 'documented', detail: 'decrypt token fail' })
  })
  await t.test('401 APIGW.0301 a header that is a list is signed', async (t) => {
    const signing = authorization.replace('x-sdk-date', 'set-cookie;x-sdk-date')
    const answer = await send('set-cookie: a=b', 'set-cookie: c=d', `x-sdk-date: ${date}`, `authorization: ${signing}`)
    t.equal(answer.status, 401)
    t.match(answer.json.error_msg, /\|set-cookie:a=b,c=d\|/, 'it explains itself')
  })
  await t.test('200 as many headers as the limits of size allow', async (t) => {
    const many = Array.from({ length: 5_000 }, (_, index) => `h${index}: v`)
    const answer = await exchange(
      target.url,
      request(`GET /v3/scm/certificates`, [...many, `x-auth-token: ${world.token}`]),
    )
    t.equal(answer.status, 200)
  })
  for (const size of [33 * 1024, 1024 * 1024, 2 * 1024 * 1024]) {
    await t.test(`494 APIGW.0201 an Authorization of ${size} bytes`, async (t) => {
      const answer = await send(`x-sdk-date: ${date}`, `authorization: ${authorization}${'a'.repeat(size)}`)
      refused(t, answer, 'APIGW.0201/494', { source: 'documented' })
    })
  }
  t.same(await certificates(target, world), before, 'nothing changed')
  succeeded(t, await send(`x-sdk-date: ${date}`, `authorization: ${authorization}`))
})

const INVALID = '{"error":{"code":400,"message":"The request body is invalid","title":"Bad Request"}}'
const WRONG = '{"error":{"code":401,"message":"The username or password is wrong.","title":"Unauthorized"}}'

/** A right body with one part replaced; `undefined` takes it away. */
function without(body: object, path: string, value: unknown): object {
  const [head = '', ...rest] = path.split('.')
  const inner = rest.length === 0 ? value : without((body as Record<string, object>)[head] ?? {}, rest.join('.'), value)
  return { ...body, [head]: inner }
}

const PARTS = [
  'auth',
  'auth.identity',
  'auth.identity.methods',
  'auth.identity.password',
  'auth.identity.password.user',
  'auth.identity.password.user.name',
  'auth.identity.password.user.password',
  'auth.identity.password.user.domain',
  'auth.identity.password.user.domain.name',
]
const VALUES = [undefined, null, 5, true, '', [], {}, [[]], { name: {} }]
const BODIES: Record<string, Pick<Ask, 'body' | 'headers'>> = {
  'no body': {},
  'an empty body': { body: '' },
  null: { body: 'null' },
  'an array': { body: '[]' },
  'a string': { body: '"auth"' },
  'a number': { body: '5' },
  'JSON that is cut': { body: '{"auth":{"identity"' },
  'a megabyte': { body: { auth: 'x'.repeat(1024 * 1024) } },
  'invalid UTF-8': { body: Buffer.from([0x7b, 0xff, 0x7d]) },
  'a form': { body: 'auth=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  gzip: { body: gzipSync('{}'), headers: { 'content-encoding': 'gzip' } },
  'a __proto__ key': { body: '{"__proto__":{"auth":{}}}' },
}

suite('bad input to IAM', async (t, target) => {
  const world = await target.world({ ...WORLD, users: [{ name: 'owner', password: PASSWORD }] })
  const right = askToken(world, 'owner', PASSWORD, { project: { id: world.project_id } })
  const post = (what: Pick<Ask, 'body' | 'headers'>) => target.ask({ method: 'POST', path: '/v3/auth/tokens', ...what })
  const answers = async (t: Test, what: Pick<Ask, 'body' | 'headers'>, status: number, text: string) => {
    const answer = await post(what)
    t.equal(answer.status, status)
    t.equal(answer.text, text)
    t.notOk('x-subject-token' in answer.headers, 'no token')
    t.match(answer.headers['x-emulator-reason'], /^[\x20-\x7e]+ \((?:documented|assumed)\)$/)
    t.match(answer.headers['x-request-id'], /^[0-9a-f]{32}$/)
  }

  for (const [name, what] of Object.entries(BODIES)) {
    await t.test(`400 ${name}`, (t) => answers(t, what, 400, INVALID))
  }
  await t.test("400 a trailing comma: only the service's own bodies may have one", (t) =>
    answers(t, { body: JSON.stringify(right).replace(/\}$/, ',}') }, 400, INVALID),
  )
  for (const part of PARTS) {
    await t.test(`400 ${part} of every wrong shape`, async (t) => {
      for (const value of VALUES) {
        await answers(t, { body: without(right, part, value) }, 400, INVALID)
      }
    })
  }
  await t.test('400 methods that are not password', async (t) => {
    for (const methods of [
      ['totp'],
      ['token'],
      ['hw_ak_sk'],
      ['Password'],
      [5],
      [null],
      'password',
      { 0: 'password' },
    ]) {
      await answers(t, { body: without(right, 'auth.identity.methods', methods) }, 400, INVALID)
    }
  })
  await t.test('400 a scope of every wrong shape', async (t) => {
    const wrong = [null, 5, 'project', [], { project: null }, { project: 'x' }, { project: [] }, { project: {} }]
    const more = [
      { project: { id: 5 } },
      { project: { name: null } },
      { domain: 'x' },
      { domain: {} },
      { domain: { id: [] } },
    ]
    for (const scope of [...wrong, ...more])
      await answers(t, { body: without(right, 'auth.scope', scope) }, 400, INVALID)
  })
  await t.test('401 a user, a password or an account that is wrong', async (t) => {
    const user = 'auth.identity.password.user'
    const wrong = [
      ...[`${user}.name`, `${user}.password`, `${user}.domain.name`].map((part) => [part, 'nobody'] as const),
      ...["' OR '1'='1", 'OWNER', 'owner ', '\0', '\ud800'].map((name) => [`${user}.name`, name] as const),
      ...['owner@12345', `${PASSWORD} `, PASSWORD.slice(0, -1), '\u{1f510}'].map(
        (p) => [`${user}.password`, p] as const,
      ),
    ]
    for (const [part, value] of wrong) await answers(t, { body: without(right, part, value) }, 401, WRONG)
  })
  await t.test('401 a scope that is not theirs', async (t) => {
    const text =
      '{"error":{"code":401,"message":"The request you have made requires authentication.","title":"Unauthorized"}}'
    const other = await target.world()
    const scopes = [
      { project: { id: other.project_id } },
      { project: { id: 'x' } },
      { project: { name: 'cn-south-1' } },
      { project: { id: world.project_id, name: 'cn-south-1' } },
      { domain: { id: other.account.id } },
      { domain: { name: other.account.name } },
      { project: { id: 'x' }, domain: { id: world.account.id } },
    ]
    for (const scope of scopes) await answers(t, { body: without(right, 'auth.scope', scope) }, 401, text)
  })
  await t.test('201 and after all that, a right one', async (t) => {
    t.equal((await post({ body: right })).status, 201)
  })
})
