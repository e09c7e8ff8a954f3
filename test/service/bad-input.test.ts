import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { ANSWERS, type AnswerKey, type Refused, refused, stamped, succeeded } from '../support/answers.ts'
import { type Ask, askOver } from '../support/ask.ts'
import { certificates, issueToken, pathOf, revoke } from '../support/client.ts'
import { emulate, suite, type Target, type World } from '../support/emulate.ts'
import { exchange, request } from '../support/raw.ts'
import { PASSWORD } from '../support/samples.ts'

const ISSUED = 'scs1700000000001'
const OTHER = 'scs1700000000002'
const WORLD: object = { certificates: [{ id: ISSUED }, { id: OTHER }] }
const WITH_PASSWORD = { ...WORLD, users: [{ name: 'owner', password: PASSWORD }] }

/** Asserts that whatever is asked of a world changes nothing in it, and that its server still answers. */
async function unharmed(
  t: Test,
  target: Target,
  ask: (world: World) => Promise<void>,
  document = WORLD,
): Promise<void> {
  const world = await target.world(document)
  const before = await certificates(target, world)
  await ask(world)
  t.same(await certificates(target, world), before, 'nothing changed')
  const answer = await target.ask({
    path: `/v2/${world.project_id}/scm/cert/${ISSUED}`,
    headers: { 'x-auth-token': world.token },
  })
  t.equal(answer.json?.status, 'ISSUED', 'and the server still answers')
}

const bytes = (...parts: (string | number)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))))

interface Sent {
  body?: unknown
  headers?: Record<string, string>
  reason?: RegExp
}

/** What is no JSON object with a string `reason` of 0 to 63 characters. Source of every row: documented (SCM.0005). */
const BODIES: Record<string, Sent> = {
  'no body': {},
  'an empty body': { body: '', reason: /empty/ },
  blanks: { body: ' \n' },
  null: { body: 'null' },
  'an array': { body: '[{"reason":"x"}]' },
  'a bare string': { body: '"reason"' },
  'a number': { body: '5' },
  true: { body: 'true' },
  'an empty object': { body: '{}', reason: /lacks reason/ },
  'another letter case of the key': { body: '{"Reason":"x"}', reason: /lacks reason/ },
  'a reason that is null': { body: '{"reason":null}', reason: /\/reason must be string/ },
  'a reason that is a number': { body: '{"reason":5}' },
  'a reason that is false': { body: '{"reason":false}' },
  'a reason that is an object': { body: '{"reason":{}}' },
  'a reason that is an array': { body: '{"reason":["x"]}' },
  '64 characters': { body: { reason: 'x'.repeat(64) }, reason: /0 to 63 characters/ },
  '64 emoji': { body: { reason: '🔐'.repeat(64) }, reason: /0 to 63 characters/ },
  'a megabyte of reason': { body: { reason: 'x'.repeat(1024 * 1024) } },
  'exactly 12 MB': { body: Buffer.alloc(12 * 1024 * 1024, 32) },
  'a megabyte of brackets': { body: '['.repeat(1024 * 1024) },
  'invalid UTF-8': { body: bytes('{"reason":"', 0xff, '"}'), reason: /UTF-8/ },
  'invalid UTF-8 before a trailing comma': { body: bytes('{"reason":"', 0xff, '",}') },
  'overlong UTF-8': { body: bytes('{"reason":"', 0xc0, 0xaf, '"}') },
  'a surrogate in UTF-8': { body: bytes('{"reason":"', 0xed, 0xa0, 0x80, '"}') },
  'UTF-8 that is cut': { body: bytes('{"reason":"', 0xe8, 0xaf, '"}') },
  GBK: { body: bytes('{"reason":"', 0xd6, 0xd0, '"}') },
  'UTF-16': { body: Buffer.from('{"reason":"x"}', 'utf16le') },
  'a byte order mark': { body: '\ufeff{"reason":"x"}', reason: /byte order mark/ },
  'a byte order mark and a trailing comma': { body: '\ufeff{"reason":"x",}' },
  'a __proto__ key': { body: '{"reason":"x","__proto__":{}}' },
  'a reason by __proto__': { body: '{"__proto__":{"reason":"x"}}' },
  'an escaped __proto__ key': { body: '{"reason":"x","\\u005f_proto__":{}}' },
  'a __proto__ key and a trailing comma': { body: '{"reason":"x","__proto__":{},}' },
  'a reason by constructor': { body: '{"constructor":{"prototype":{"reason":"x"}}}' },
  'a high surrogate alone': { body: '{"reason":"\\ud800"}' },
  'a low surrogate alone': { body: '{"reason":"a\\udc00"}' },
  'surrogates in the wrong order': { body: '{"reason":"\\udd10\\ud83d"}' },
  'duplicate keys, the last wrong': { body: '{"reason":"x","reason":null}' },
  'a comment': { body: '{"reason":"x"/* why */}' },
  'a comment at the end of a line': { body: '{"reason":"x"} // why' },
  NaN: { body: '{"reason":"x","n":NaN}' },
  Infinity: { body: '{"reason":"x","n":-Infinity}' },
  'a leading zero': { body: '{"reason":"x","n":01}' },
  'single quotes': { body: "{'reason':'x'}" },
  'a key without quotes': { body: '{reason:"x"}' },
  'a line feed in the reason': { body: '{"reason":"a\nb"}' },
  'an escape that does not exist': { body: '{"reason":"\\x41"}' },
  'two documents': { body: '{"reason":"x"}{"reason":"y"}' },
  'JSON that is cut': { body: '{"reason":"x"' },
  'a form': {
    body: 'reason=x',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    reason: /send Content-Type: application\/json/,
  },
  "JSON with curl's default type": {
    body: '{"reason":"x"}',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    reason: /send Content-Type: application\/json/,
  },
  'a multipart form': { body: '{"reason":"x"}', headers: { 'content-type': 'multipart/form-data; boundary=x' } },
  'plain text': { body: '{"reason":"x"}', headers: { 'content-type': 'text/plain' } },
  'text/json': { body: '{"reason":"x"}', headers: { 'content-type': 'text/json' } },
  'a JSON dialect': { body: '{"reason":"x"}', headers: { 'content-type': 'application/merge-patch+json' } },
  'a type that cannot be parsed': { body: '{"reason":"x"}', headers: { 'content-type': '{}' } },
  'two types': { body: '{"reason":"x"}', headers: { 'content-type': 'application/json, text/plain' } },
  gzip: {
    body: gzipSync('{"reason":"x"}'),
    headers: { 'content-encoding': 'gzip' },
    reason: /Content-Encoding gzip; send it as it is/,
  },
  'gzip that is none': { body: '{"reason":"x"}', headers: { 'content-encoding': 'gzip' }, reason: /Content-Encoding/ },
  'gzip that is not said': { body: gzipSync('{"reason":"x"}') },
}

