import { STATUSES } from '../../src/domain/certificate.ts'
import { ANSWERS, type AnswerKey, type Refused, refused, type Source, succeeded } from '../support/answers.ts'
import type { Ask } from '../support/ask.ts'
import { askToken, certificates, issueToken, pathOf, place, revoke } from '../support/client.ts'
import { suite, type Target, type World } from '../support/emulate.ts'
import { PASSWORD } from '../support/samples.ts'
import { canonicalRequest, sha256, sign } from '../support/sign.ts'

/** The vendor's sample request, as the page of the reference has it, and as it looks once pasted. */
const SAMPLES = [
  '    {\n        "reason": "证书信息填写错误",\n    }',
  '{\n    "reason": "证书信息填写错误",\n}',
  '{ "reason": "证书信息填写错误", }',
]

const NOW = '2026-11-24T08:00:00.000Z'
const ISSUED = 'scs1700000000001'
const UPLOAD = 'scs1700000000002'
const RENEWAL = 'scs1700000000003'
const FOREIGN = 'scs1700000000004'
const NOWHERE = 'scs1700000000005'
const UNKNOWN_PROJECT = 'f'.repeat(32)

/** A world whose clock stands still, so that what is due and what is not is exact. */
const WORLD = {
  review: '2s',
  clock: { now: NOW, frozen: true },
  users: [
    { name: 'owner', password: PASSWORD },
    { name: 'reader', password: PASSWORD, policies: ['SCM ReadOnlyAccess'] },
  ],
  certificates: [
    { id: ISSUED, not_after: '+31d' },
    { id: UPLOAD, status: 'UPLOAD' },
    { id: RENEWAL, not_after: '+30d' },
  ],
  foreign_certificates: [FOREIGN],
}

const MINUTE = 60_000
const tokenOf = (world: World, name: string) => world.users.find((user) => user.name === name)?.token ?? ''
const withToken = (token: string) => ({ headers: { 'x-auth-token': token } })

/** What a signature that does not match is answered with: the canonical request that the server made. */
function mismatch({ method = '', path, headers, body }: Ask): string {
  const date = headers?.['x-sdk-date'] ?? ''
  const canonical = canonicalRequest(method, path, '', [['x-sdk-date', date]], sha256(JSON.stringify(body)))
  return `verify aksk signature fail, canonicalRequest:${canonical.replaceAll('\n', '|')}`
}

interface Rung {
  rule: number
  what: string
  key: AnswerKey
  source: Source
  /** What the gateway appends; of the request, where it is not always the same. */
  detail?: string | ((ask: Ask) => string)
  /** What is different about the world. */
  world?: object
  ask(world: World, target: Target): Ask | Promise<Ask>
}

const rung = (
  rule: number,
  key: AnswerKey,
  source: Source,
  what: string,
  ask: Rung['ask'],
  rest: Pick<Rung, 'detail' | 'world'> = {},
): Rung => ({ rule, key, source, what, ask, ...rest })

