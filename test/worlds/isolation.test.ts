import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fc from 'fast-check'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { SPACES } from '../../src/domain/spaces.ts'
import { assemble } from '../../src/emulator.ts'
import { operations as v2 } from '../../src/routes/scm/v2/index.ts'
import { operations as v3 } from '../../src/routes/scm/v3/index.ts'
import { refused } from '../support/answers.ts'
import { type Answer, type Ask, askOver } from '../support/ask.ts'
import { environment, MAIN } from '../support/child.ts'
import { askToken, certificates, issueToken, revoke } from '../support/client.ts'
import { suite, type World } from '../support/emulate.ts'
import { runs } from '../support/length.ts'
import { PASSWORD } from '../support/samples.ts'
import { type Key, sign } from '../support/sign.ts'

const SHARED = 'scs1700000000001'
const THEIRS = 'scs1700000000002'
const SEEN = 'scs1700000000003'
const TEMPORARY = { sk: 'temporarySecretKey0000000001', security_token: 'securityToken0000000000000001' }
/** Stands in everything of the other world that could be shown. */
const MARK = 'belongs-to-b'

const ROUTES: [method: string, url: string][] = [
  ...v2.map(({ method, url }) => [String(method), SPACES.scm_v2.prefix + url] as [string, string]),
  ...v3.map(({ method, url }) => [String(method), SPACES.scm_v3.prefix + url] as [string, string]),
  ['GET', '/v3/auth/tokens'],
  ['GET', '/v3/projects'],
  ['GET', '/v3/projects?name=:name'],
  ['GET', '/v3/auth/domains'],
]

interface Attempt {
  route: number
  by: 'token' | 'iam' | 'domain' | 'key' | 'temporary' | 'signature over their token' | 'their key, own secret'
  project: 'own' | 'theirs' | 'unknown' | 'encoded'
  certificate: string
  name: 'own' | 'theirs'
  body: unknown
  headers: Partial<
    Record<'project' | 'domain' | 'subject' | 'security' | 'token' | 'forwarded' | 'user', 'own' | 'theirs'>
  >
}

const whose = fc.constantFrom('own' as const, 'theirs' as const)
const attempts: fc.Arbitrary<Attempt> = fc.record({
  // The revoke is what matters most: it is tried half of the time.
  route: fc.oneof(fc.nat(ROUTES.length - 1), fc.constant(ROUTES.findIndex(([, url]) => url.endsWith('/revoke')))),
  by: fc.constantFrom(
    ...(['token', 'iam', 'domain', 'key', 'temporary', 'signature over their token', 'their key, own secret'] as const),
  ),
  project: fc.constantFrom('own', 'own', 'theirs', 'theirs', 'unknown', 'encoded'),
  certificate: fc.constantFrom(SHARED, THEIRS, SEEN),
  name: whose,
  body: fc.constantFrom(
    { reason: 'key lost' },
    { cert_id: THEIRS, reason: '' },
    { modify_key: 'CERT_NAME', modify_value: 'mine' },
    { service_type: 'CDN', remote_project: 'theirs', target_project: 'theirs', target_service: 'CDN' },
    {},
  ),
  headers: fc.record(
    { project: whose, domain: whose, subject: whose, security: whose, token: whose, forwarded: whose, user: whose },
    { requiredKeys: [] },
  ),
}) as fc.Arbitrary<Attempt>