/** Certificate ids that are not `scs` and 13 digits, as they stand in the path. Source of every row: assumed. */
const IDS = [
  '',
  'scs',
  'scs170000000000',
  'scs17000000000011',
  'SCS1700000000001',
  'scs170000000000a',
  '1700000000001',
  'scs1700000000001%00',
  '%00',
  'scs1700000000001%0a',
  '%20scs1700000000001',
  'scs17000000%2f0001',
  '..%2f..',
  '%2f',
  'scs%ef%bc%91700000000001',
  '%f0%9f%94%90',
  `scs1%27%20OR%20%271%27=%271`,
  'scs1700000000001;--',
  '*',
  ':cert_id',
  'scs-170000000000',
  'scs+170000000000',
  'scs1.70000000000',
  'scs1e12',
  'null',
  'a'.repeat(10_000),
  '%252f',
]

/** What a request is refused for before anybody looks at its body. */
const FRONT: Record<string, [key: AnswerKey, rest: Refused, ask: (world: World, other: World) => Ask]> = {
  'an empty project id': ['SCM.0069', { source: 'assumed' }, (w) => at(w, pathOf({ project_id: '' }, ISSUED))],
  'an unknown project id': ['SCM.0069', { source: 'assumed' }, (w) => at(w, pathOf({ project_id: 'x' }, ISSUED))],
  'its own project id in upper case': [
    'SCM.0069',
    { source: 'assumed' },
    (w) => at(w, pathOf({ project_id: `${w.project_id.slice(0, -1)}%41` }, ISSUED)),
  ],
  'a project id with a NUL': ['SCM.0069', { source: 'assumed' }, (w) => at(w, pathOf({ project_id: '%00' }, ISSUED))],
  'a project id of 10,000 characters': [
    'SCM.0069',
    { source: 'assumed' },
    (w) => at(w, pathOf({ project_id: 'a'.repeat(10_000) }, ISSUED)),
  ],
  'SQL for a project id': [
    'SCM.0069',
    { source: 'assumed' },
    (w) => at(w, pathOf({ project_id: `${w.project_id}'%20OR%20'1'='1` }, ISSUED)),
  ],
  "another's project id": ['SCM.0002', { source: 'documented' }, (w, other) => at(w, pathOf(other, ISSUED))],
  'an empty token': [
    'APIGW.0301',
    { source: 'documented', detail: 'x-auth-token not found' },
    (w) => revoke(w, { headers: { 'x-auth-token': '' } }),
  ],
  "another's token": [
    'SCM.0002',
    { source: 'documented' },
    (w, other) => revoke(w, { headers: { 'x-auth-token': other.token } }),
  ],
  'a token cut short': [
    'APIGW.0301',
    { source: 'documented', detail: 'decrypt token fail' },
    (w) => revoke(w, { headers: { 'x-auth-token': w.token.slice(0, -1) } }),
  ],
  'SQL for a token': [
    'APIGW.0301',
    { source: 'documented', detail: 'decrypt token fail' },
    (w) => revoke(w, { headers: { 'x-auth-token': `' OR 1=1 --` } }),
  ],
  'the end of the path encoded as one part': [
    'APIGW.0101/method',
    { source: 'documented' },
    (w) => at(w, pathOf(w, ISSUED).replace('/revoke', '%2frevoke')),
  ],
  'a long id at a method that is not published': [
    'APIGW.0101/method',
    { source: 'documented' },
    (w) => ({ ...at(w, pathOf(w, 'a'.repeat(1000))), method: 'PUT' }),
  ],
  'an id that makes the URI longer than 32 KB': [
    'APIGW.0201/414',
    { source: 'documented' },
    (w) => at(w, pathOf(w, 'a'.repeat(33 * 1024))),
  ],
  'a path that goes on': ['APIGW.0101', { source: 'observed' }, (w) => at(w, `${pathOf(w, ISSUED)}/again`)],
  'a path that ends with a blank': ['APIGW.0101', { source: 'observed' }, (w) => at(w, `${pathOf(w, ISSUED)}%20`)],
  'a part that is no encoding': ['APIGW.0201', { source: 'assumed' }, (w) => at(w, pathOf(w, '%zz'))],
  'a part that is no UTF-8': ['APIGW.0201', { source: 'assumed' }, (w) => at(w, pathOf(w, '%ff'))],
}