/** One row for each rule of the ladder, in its order; how each is known is the row's source. */
const LADDER: Rung[] = [
  rung(1, 'APIGW.0101', 'observed', 'a path that is not published', (w) => ({
    ...revoke(w),
    path: `${revoke(w).path}s`,
  })),
  rung(2, 'APIGW.0101/method', 'documented', 'a method that is not published', (w) => revoke(w, { method: 'PUT' })),
  rung(3, 'APIGW.0201/413', 'documented', 'a body over 12 MB', (w) =>
    revoke(w, { body: Buffer.alloc(12 * 1024 * 1024 + 1, 32) }),
  ),
  rung(3, 'APIGW.0201/414', 'documented', 'a URI over 32 KB', (w) => ({
    ...revoke(w),
    path: `${revoke(w).path}?${'a'.repeat(32 * 1024)}`,
  })),
  rung(3, 'APIGW.0201/494', 'documented', 'a header over 32 KB', (w) => revoke(w, withToken('t'.repeat(33 * 1024)))),
  rung(3, 'APIGW.0201/494', 'documented', 'headers over 128 KB', (w) => {
    const many = Array.from({ length: 5 }, (_, index) => [`x-much-${index}`, 'a'.repeat(30 * 1024)])
    return revoke(w, { headers: { 'x-auth-token': w.token, ...Object.fromEntries(many) } })
  }),
  rung(
    4,
    'APIGW.0308',
    'documented',
    'more requests than the throttle allows',
    async (w, target) => {
      await target.ask({ path: `/v2/${w.project_id}/scm/certlist`, ...withToken(w.token) })
      return revoke(w)
    },
    { world: { throttle: '1/1h' } },
  ),
  rung(5, 'APIGW.0301', 'documented', 'no credentials', (w) => revoke(w, { headers: {} }), {
    detail: 'x-auth-token not found',
  }),
  rung(6, 'APIGW.0301', 'documented', 'a token that nobody issued', (w) => revoke(w, withToken('stranger')), {
    detail: 'decrypt token fail',
  }),
  rung(
    7,
    'APIGW.0301',
    'documented',
    'a token after 24 h of its world',
    async (w, target) => {
      const token = await issueToken(target, w, 'owner', PASSWORD)
      await target.control('POST', `/worlds/${w.project_id}/clock/advance`, { by: '24h' })
      return revoke(w, withToken(token))
    },
    { detail: 'token expires, expires_at: 2026-11-25T08:00:00.000000Z' },
  ),
  rung(
    8,
    'APIGW.0301',
    'observed',
    'an access key that nobody has',
    (w) => sign(revoke(w, { headers: {} }), { ak: 'NOBODYSKEY0001', sk: w.access_key.sk }),
    { detail: 'Unauthorized' },
  ),
  ...[-16, 16].map((minutes) =>
    rung(
      9,
      'APIGW.0301',
      'documented',
      `a signature that is ${minutes} min off`,
      (w) =>
        sign(revoke(w, { headers: {} }), w.access_key, { date: new Date(Date.now() + minutes * MINUTE), signed: [] }),
      { detail: 'calc ak sk signature fail:signature expired' },
    ),
  ),
  rung(
    10,
    'APIGW.0301',
    'observed',
    'a signature that does not match',
    (w) => sign(revoke(w, { headers: {} }), { ...w.access_key, sk: 'anothersecret' }, { signed: [] }),
    { detail: mismatch },
  ),
  ...(['domain', 'none'] as const).map((scope) =>
    rung(11, 'SCM.1000', 'documented', `a token whose scope is ${scope}`, async (w, target) => {
      const body = askToken(w, 'owner', PASSWORD, scope === 'domain' ? { domain: { id: w.account.id } } : null)
      const { headers } = await target.ask({ method: 'POST', path: '/v3/auth/tokens', body })
      return revoke(w, withToken(String(headers['x-subject-token'])))
    }),
  ),
  rung(12, 'SCM.1009', 'documented', 'a restricted account', (w) => revoke(w), {
    world: { account: { state: 'restricted' } },
  }),
  rung(12, 'SCM.1010', 'documented', 'a frozen account', (w) => revoke(w), { world: { account: { state: 'frozen' } } }),
  rung(13, 'SCM.0069', 'assumed', 'a project that nobody has', (w) => ({
    ...revoke(w),
    path: pathOf({ project_id: UNKNOWN_PROJECT }, ISSUED),
  })),
  rung(14, 'SCM.0002', 'documented', "another's project", async (w, target) => ({
    ...revoke(w),
    path: pathOf(await target.world(), ISSUED),
  })),
  rung(15, 'SCM.4002', 'documented', 'policies that do not allow it', (w) =>
    revoke(w, withToken(tokenOf(w, 'reader'))),
  ),
  rung(16, 'SCM.0008', 'documented', 'an id of 14 digits', (w) => revoke(w, { id: `${ISSUED}1` })),
  rung(17, 'SCM.0005', 'documented', 'a reason of 64 characters', (w) =>
    revoke(w, { body: { reason: 'x'.repeat(64) } }),
  ),
  rung(18, 'SCM.0020', 'assumed', 'an id that no certificate has', (w) => revoke(w, { id: NOWHERE })),
  rung(19, 'SCM.0003', 'documented', "another tenant's certificate", (w) => revoke(w, { id: FOREIGN })),
  rung(20, 'SCM.0010', 'documented', 'an uploaded certificate', (w) => revoke(w, { id: UPLOAD })),
  rung(21, 'SCM.0010', 'documented', 'a certificate in its last 30 days', (w) => revoke(w, { id: RENEWAL })),
]

