import { pino } from 'pino'
import t from 'tap'
import { hide, hideEchoed } from '../../src/domain/redaction.ts'
import { assemble } from '../../src/emulator.ts'
import type { Ask } from '../support/ask.ts'
import { askToken, client, handle, issueToken, revoke } from '../support/client.ts'
import { emulate } from '../support/emulate.ts'
import { FROZEN, PASSWORD } from '../support/samples.ts'
import { sign } from '../support/sign.ts'

const [ONE, TWO] = ['scs1700000000001', 'scs1700000000002'] as const

/** PEM that is none; what must not be seen of it is its middle. */
const SECRET = 'SecretKeyMaterial'
const pem = (kind: string, content: string) => `-----BEGIN ${kind}-----\n${content}\n-----END ${kind}-----\n`
const key = pem('PRIVATE KEY', `${SECRET}\n`.repeat(40))

t.test('secrets are not shown', async (t) => {
  const target = await emulate(t)
  const temporary = { ak: 'TEMPORARYKEY0001', sk: 'temporarySecret1', security_token: 'securityToken0001' }
  const world = await target.world({
    clock: FROZEN,
    review: 'manual',
    certificates: [{ id: ONE }, { id: TWO }],
    users: [{ name: 'owner', password: PASSWORD, temporary_access_key: temporary }],
  })
  const { requests, forgetRequests } = handle(target, world)
  const own = client(target, world)
  const issued = await issueToken(target, world, 'owner', PASSWORD)
  const token = { 'x-auth-token': world.token }
  const json = { ...token, 'content-type': 'application/json' }
  const tokens = (body: unknown, headers = {}): Ask => ({ method: 'POST', path: '/v3/auth/tokens', body, headers })
  const post = (path: string, body: unknown): Ask => ({ method: 'POST', path, body, headers: json })
  const v2 = `/v2/${world.project_id}/scm`
  const signed = (ask: Ask, more = {}, secret = world.access_key.sk) =>
    sign(ask, { ak: world.access_key.ak, sk: secret }, more)
  const wrong = (more: object) => signed({ path: `${v2}/certlist`, ...more }, {}, 'anotherSecret0001')
  const csr = (
    await own.ask('POST', '/v3/scm/csr', {
      name: 'n',
      domain_name: 'a.example.com',
      private_key_algo: 'EC_P256',
      usage: 'PERSONAL',
    })
  ).json.id
  const ASKED: [what: string, ask: Ask, shown: RegExp][] = [
    ['a token', revoke(world), /"x-auth-token":"\[redacted\]"/],
    ['an unknown token', { path: `${v2}/certlist`, headers: { 'X-AUTH-TOKEN': 'unknownToken0001' } }, /\[redacted\]/],
    ['a signature', signed({ path: `${v2}/certlist` }), /"authorization":"\[redacted\]"/],
    [
      'a security token',
      sign({ path: `${v2}/certlist` }, temporary, { securityToken: temporary.security_token }),
      /"x-security-token":"\[redacted\]"/,
    ],
    ['a canonical request with a token', wrong({ headers: token }), /canonicalRequest:.*x-auth-token:\[redacted\]\|/],
    [
      'a canonical request with a security token',
      wrong({ headers: { 'x-security-token': temporary.security_token } }),
      /x-security-token:\[redacted\]\|/,
    ],
    ...['x-subject-token', 'cookie', 'x-emulator-key', 'x-auth-token'].map((name): [string, Ask, RegExp] => [
      `a canonical request with ${name}`,
      wrong({ headers: { [name]: 'one|"signedSecret01"|two' } }),
      new RegExp(`${name}:\\[redacted\\]\\|`),
    ]),
    [
      'a cookie',
      { path: `${v2}/certlist`, headers: { ...token, cookie: 'session=sessionSecret01' } },
      /"cookie":"\[redacted\]"/,
    ],
    [
      'the admin key',
      { path: `${v2}/certlist`, headers: { ...token, 'x-emulator-key': 'adminKey000001' } },
      /"x-emulator-key":"\[redacted\]"/,
    ],
    [
      'a password and the token for it',
      tokens(askToken(world, 'owner', PASSWORD)),
      /"password\\":\\"\[redacted\].*"x-subject-token":"\[redacted\]"/,
    ],
    ['a wrong password', tokens(askToken(world, 'owner', 'Wrong@12345')), /"password\\":\\"\[redacted\]/],
    [
      'a token that is described',
      { path: '/v3/auth/tokens', headers: { ...token, 'x-subject-token': issued } },
      /"x-subject-token":"\[redacted\]"/,
    ],
    ['a password in what is no JSON', tokens(`{"password":"${PASSWORD}" x`, json), /IAM\.400/],
    ['a password without quotes', tokens(`{"password": ${PASSWORD}}`, json), /IAM\.400/],
    ['a password in a form', tokens(`name=owner&password=${PASSWORD}`, json), /IAM\.400/],
    [
      'a password in a form, as a form',
      tokens(`password=${PASSWORD}`, { ...token, 'content-type': 'application/x-www-form-urlencoded' }),
      /IAM\.400/,
    ],
    ['a password in a list', tokens(`{"password":["${PASSWORD}"],"x":1}`, json), /IAM\.400/],
    ['a password in single quotes', tokens(`{'password':'${PASSWORD}'}`, json), /IAM\.400/],
    ['a password under a bare name', tokens(`{password:"${PASSWORD}"}`, json), /IAM\.400/],
    [
      'a password as a part of many',
      tokens(`--b\r\ncontent-disposition: form-data; name="password"\r\n\r\n${PASSWORD}\r\n--b--`, {
        ...token,
        'content-type': 'multipart/form-data; boundary=b',
      }),
      /IAM\.400/,
    ],
    ['a password under an escaped name', tokens(`{"pass\\u0077ord":"${PASSWORD}"}`, json), /IAM\.400/],
    [
      'a private key that is uploaded (v2)',
      post(`${v2}/cert/upload`, { cert_name: 'n', cert: pem('CERTIFICATE', 'x'), private_key: key }),
      /"private_key\\":\\"\[redacted\]/,
    ],
    [
      'a private key that is imported (v3)',
      post('/v3/scm/certificates/import', { private_key: key, name: 'n', certificate: 'x' }),
      /"name\\":\\"n/,
    ],
    [
      'a private key where the body is cut',
      post(`${v2}/cert/upload`, { cert: 'x'.repeat(16 * 1024 - 200), private_key: key }),
      /"private_key\\":\\"\[redacted\]/,
    ],
    [
      'a private key with spaces around',
      post(`${v2}/cert/upload`, `{"private_key"\n :\t${JSON.stringify(key)}, }`),
      /redacted/,
    ],
    [
      'a private key under an escaped name',
      post(`${v2}/cert/upload`, `{"private\\u005fkey":${JSON.stringify(key)}}`),
      /SCM\.0005/,
    ],
    [
      'a private key with a CSR',
      post('/v3/scm/csr/upload', { name: 'n', csr: 'x', private_key: key }),
      /"private_key\\":\\"\[redacted\]/,
    ],
    [
      'a private key that is exported',
      post(`/v3/scm/certificates/${TWO}/export`, {}),
      /"private_key\\":\\"\[redacted\]/,
    ],
    ['a private key that is downloaded', { path: `${v2}/cert/${TWO}/cert_file`, headers: token }, /application\/zip/],
    [
      'a private key of a CSR',
      { path: `/v3/scm/csr/${csr}/private-key`, headers: token },
      /"private_key\\":\\"\[redacted\]/,
    ],
    ...[
      'Password',
      'PASSWORD',
      'adminPassword',
      'new_password',
      'passwd',
      'privateKey',
      'enc_private_key',
      'encPrivateKey',
      'secretAccessKey',
      'secret_access_key',
      'client_secret',
      'securityToken',
      'sk',
      'SK',
      'token',
    ].flatMap((name): [string, Ask, RegExp][] => [
      [`what is called ${name}`, post('/v3/scm/csr', { name: 'n', [name]: SECRET }), /\[redacted\]/],
      [`what is called ${name}, in no JSON`, post('/v3/scm/csr', `{"${name}" :"${SECRET}",}`), /\[redacted\]/],
      [`what is called ${name}, as an object`, post('/v3/scm/csr', { [name]: { id: SECRET } }), /\[redacted\]/],
      [`what is called ${name}, in a query`, { path: `${v2}/certlist?${name}=${SECRET}`, headers: token }, /redacted/],
    ]),
    ['a password within a password', tokens({ password: { value: [{ x: SECRET }] } }, json), /\[redacted\]/],
    ['a password in a text', tokens({ text: JSON.stringify({ password: SECRET }) }, json), /\[redacted\]/],
    ['a name twice, the first a secret', tokens(`{"a":{"password":"${SECRET}"},"a":1}`, json), /IAM\.400/],
    ['a token where an id belongs', { path: `${v2}/cert/${issued}`, headers: token }, /cert\/\[redacted\]"/],
    ['a token at no address', { path: `${v2}/nowhere/${world.token}`, headers: token }, /nowhere\/\[redacted\]"/],
    ['a token in a query', { path: `${v2}/certlist?a=${world.token}&b=1`, headers: token }, /a=\[redacted\]&b=1/],
    ['a token as a query', { path: `${v2}/certlist?X-Auth-Token=short`, headers: token }, /X-Auth-Token=\[redacted\]/],
  ]
  const hidden = [
    world.token,
    issued,
    PASSWORD,
    'Wrong@12345',
    'unknownToken0001',
    'sessionSecret01',
    'signedSecret01',
    '|two',
    'adminKey000001',
    SECRET,
    'PRIVATE KEY',
  ]
  hidden.push(...Object.values(temporary).slice(1), world.access_key.sk, 'anotherSecret0001')
  for (const [what, ask, shown] of ASKED) {
    await t.test(`hidden: ${what}`, async (t) => {
      await forgetRequests()
      const { headers } = await target.ask(ask)
      const entries = await requests()
      t.match(entries, [{ request_id: headers['x-request-id'] }])
      const text = JSON.stringify(entries)
      t.same(
        hidden.filter((secret) => text.includes(secret)),
        [],
      )
      const signature = /Signature=(\w+)/.exec(ask.headers?.authorization ?? '')?.[1]
      t.notOk(signature && text.includes(signature), 'nor a signature')
      t.match(text, shown, 'the rest is there')
    })
  }
})

t.test('secrets are looked for in time that grows with the text, not faster', async (t) => {
  const SIZE = 16 * 1024
  const TEXTS = {
    'lines that name a part': 'name=sk\n'.repeat(SIZE / 8),
    'names without an end': '"password":'.repeat(SIZE / 11),
    'names before blanks': `sk${' '.repeat(64)}`.repeat(SIZE / 66),
    'one long word': 'a'.repeat(SIZE),
    'many dashes': 'a-'.repeat(SIZE / 2),
    'escapes that never end': `"sk":"${'\\\\'.repeat(SIZE / 2)}`,
    'names of headers': 'cookie:'.repeat(SIZE / 7),
    'deep lists': '['.repeat(SIZE / 2) + ']'.repeat(SIZE / 2),
    'deep objects': `${'{"sk":'.repeat(SIZE / 7)}1${'}'.repeat(SIZE / 7)}`,
  }
  const manyEmpty = Array.from({ length: 20_000 }, () => ['cookie', ''] as const)
  const manyOwn = Array.from({ length: 20_000 }, (_, index) => ['cookie', `${index}`] as const)
  for (const [name, text] of Object.entries(TEXTS)) {
    const begin = performance.now()
    for (let round = 0; round < 20; round += 1) hide(text)
    for (const sent of [manyEmpty, manyOwn]) hideEchoed(text, sent)
    const took = performance.now() - begin
    t.ok(took < 2_000, `${name}: ${Math.round(took)} ms`)
  }
})

t.test('an echo is hidden although it is sent in parts, or cut off', async (t) => {
  const sent = [['cookie', 'a|"b'] as const, ['x-auth-token', 'c|d'] as const, ['cookie', 'e'] as const]
  t.equal(
    hideEchoed('{"m":"cookie:a|\\"b; e|x-auth-token:c|d"}', sent),
    '{"m":"cookie:[redacted]|x-auth-token:[redacted]"}',
  )
  t.equal(hideEchoed('cookie:a|\\"b; ', sent), 'cookie:[redacted]')
})

t.test('the log names no token that stands in a path', async (t) => {
  const lines: string[] = []
  const emulator = await assemble({ inMemory: true, fixtures: 'none' }, pino({}, { write: (line) => lines.push(line) }))
  t.teardown(() => emulator.close())
  const inject = (url: string, payload?: object) =>
    emulator.inject({ method: payload ? 'POST' : 'GET', url, ...(payload && { payload }) })
  const { token } = JSON.parse((await inject('/_emulator/worlds', {})).payload)
  for (const path of ['/nowhere', '/v3/scm/certificates', '/v3/auth']) await inject(`${path}/${token}?a=${token}`)
  t.equal(lines.length, 4)
  t.notMatch(lines.join(''), token)
  t.match(lines.join(''), /no API is published at \/nowhere\/\[redacted\]/)
})