const at = (world: World, path: string): Ask => ({ ...revoke(world), path })

suite('bad input to a revoke', async (t, target) => {
  const other = await target.world(WORLD)
  for (const [name, { body, headers, reason }] of Object.entries(BODIES)) {
    await t.test(`400 SCM.0005 ${name}`, (t) =>
      unharmed(t, target, async (world) => {
        const asked = revoke(world, { body, headers: { 'x-auth-token': world.token, ...headers } })
        refused(t, await target.ask(asked), 'SCM.0005', { source: 'documented', ...(reason && { reason }) })
        const elsewhere = { ...asked, path: pathOf(world, 'scs1') }
        refused(t, await target.ask(elsewhere), 'SCM.0008', { source: 'documented' })
      }),
    )
  }
  for (const id of IDS) {
    await t.test(`400 SCM.0008 the id ${id.slice(0, 40)}`, (t) =>
      unharmed(t, target, async (world) => {
        refused(t, await target.ask(revoke(world, { id })), 'SCM.0008', { source: 'documented' })
      }),
    )
  }
  for (const [name, [key, rest, ask]] of Object.entries(FRONT)) {
    await t.test(`${ANSWERS[key][0]} ${key} ${name}`, (t) =>
      unharmed(t, target, async (world) => {
        refused(t, await target.ask(ask(world, other)), key, rest)
      }),
    )
  }
  await t.test('401 APIGW.0301 an IAM token that was ended', (t) =>
    unharmed(
      t,
      target,
      async (world) => {
        const token = await issueToken(target, world, 'owner', PASSWORD)
        const users = [{ name: 'owner', password: PASSWORD }]
        await target.control('PATCH', `/worlds/${world.project_id}`, { users })
        refused(t, await target.ask(revoke(world, { headers: { 'x-auth-token': token } })), 'APIGW.0301', {
          source: 'documented',
          detail: 'decrypt token fail',
        })
      },
      WITH_PASSWORD,
    ),
  )
})

const MB = 1024 * 1024
const NOT_HTTP: [AnswerKey, Refused] = ['APIGW.0201', { source: 'assumed' }]

/** What only bytes on a socket can say. `line` and `headers` are of a revoke unless they are given. */
interface Bytes {
  method?: string
  path?: string
  headers?: string[]
  body?: string | Buffer
  halfClose?: boolean
  answer: [AnswerKey, Refused]
}