suite('the ladder', async (t, target) => {
  for (const { rule, what, key, source, detail, world: different, ask } of LADDER) {
    await t.test(`${ANSWERS[key][0]} ${key} ${what} (rule ${rule}, ${source})`, async (t) => {
      const world = await target.world({ ...WORLD, ...different })
      const asked = await ask(world, target)
      const before = await certificates(target, world)
      const expected: Refused = { source }
      if (detail !== undefined) expected.detail = typeof detail === 'string' ? detail : detail(asked)
      refused(t, await target.ask(asked), key, expected)
      for (const language of ['zh-cn', 'en-us', 'fr-fr', '']) {
        const spoken = { ...asked, headers: { ...asked.headers, 'x-language': language } }
        refused(t, await target.ask(spoken), key, { ...expected, ...(language === 'zh-cn' && { language }) })
      }
      t.same(await certificates(target, world), before, 'nothing changed')
    })
  }

  const OTHERS = STATUSES.filter((status) => status !== 'ISSUED')
  await t.test('400 SCM.0010 each status but ISSUED (rule 20, documented)', async (t) => {
    const world = await target.world({ certificates: OTHERS.map((status) => ({ status })) })
    for (const { id, status } of world.certificates) {
      const reason = new RegExp(`^certificate ${id} is ${status}; `)
      refused(t, await target.ask(revoke(world, { id })), 'SCM.0010', { source: 'documented', reason })
    }
    t.same(
      (await certificates(target, world)).map(({ status }: { status: string }) => status),
      OTHERS,
    )
  })

  await t.test('400 SCM.0010 the renewal period begins 30 × 24 h before the end (rule 21, documented)', async (t) => {
    const world = await target.world({ ...WORLD, certificates: [] })
    const at = (ms: number) => new Date(Date.parse(NOW) + 30 * 24 * 60 * MINUTE + ms).toISOString()
    for (const ms of [-1000, -1, 0]) {
      const id = await place(target, world, { not_after: at(ms) })
      const answer = await target.ask(revoke(world, { id }))
      refused(t, answer, 'SCM.0010', { source: 'documented', reason: new RegExp(`${id} expires within 30 days`) })
    }
    for (const ms of [1, 1000]) {
      succeeded(t, await target.ask(revoke(world, { id: await place(target, world, { not_after: at(ms) }) })))
    }
    const expired = await place(target, world, { not_after: '-1ms' })
    refused(t, await target.ask(revoke(world, { id: expired })), 'SCM.0010', {
      source: 'documented',
      reason: /EXPIRED/,
    })
  })

  await t.test('200 a revocation, from ISSUED to REVOKED (rule 22, documented)', async (t) => {
    const world = await target.world(WORLD)
    const { project_id } = world
    const headers = { 'x-auth-token': world.token }
    const look = async () => {
      const [v2, v3] = await Promise.all([
        target.ask({ path: `/v2/${project_id}/scm/cert/${ISSUED}`, headers }),
        target.ask({ path: `/v3/scm/certificates/${ISSUED}`, headers }),
      ])
      return [v2.json.status, v2.json.revoke_reason, v3.json.status, v3.json.revoke_reason]
    }
    t.same(await look(), ['ISSUED', '', 'ISSUED', null], 'before: "" in v2, null in v3')
    succeeded(t, await target.ask(revoke(world)))
    t.same(await look(), ['REVOKING', 'key lost', 'REVOKING', 'key lost'])
    refused(t, await target.ask(revoke(world)), 'SCM.0010', { source: 'documented', reason: /is REVOKING/ })
    await target.control('POST', `/worlds/${project_id}/clock/advance`, { by: '1999ms' })
    t.same(await look(), ['REVOKING', 'key lost', 'REVOKING', 'key lost'], 'one millisecond before')
    await target.control('POST', `/worlds/${project_id}/clock/advance`, { by: '1ms' })
    t.same(await look(), ['REVOKED', 'key lost', 'REVOKED', 'key lost'], 'when it is due')
    refused(t, await target.ask(revoke(world)), 'SCM.0010', { source: 'documented', reason: /is REVOKED/ })
  })

  await t.test('200 and 400 SCM.0010: of 20 revokes at once exactly one succeeds', async (t) => {
    const world = await target.world(WORLD)
    const answers = await Promise.all(Array.from({ length: 20 }, () => target.ask(revoke(world))))
    const [won, ...lost] = answers.sort((a, b) => a.status - b.status)
    if (won) succeeded(t, won)
    for (const answer of lost) refused(t, answer, 'SCM.0010', { source: 'documented' })
  })

  await t.test('200 an IAM token until 24 h of its world have passed, and not by the wall clock', async (t) => {
    const world = await target.world(WORLD)
    const token = await issueToken(target, world, 'owner', PASSWORD)
    await target.control('POST', `/worlds/${world.project_id}/clock/advance`, { by: '86399999ms' })
    const list = { path: `/v2/${world.project_id}/scm/certlist`, ...withToken(token) }
    t.equal((await target.ask(list)).status, 200, '1 ms before')
    await target.control('POST', `/worlds/${world.project_id}/clock/advance`, { by: '1ms' })
    refused(t, await target.ask(list), 'APIGW.0301', {
      source: 'documented',
      detail: 'token expires, expires_at: 2026-11-25T08:00:00.000000Z',
    })
    t.equal((await target.ask({ ...list, ...withToken(world.token) })).status, 200, "a control call's never expires")
  })
})