suite('a user of one world never reads or changes another', async (t, target) => {
  const id = t.name.replace(/\W/g, '')
  const certificate = { name: MARK, description: MARK, domain: `${MARK}.example.com` }
  const b = await target.world({
    name: MARK,
    account: { name: `${MARK}-${id}` },
    users: [{ name: MARK, password: PASSWORD }],
    certificates: [
      { id: SHARED, ...certificate },
      { id: THEIRS, ...certificate },
      // Looking at it would count: what the CA has left to count is shown to control calls.
      { id: SEEN, ...certificate, status: 'REVOKING', review: { of: 'revocation', setting: 'reads:5', reads: 5 } },
    ],
  })
  const temporary = { ...TEMPORARY, ak: `TEMPORARY${b.project_id.slice(0, 8)}` }
  const a = await target.world({
    users: [{ name: 'owner', password: PASSWORD, temporary_access_key: temporary }],
    certificates: [{ id: SHARED, name: 'own' }],
  })
  const iam = await issueToken(target, a, 'owner', PASSWORD)
  const domain = await issueToken(target, a, 'owner', PASSWORD, null)
  const theirs = await issueToken(target, b, MARK, PASSWORD)
  const state = async () => ({
    certificates: await certificates(target, b),
    project: { ...(await target.control('GET', `/worlds/${b.project_id}`)), clock: undefined },
    events: await target.control('GET', `/worlds/${b.project_id}/events`),
    requests: await target.control('GET', `/worlds/${b.project_id}/requests`),
  })

  function request({ route, project, certificate, name, body, headers }: Attempt): Ask {
    const [method, url] = ROUTES[route] as [string, string]
    const encoded = b.project_id.replace(/^./, (first) => `%${first.charCodeAt(0).toString(16)}`)
    const id = { own: a.project_id, theirs: b.project_id, unknown: 'f'.repeat(32), encoded }[project]
    const of = (who: 'own' | 'theirs' | undefined, field: (world: World) => string) =>
      who === undefined ? undefined : field(who === 'own' ? a : b)
    const sent = {
      'x-project-id': of(headers.project, ({ project_id }) => project_id),
      'x-domain-id': of(headers.domain, ({ account }) => account.id),
      'x-subject-token': headers.subject && (headers.subject === 'own' ? iam : theirs),
      'x-security-token': headers.security && (headers.security === 'own' ? temporary.security_token : theirs),
      'x-forwarded-for': headers.forwarded && '10.0.0.1',
      'x-original-url': headers.forwarded && `/v2/${b.project_id}/scm/cert/${THEIRS}`,
      'x-user-id': of(headers.user, ({ users }) => users[0]?.id ?? ''),
    }
    return {
      method,
      path: url
        .replace(':project_id', id)
        .replace(':name', name === 'own' ? 'cn-north-4' : MARK)
        .replace(/:\w+/, certificate),
      headers: Object.fromEntries(Object.entries(sent).filter((entry): entry is [string, string] => !!entry[1])),
      ...(method !== 'GET' && { body }),
    }
  }

  function withCredentials(ask: Ask, { by, headers }: Attempt): Ask {
    const withToken = (token: string) => ({ ...ask, headers: { ...ask.headers, 'x-auth-token': token } })
    if (by === 'token') return withToken(a.token)
    if (by === 'iam') return withToken(iam)
    if (by === 'domain') return withToken(domain)
    if (by === 'signature over their token') return sign(withToken(theirs), a.access_key)
    const signed = headers.token === 'theirs' ? withToken(b.token) : ask
    if (by === 'temporary') return sign(signed, temporary, { securityToken: temporary.security_token })
    const key: Key = by === 'key' ? a.access_key : { ak: b.access_key.ak, sk: a.access_key.sk }
    return sign(signed, key)
  }

  const before = await state()
  const secrets = [b.token, theirs, b.access_key.sk, b.account.id, b.users[0]?.id ?? '']
  let reached = 0
  const property = fc.asyncProperty(attempts, async (attempt) => {
    const ask = withCredentials(request(attempt), attempt)
    const { status, text, headers, json } = await target.ask(ask)
    if (status < 300 || /^SCM\.00(?!02|69)/.test(json?.error_code)) reached += 1
    // What a client sent may come back to it; nothing else of the other world may.
    const { 'x-emulator-reason': reason, ...others } = headers
    const shown = [text, reason, JSON.stringify(others)].join('\n').replaceAll(decodeURIComponent(ask.path), '')
    const sent = JSON.stringify(ask)
    const leak = [MARK, ...secrets].find((secret) => shown.includes(secret) && !sent.includes(secret))
    if (leak !== undefined) throw new Error(`${status} shows ${leak}: ${shown}`)
    if (status === 200 && shown.includes(MARK)) throw new Error(`200 shows ${MARK}: ${shown}`)
  })
  const numRuns = runs(500)
  await t.resolves(fc.assert(property, { numRuns }), `${numRuns} cases`)
  t.comment(`isolation: ${numRuns} cases, of which ${reached} were let into the caller's own world`)
  t.ok(reached > numRuns / 20, 'the cases are not all refused at the door')
  const after = await state()
  t.same(after.certificates, before.certificates, 'no certificate changed, no read was counted')
  t.same(after.project, before.project, 'nor the project')
  t.same(after.events, before.events, 'nor its audit trail')
  // Who shows another's key without its secret is not that world's user, but its journal may tell of the attempt.
  const own = ({ requests }: { requests: { status: number }[] }) => requests.filter(({ status }) => status < 300)
  t.same(own(after.requests), own(before.requests), 'no request was let in')
})