const SOCKET: Record<string, (path: string) => Bytes> = {
  'an unknown verb': () => ({ method: 'REVOKE', answer: NOT_HTTP }),
  'a verb in small letters': () => ({ method: 'post', answer: NOT_HTTP }),
  'a verb of another protocol': () => ({ method: 'PURGE', answer: ['APIGW.0101/method', { source: 'documented' }] }),
  'TRACE, which is not published': () => ({ method: 'TRACE', answer: ['APIGW.0101/method', { source: 'documented' }] }),
  'raw UTF-8 in the path': (path) => ({ path: path.replace('scs', '证书'), answer: NOT_HTTP }),
  'a blank in the path': (path) => ({ path: path.replace('scs', 's cs'), answer: NOT_HTTP }),
  'a path without a slash': (path) => ({ path: path.slice(1), answer: NOT_HTTP }),
  'an asterisk for a path': () => ({ method: 'OPTIONS', path: '*', answer: ['APIGW.0101', { source: 'observed' }] }),
  'a body cut off in the middle': () => ({
    headers: ['content-length: 100'],
    body: Buffer.from('{"reason":"x"}'),
    halfClose: true,
    answer: NOT_HTTP,
  }),
  'chunks cut off in the middle': () => ({
    headers: ['transfer-encoding: chunked'],
    body: 'e\r\n{"reason":"x"}\r\n',
    halfClose: true,
    answer: NOT_HTTP,
  }),
  'a chunk whose size is none': () => ({
    headers: ['transfer-encoding: chunked'],
    body: 'zz\r\n{"reason":"x"}\r\n0\r\n\r\n',
    answer: NOT_HTTP,
  }),
  'a transfer encoding that is none': () => ({ headers: ['transfer-encoding: gzip'], body: 'x', answer: NOT_HTTP }),
  'a length and chunks': () => ({
    headers: ['content-length: 14', 'transfer-encoding: chunked'],
    body: '{"reason":"x"}',
    answer: NOT_HTTP,
  }),
  'two lengths': () => ({ headers: ['content-length: 14', 'content-length: 15'], answer: NOT_HTTP }),
  'a negative length': () => ({ headers: ['content-length: -1'], answer: NOT_HTTP }),
  'a length that is no number': () => ({ headers: ['content-length: 0x10'], answer: NOT_HTTP }),
  'a header without a colon': () => ({ headers: ['nonsense'], answer: NOT_HTTP }),
  'a NUL in a header': () => ({ headers: ['x-a: b\0c'], answer: NOT_HTTP }),
  'a token of 33 KB': () => ({
    headers: [`x-auth-token: ${'t'.repeat(33 * 1024)}`],
    answer: ['APIGW.0201/494', { source: 'documented' }],
  }),
  'a token of 3 MB, while it is still being sent': () => ({
    headers: [`x-auth-token: ${'t'.repeat(3 * MB)}`],
    answer: ['APIGW.0201/494', { source: 'documented' }],
  }),
  'headers of 130 KB': () => ({
    headers: Array.from({ length: 13 }, (_, index) => `x-much-${index}: ${'a'.repeat(10 * 1024)}`),
    answer: ['APIGW.0201/494', { source: 'documented' }],
  }),
  'a URI of 33 KB': (path) => ({
    path: `${path}?${'a'.repeat(33 * 1024)}`,
    answer: ['APIGW.0201/414', { source: 'documented' }],
  }),
  'a URI of 33 KB and 13 MB of body': (path) => ({
    path: `${path}?${'a'.repeat(33 * 1024)}`,
    body: Buffer.alloc(13 * MB),
    answer: ['APIGW.0201/414', { source: 'documented' }],
  }),
  '13 MB of body, while it is still being sent': () => ({
    body: Buffer.alloc(13 * MB, '{'),
    answer: ['APIGW.0201/413', { source: 'documented' }],
  }),
  '13 MB in one chunk': () => ({
    headers: ['transfer-encoding: chunked'],
    body: Buffer.concat([
      Buffer.from(`${(13 * MB).toString(16)}\r\n`),
      Buffer.alloc(13 * MB),
      Buffer.from('\r\n0\r\n\r\n'),
    ]),
    answer: ['APIGW.0201/413', { source: 'documented' }],
  }),
  'a tunnel': () => ({ method: 'CONNECT', path: 'example.com:443', answer: ['APIGW.0101', { source: 'observed' }] }),
  '13 MB to a path that is not published': (path) => ({
    path: `${path}s`,
    body: Buffer.alloc(13 * MB),
    answer: ['APIGW.0101', { source: 'observed' }],
  }),
}