interface Detail {
  body: string | Buffer
  headers?: Record<string, string>
  /** The reason as it must be shown; where there is none, the body is refused. */
  shown?: string
  source: Source
}

const reason = (text: string) => JSON.stringify({ reason: text })

/** Bodies that are easy to get wrong, and whether they are accepted. */
const DETAILS: Record<string, Detail> = {
  "the vendor's sample as its page shows it": {
    body: SAMPLES[0] as string,
    shown: '证书信息填写错误',
    source: 'documented',
  },
  "the vendor's sample as it is pasted": {
    body: SAMPLES[1] as string,
    shown: '证书信息填写错误',
    source: 'documented',
  },
  "the vendor's sample in one line": { body: SAMPLES[2] as string, shown: '证书信息填写错误', source: 'documented' },
  'a trailing comma with other blanks': { body: '{"reason":"x"\t,\r\n }\r\n', shown: 'x', source: 'documented' },
  'a comma that belongs to the reason': { body: reason('a,}'), shown: 'a,}', source: 'documented' },
  'two trailing commas': { body: '{"reason":"x",,}', source: 'documented' },
  'a comma alone': { body: '{,}', source: 'documented' },
  'a trailing comma further in': { body: '{"reason":"x","more":{"a":1,}}', source: 'documented' },
  'a comma after the final brace': { body: '{"reason":"x"},', source: 'documented' },
  'the empty reason': { body: reason(''), shown: '', source: 'documented' },
  '63 characters': { body: reason('x'.repeat(63)), shown: 'x'.repeat(63), source: 'documented' },
  '64 characters': { body: reason('x'.repeat(64)), source: 'documented' },
  '63 emoji': { body: reason('🔐'.repeat(63)), shown: '🔐'.repeat(63), source: 'documented' },
  '64 emoji': { body: reason('🔐'.repeat(64)), source: 'documented' },
  '63 escaped emoji': {
    body: `{"reason":"${'\\ud83d\\udd10'.repeat(63)}"}`,
    shown: '🔐'.repeat(63),
    source: 'documented',
  },
  'unknown extra fields': { body: '{"reason":"x","reasons":5,"certificate":null}', shown: 'x', source: 'assumed' },
  'a key called constructor': { body: '{"constructor":{"prototype":{}},"reason":"x"}', shown: 'x', source: 'assumed' },
  'duplicate keys, the last right': { body: '{"reason":5,"reason":"x"}', shown: 'x', source: 'assumed' },
  'duplicate keys, the last wrong': { body: '{"reason":"x","reason":5}', source: 'documented' },
  'an escaped key': { body: '{"re\\u0061son":"x"}', shown: 'x', source: 'documented' },
  'SQL and quotes': {
    body: reason(`'; DROP TABLE certificates; -- " \\ \` %_`),
    shown: `'; DROP TABLE certificates; -- " \\ \` %_`,
    source: 'assumed',
  },
  'control characters': { body: reason('\0\u0001\n\r\t\u007f'), shown: '\0\u0001\n\r\t\u007f', source: 'assumed' },
  'separators, marks and directions': {
    body: reason('\u2028\u2029\ufeff\u202ee\u0301 é \uffff'),
    shown: '\u2028\u2029\ufeff\u202ee\u0301 é \uffff',
    source: 'assumed',
  },
  'a type with a charset': {
    body: reason('x'),
    headers: { 'content-type': 'application/json; charset=utf-8' },
    shown: 'x',
    source: 'documented',
  },
  'a type in other letter case': {
    body: reason('x'),
    headers: { 'content-type': 'Application/JSON;charset=UTF-8' },
    shown: 'x',
    source: 'documented',
  },
  'the identity encoding': {
    body: reason('x'),
    headers: { 'content-encoding': 'identity' },
    shown: 'x',
    source: 'assumed',
  },
}