t.test('500 APIGW.0601 an unexpected exception: its stack is in the log, and nowhere else', async (t) => {
  const lines: string[] = []
  const logger = pino({ level: 'trace' }, { write: (line) => lines.push(line) })
  const emulator = await assemble({ inMemory: true, fixtures: 'none', adminKey: 'adminKey0001' }, logger)
  t.teardown(() => emulator.close())
  const headers = { host: '127.0.0.1', 'x-emulator-key': 'adminKey0001', 'content-type': 'application/json' }
  const made = await emulator.inject({
    method: 'POST',
    url: '/_emulator/worlds',
    headers,
    payload: '{"certificates":[{}]}',
  })
  const { project_id, token, certificates: placed } = made.json()
  const url = `/v2/${project_id}/scm/cert/${placed[0].id}`
  emulator.store.certificates.find = () => {
    throw new Error('the sky fell')
  }
  const { statusCode, headers: got, payload } = await emulator.inject({ url, headers: { 'x-auth-token': token } })
  const answer: Answer = {
    status: statusCode,
    headers: got as Answer['headers'],
    text: payload,
    json: JSON.parse(payload),
  }
  refused(t, answer, 'APIGW.0601', { source: 'assumed' })
  const called = await emulator.inject({
    url: `/_emulator/worlds/${project_id}/certificates/${placed[0].id}`,
    headers,
  })
  t.equal(called.statusCode, 500)
  t.match(called.json().error, { code: 'unexpected' })
  for (const text of [JSON.stringify(answer), JSON.stringify(called.headers), called.payload]) {
    t.notMatch(text, /sky|isolation\.test| at /)
  }
  const log = lines.join('')
  t.equal(log.split('the sky fell\\n    at ').length, 3, 'both stacks are in the log')
  t.notOk(log.includes(token), 'and the token is not')
})

/** A server process at the loudest level, and everything that it prints. */
async function server(t: Test, ...flags: string[]) {
  const argv = [MAIN, '--in-memory', '--port', '0', '--fixtures', 'none', '--log-level', 'trace', ...flags]
  const child: ChildProcess = spawn(process.execPath, argv, { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] })
  t.teardown(() => child.kill('SIGKILL'))
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output)
      if (found) resolve(found[0])
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', () => reject(new Error(output)))
  })
  return {
    url,
    /** Ends the process; all that it printed. */
    async end(): Promise<string> {
      const closed = once(child, 'close')
      child.kill('SIGTERM')
      await closed
      return output
    },
  }
}