t.test('bad input on the wire', async (t) => {
  const target = await emulate(t, {}, 'tcp')
  for (const [name, bytesOf] of Object.entries(SOCKET)) {
    await t.test(`${name}`, (t) =>
      unharmed(t, target, async (world) => {
        const path = pathOf(world, ISSUED)
        const { method = 'POST', path: line = path, headers = [], body, halfClose, answer } = bytesOf(path)
        const hasToken = headers.some((header) => header.startsWith('x-auth-token'))
        const hasLength = headers.some((header) => /^(?:content-length|transfer-encoding)/.test(header))
        const all = [...headers, ...(hasToken ? [] : [`x-auth-token: ${world.token}`])]
        const head = request(`${method} ${line}`, all, hasLength ? '' : body)
        const sent = hasLength ? Buffer.concat([head, Buffer.from((body ?? '') as string)]) : head
        const got = await exchange(target.url, sent, halfClose)
        t.not(got.status, 0, 'there is an answer')
        refused(t, got, ...answer)
      }),
    )
  }

  const GARBAGE = {
    'a TLS client': Buffer.from('16030100a5010000a10303', 'hex'),
    'an HTTP/2 client': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'a line of nothing': `${'\0'.repeat(100)}\r\n\r\n`,
  }
  for (const [name, sent] of Object.entries(GARBAGE)) {
    await t.test(`400 APIGW.0201 ${name}`, (t) =>
      unharmed(t, target, async () => refused(t, await exchange(target.url, sent), ...NOT_HTTP)),
    )
  }

  // HTTP/1.1 wants a Host; what to do about an expectation nobody knows is left open. Both must look like the gateway's.
  await t.test('400 APIGW.0201 no Host', (t) =>
    unharmed(t, target, async (world) => {
      const sent = `POST ${pathOf(world, ISSUED)} HTTP/1.1\r\nconnection: close\r\n\r\n`
      refused(t, await exchange(target.url, sent), ...NOT_HTTP)
    }),
  )
  await t.test('an expectation that nobody knows', (t) =>
    unharmed(t, target, async (world) => {
      const got = await exchange(target.url, request(`POST ${pathOf(world, ISSUED)}`, ['expect: a miracle']))
      t.ok(got.status >= 400 && got.status < 500, `status ${got.status}`)
      stamped(t, got, got.text.includes('APIGW.') ? 'CloudWAF' : 'api-gateway')
    }),
  )

  await t.test('413 APIGW.0201 to an ordinary client, with no credentials and with unknown ones', (t) =>
    unharmed(t, target, async (world) => {
      for (const headers of [{}, { 'x-auth-token': 'stranger' }]) {
        const asked = revoke(world, { body: Buffer.alloc(13 * MB), headers })
        refused(t, await askOver(target.url, asked), 'APIGW.0201/413', { source: 'documented' })
      }
    }),
  )

  await t.test('no answer, and no harm: connections that break in the middle', (t) =>
    unharmed(t, target, async (world) => {
      const { hostname, port } = new URL(target.url)
      const sent = request(`POST ${pathOf(world, ISSUED)}`, [`x-auth-token: ${world.token}`], '{"reason":"x"}')
      const beginnings = [1, 20, sent.length - 20, sent.length - 1].map((length) => sent.subarray(0, length))
      for (const bytes of [...beginnings, Buffer.from('CONNECT example.com:443 HTTP/1.1\r\n\r\n')]) {
        await new Promise<void>((resolve) => {
          const socket = connect(Number(port), hostname, () => socket.write(bytes, () => socket.resetAndDestroy()))
          socket.on('close', () => resolve())
        })
      }
    }),
  )

  await t.test('200 chunks, and a path of the whole address', async (t) => {
    const world = await target.world(WORLD)
    const path = pathOf(world, ISSUED)
    const headers = [`x-auth-token: ${world.token}`, 'transfer-encoding: chunked']
    const chunks = Buffer.from('7\r\n{"reaso\r\n7\r\nn":"x"}\r\n0\r\n\r\n')
    succeeded(t, await exchange(target.url, Buffer.concat([request(`POST ${path}`, headers), chunks])))
    const whole = request(`POST ${target.url}${pathOf(world, OTHER)}`, [headers[0] as string], '{"reason":"x"}')
    succeeded(t, await exchange(target.url, whole))
  })
})