suite('what is easy to get wrong', async (t, target) => {
  for (const [name, { body, headers, shown, source }] of Object.entries(DETAILS)) {
    await t.test(`${shown === undefined ? '400 SCM.0005' : '200'} ${name}`, async (t) => {
      const world = await target.world({ review: 'manual', certificates: [{ id: ISSUED }] })
      const answer = await target.ask(revoke(world, { body, headers: { 'x-auth-token': world.token, ...headers } }))
      if (shown === undefined) refused(t, answer, 'SCM.0005', { source: 'documented' })
      else succeeded(t, answer)
      const asked = { headers: { 'x-auth-token': world.token } }
      const { json: v2 } = await target.ask({ path: `/v2/${world.project_id}/scm/cert/${ISSUED}`, ...asked })
      const { json: v3 } = await target.ask({ path: `/v3/scm/certificates/${ISSUED}`, ...asked })
      t.same([v2.status, v2.revoke_reason], [shown === undefined ? 'ISSUED' : 'REVOKING', shown ?? ''], source)
      t.equal(v3.revoke_reason, shown ?? null, 'in v3')
    })
  }

  await t.test('200 a token beside a signature: the signature decides (assumed)', async (t) => {
    const world = await target.world(WORLD)
    const request = revoke(world, { headers: { 'x-auth-token': 'stranger' } })
    const wrong = sign(revoke(world), { ...world.access_key, sk: 'anothersecret' }, { signed: [] })
    refused(t, await target.ask(wrong), 'APIGW.0301', { source: 'observed', detail: mismatch(wrong) })
    const malformed = revoke(world, { headers: { 'x-auth-token': world.token, authorization: 'Basic abc' } })
    refused(t, await target.ask(malformed), 'APIGW.0301', { source: 'observed' })
    succeeded(t, await target.ask(sign(request, world.access_key, { signed: [] })))
  })

  await t.test('404 APIGW.0101 methods and paths that are near', async (t) => {
    const world = await target.world(WORLD)
    const { path } = revoke(world)
    for (const method of ['GET', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH']) {
      const answer = await target.ask({ ...revoke(world, { method, body: '' }) })
      refused(t, answer, 'APIGW.0101/method', {
        source: 'documented',
        reason: new RegExp(`^${method} is not published`),
      })
    }
    const near = [`${path}/`, path.replace('/v2', '/V2'), path.replace('revoke', 'Revoke'), `/${path}`, `${path};x`]
    for (const other of near)
      refused(t, await target.ask({ ...revoke(world), path: other }), 'APIGW.0101', { source: 'observed' })
    succeeded(t, await target.ask({ ...revoke(world), path: `${path.replace('revoke', '%72evoke')}?a=b` }))
  })
})

suite(
  'strict JSON',
  async (t, target) => {
    for (const body of SAMPLES) {
      await t.test(`400 SCM.0005 the vendor's sample: ${JSON.stringify(body)}`, async (t) => {
        const world = await target.world(WORLD)
        const before = await certificates(target, world)
        refused(t, await target.ask(revoke(world, { body })), 'SCM.0005', { source: 'documented' })
        t.same(await certificates(target, world), before, 'nothing changed')
        succeeded(t, await target.ask(revoke(world, { body: body.replace(',', '') })))
      })
    }
  },
  { strictJson: true },
)
