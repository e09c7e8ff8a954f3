import t from 'tap'
import { askToken, issueToken, revoke } from '../support/answers.ts'
import type { Ask } from '../support/ask.ts'
import { emulate } from '../support/emulate.ts'
import { client, FROZEN, handle } from '../support/handle.ts'
import { sign } from '../support/sign.ts'

const [ONE, TWO] = ['scs1700000000001', 'scs1700000000002'] as const
const PASSWORD = 'Owner@12345'

/** PEM that is none; what must not be seen of it is its middle. */
const SECRET = 'SecretKeyMaterial'
const pem = (kind: string, content: string) => `-----BEGIN ${kind}-----\n${content}\n-----END ${kind}-----\n`
const key = pem('PRIVATE KEY', `${SECRET}\n`.repeat(40))

t.test('secrets are not shown', async (t) => {
  const target = await emulate(t)
  const temporary = { ak: 'TEMPORARYKEY0001', sk: 'temporarySecret1', security_token: 'securityToken0001' }
  const world = await target.world({
    ...{ clock: FROZEN, review: 'manual', certificates: [{ id: ONE }, { id: TWO }] },
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