t.test('no secret is printed, or shown to anybody else', async (t) => {
  const ADMIN = 'adminKey0000000000000001'
  const { url, end } = await server(t, '--admin-key', ADMIN)
  const ask = (what: Ask) => askOver(url, what)
  const control = (method: string, path: string, body?: unknown): Promise<Answer> =>
    ask({
      method,
      path: `/_emulator${path}`,
      ...(body !== undefined && { body }),
      headers: { 'x-emulator-key': ADMIN, ...(body !== undefined && { 'content-type': 'application/json' }) },
    })
  const temporary = { ...TEMPORARY, ak: 'TEMPORARYKEY0001' }
  const users = [{ name: 'owner', password: PASSWORD, temporary_access_key: temporary }]
  const world: World = (await control('POST', '/worlds', { users, certificates: [{}, {}, {}] })).json
  const target = { url, ask } as Parameters<typeof issueToken>[0]
  const issued = await issueToken(target, world, 'owner', PASSWORD)
  const { ak, sk } = world.access_key
  const SECRETS: Record<string, string> = {
    password: PASSWORD,
    'wrong password': 'Wrong@12345',
    'new password': 'Newer@12345',
    token: world.token,
    'issued token': issued,
    'unknown token': 'unknownToken0000000001',
    'secret key': sk,
    'new secret key': 'anotherSecretKey00000001',
    'admin key': ADMIN,
    'bad admin key': 'badAdminKey00001',
    'temporary secret key': temporary.sk,
    'security token': temporary.security_token,
  }
  const signatures: string[] = []
  const signed = (what: Ask, ...rest: [key?: Key, options?: object]) => {
    const asked = sign(what, rest[0] ?? { ak, sk }, rest[1])
    signatures.push(/Signature=([0-9a-f]+)/.exec(asked.headers?.authorization ?? '')?.[1] ?? '')
    return ask(asked)
  }

  const [one, two, three] = world.certificates.map(({ id }) => id) as [string, string, string]
  const token = (value: string) => ({ 'x-auth-token': value })
  const bare = (id: string): Ask => revoke(world, { id, headers: {} })
  const tokens = (body: unknown): Ask => ({ method: 'POST', path: '/v3/auth/tokens', body })
  const json = { 'content-type': 'application/json' }
  const statuses = [
    await ask(revoke(world, { id: one })),
    await signed(bare(two)),
    await signed(bare(three), temporary, { securityToken: temporary.security_token }),
    await ask(revoke(world, { headers: token('unknownToken0000000001') })),
    await ask({ ...revoke(world), path: `${revoke(world).path}s`, headers: token(issued) }),
    await ask({ ...revoke(world), method: 'PUT', headers: token(issued) }),
    await ask(revoke(world, { body: '{', headers: token(issued) })),
    await ask(revoke(world, { headers: token(issued.repeat(500)) })),
    await signed(bare(one), { ak, sk: 'anotherSecretKey00000001' }),
    await signed(bare(one), temporary),
    await signed(bare(one), { ak: 'UNKNOWNKEY000001', sk }),
    await ask({ path: '/v3/auth/tokens', headers: { ...token(world.token), 'x-subject-token': issued } }),
    await ask(tokens(askToken(world, 'owner', 'Wrong@12345'))),
    // Bodies that are no JSON, or not what IAM takes, with a password in them: why they are refused must not quote it.
    await ask({ ...tokens(`password=${PASSWORD}`), headers: json }),
    await ask({ ...tokens(`{"password": ${PASSWORD}}`), headers: json }),
    await ask({ ...tokens(`{"password":"${PASSWORD}" x`), headers: json }),
    await ask({ ...tokens(`"${PASSWORD}`), headers: json }),
    await ask({ ...tokens(`{"password":"${PASSWORD}" x`), headers: { ...json, ...token(world.token) } }),
    await ask(tokens({ auth: { password: PASSWORD, [PASSWORD]: PASSWORD } })),
    await ask({ path: '/_emulator/worlds', headers: { 'x-emulator-key': 'badAdminKey00001' } }),
    await control('PATCH', `/worlds/${world.project_id}`, { users: [{ name: 'owner', password: 'Newer@12345' }] }),
    await control('POST', '/worlds', { users: [{ name: 'x', token: world.token }] }),
    await control('POST', '/worlds', { users: [{ name: 'x', password: 5, token: PASSWORD, sk }] }),
    await control('POST', '/worlds', `{"users":[{"password":"${PASSWORD}"`),
  ].map(({ status }) => status)
  t.same(statuses.slice(0, 13), [200, 200, 200, 401, 404, 404, 400, 494, 401, 401, 401, 200, 401])
  t.same(statuses.slice(13), [400, 400, 400, 400, 400, 400, 401, 200, 400, 400, 400])

  const hidden = [...Object.values(SECRETS), ...signatures, PASSWORD.slice(0, 6), PASSWORD.slice(-6)]
  const path = `/worlds/${world.project_id}`
  for (const listing of ['/worlds', path, `${path}/requests`, `${path}/events`, `${path}/certificates`, '/errors']) {
    const { status, text } = await control('GET', listing)
    t.equal(status, 200, listing)
    t.same(
      hidden.filter((secret) => text.includes(secret)),
      [],
      `${listing.replace(world.project_id, ':id')} shows no secret`,
    )
  }

  const output = await end()
  t.ok(output.split('"answered"').length > statuses.length, 'every request is in the log')
  for (const [name, secret] of Object.entries(SECRETS)) t.notOk(output.includes(secret), `${name} is not in the log`)
  for (const signature of signatures) t.notOk(output.includes(signature), 'no signature is in the log')
  t.notOk(output.includes(PASSWORD.slice(0, 6)), 'nor the beginning of a password')
  t.notOk(output.includes(PASSWORD.slice(-6)), 'nor its end')
})
