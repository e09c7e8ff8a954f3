import fc from 'fast-check'
import t from 'tap'
import type { Explanation } from '../../src/documents/explain.ts'
import { STATUSES } from '../../src/domain/certificate.ts'
import { assemble } from '../../src/emulator.ts'
import type { ContractOperation } from '../../src/worlds/coverage.ts'
import { handle } from '../support/client.ts'
import { emulate } from '../support/emulate.ts'
import { runs } from '../support/length.ts'
import { FROZEN } from '../support/samples.ts'

const ONE = 'scs1700000000001'
const NONE = 'scs1700000000999'

t.test('a dry run says what would happen, and nothing happens', async (t) => {
  const target = await emulate(t)
  const site = async (document: object) => {
    const world = await target.world({ clock: FROZEN, certificates: [{ id: ONE }], ...document })
    return { world, ...handle(target, world) }
  }
  const revoke = { operation: 'RevokeCertificate', certificate_id: ONE, body: { reason: 'key lost' } }
  const ruleOf = ({ rules }: Explanation, name: string) => rules.find(({ rule }) => rule === name)

  await t.test('200 a revocation: the answer, the moves with their instants, the event, the CRL', async (t) => {
    const { explain, certificate, requests, events } = await site({
      review: '2s',
      revocation: { reasons: { key: 'keyCompromise' }, publication_lag: '1h' },
    })
    const explained = await explain(revoke)
    t.match(explained, { status: 200, body: '{"message":"success"}', encoding: 'utf8', fault: null })
    t.same(explained.effect?.moves, [
      { certificate_id: ONE, from: 'ISSUED', to: 'REVOKING', at: '2026-11-24T08:00:00.000Z', due: false },
      { certificate_id: ONE, from: 'REVOKING', to: 'REVOKED', at: '2026-11-24T08:00:02.000Z', due: true },
    ])
    t.match(explained.effect?.event, { name: 'revokeScmCert', resource: ONE, actor: 'user' })
    t.match(explained.effect?.certificate, { status: 'REVOKING', revoke_reason: 'key lost' })
    t.same(explained.effect?.crl, {
      status: 'revoked',
      reason: 'keyCompromise',
      revoked_at: '2026-11-24T08:00:02.000Z',
      published_at: '2026-11-24T09:00:02.000Z',
    })
    t.ok(explained.rules.every(({ outcome }) => outcome === 'passed' || outcome === 'not_applicable'))
    t.equal(ruleOf(explained, 'signature_mismatch')?.outcome, 'not_applicable', 'it has a token')
    t.equal((await certificate(ONE)).status, 'ISSUED')
    t.same([await requests(), await events.list()], [[], []], 'nothing is noted')
  })

  await t.test('400 refused by the lifecycle: what passed, what refused, what would have come next', async (t) => {
    const { explain } = await site({ certificates: [{ id: ONE, status: 'UPLOAD' }] })
    const explained = await explain(revoke)
    t.match(explained, { status: 400, body: /SCM\.0010/ })
    t.match(ruleOf(explained, 'certificate_unknown'), { outcome: 'passed', reason: 'the certificate exists' })
    t.match(ruleOf(explained, 'status'), {
      outcome: 'refused',
      reason: `certificate ${ONE} is UPLOAD; revoke needs ISSUED`,
      source: 'documented',
    })
    t.equal(ruleOf(explained, 'renewal_period')?.outcome, 'not_reached')
    t.same([explained.effect?.moves, explained.effect?.crl, explained.effect?.certificate], [[], null, null])
    t.match(explained.effect?.event, { code: 'SCM.0010' }, 'the trail would hold the refusal')
  })

  await t.test('401 refused at the gate: a raw request without credentials', async (t) => {
    const { world, explain } = await site({})
    const path = `/v2/${world.project_id}/scm/cert/${ONE}/revoke`
    const explained = await explain({ method: 'POST', path, body: { reason: '' } })
    t.match(explained, { operation: 'RevokeCertificate', status: 401, effect: null })
    t.equal(ruleOf(explained, 'credentials_missing')?.outcome, 'refused')
    t.equal(ruleOf(explained, 'status')?.outcome, 'not_reached')
  })

  await t.test('401 another user, 404 no such operation, 400 no such certificate: as the service', async (t) => {
    const users = [{ name: 'owner' }, { name: 'reader', policies: ['SCM ReadOnlyAccess'] }]
    const { explain } = await site({ users })
    t.match(await explain({ ...revoke, user: 'reader' }), { status: 401, body: /SCM\.4002/ })
    t.match(await explain({ operation: 'RevokeCertificates' }), { operation: null, status: 404, body: /APIGW\.0101/ })
    t.match(await explain({ ...revoke, certificate_id: NONE }), { status: 400, body: /SCM\.0020/ })
    t.match(await explain({ ...revoke, certificate_id: '' }), { status: 400, body: /SCM\.0008/ })
  })

  await t.test('faults and throttles are looked at, and not used up', async (t) => {
    const { explain, faults, world } = await site({ throttle: '1/1h' })
    const fault = await faults.add({ operation: 'RevokeCertificate', times: 1, drop: 'after' })
    for (const _ of [1, 2]) {
      const explained = await explain(revoke)
      t.match(explained, { status: null, body: '', fault: fault.id })
      t.match(explained.effect?.moves[0], { to: 'REVOKING' }, 'it would happen although nobody is told')
    }
    t.equal((await faults.list())[0]?.used, 0)
    await faults.remove()
    const path = `/v2/${world.project_id}/scm/cert/${ONE}`
    t.equal((await target.ask({ path, headers: { 'x-auth-token': world.token } })).status, 200, 'the one of the window')
    t.match(await explain(revoke), { status: 429, body: /APIGW\.0308/ })
  })

  const BAD: [body: object, message: RegExp][] = [
    [{}, /body must/],
    [{ certificate_id: ONE }, /body lacks operation, or method and path/],
    [{ operation: 'RevokeCertificate', path: '/' }, /an operation goes without method and path/],
    [{ method: 'X', path: '/' }, /body \/method must be a method of HTTP; "X" is none/],
    [{ operation: 'RevokeCertificate', certificate_id: '\ud800' }, /body: "\\ud800" has half a character/],
    [{ operation: '\ud800' }, /has half a character/],
    [{ path: 'v2' }, /body \/path must begin with \//],
    [{ operation: 'RevokeCertificate', user: 'usr' }, /the world has no user usr; did you mean "user"\?/],
    [{ opration: 'RevokeCertificate' }, /unknown field "opration"; did you mean "operation"\?/],
  ]
  for (const [body, message] of BAD) {
    await t.test(`400 ${JSON.stringify(body)}`, async (t) => {
      const { world } = await site({})
      const path = `/_emulator/worlds/${world.project_id}/explain`
      const { status, json } = await target.ask({ method: 'POST', path, body })
      t.equal(status, 400)
      t.match(json.error, { code: 'invalid', message })
    })
  }
})

/** Bodies beside the contract's own examples: most are wrong in one way. */
const BODIES: readonly unknown[] = [
  {},
  { reason: 5 },
  { reason: 'x'.repeat(64) },
  '{"reason": "a",}',
  'null',
  '[',
  { action: 'count' },
]

/** What is made by chance, each time anew: request ids, ids and keys of CSRs, tokens, what a CA signs. */
const settled = (text: string) =>
  text
    .replace(/[0-9a-f]{32,64}/g, '#')
    .replace(/-----BEGIN[^-]*-----.*?-----END[^-]*-----/gs, 'PEM')
    .replace(/MII[\w-]{100,}/g, 'TOKEN')

const OWN_HEADERS =
  /^(?:x-request-id|date|connection|keep-alive|content-length|x-subject-token|etag|last-modified|expires)$/
const visible = (headers: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name, String(value)])
      .filter(([name = '']) => !OWN_HEADERS.test(name)),
  )

t.test('whatever is asked: the dry run and the call agree, and the dry run changes nothing', async (t) => {
  const emulator = await assemble({ inMemory: true, fixtures: 'none' })
  t.teardown(() => emulator.close())
  const control = async (method: 'GET' | 'POST' | 'DELETE', path: string, payload?: object) => {
    const reply = await emulator.inject({
      method,
      url: `/_emulator${path}`,
      headers: { host: 'localhost' },
      ...(payload && { payload }),
    })
    if (reply.statusCode >= 300) throw new Error(`${method} ${path}: ${reply.payload}`)
    return reply.payload === '' ? undefined : reply.json()
  }
  const contract: ContractOperation[] = []
  const probe = await assemble({ inMemory: true, fixtures: 'none' })
  contract.push(...probe.contract())
  await probe.close()
  const met = new Set<string>()

  const request = fc.record({
    index: fc.nat(contract.length - 1),
    body: fc.option(fc.constantFrom(...BODIES), { nil: undefined, freq: 3 }),
    certificate: fc.constantFrom(ONE, ONE, ONE, 'scs1700000000002', NONE, 'scs1', 'scs1700000000009'),
    caller: fc.constantFrom('token', 'token', 'token', 'token', 'reader', 'wrong', 'none'),
  })
  const world = fc.record({
    review: fc.constantFrom('immediate', 'manual', '2s', 'reads:1'),
    status: fc.constantFrom(...STATUSES),
    other: fc.constantFrom(...STATUSES),
    not_after: fc.constantFrom('+10d', '+31d', '+300d'),
    state: fc.constantFrom('active', 'active', 'active', 'frozen'),
    throttle: fc.constantFrom(undefined, undefined, undefined, '1/1h'),
    fault: fc.constantFrom(
      undefined,
      undefined,
      undefined,
      { drop: 'after' },
      { error: 'SCM.0010' },
      { error: 'APIGW.0308', when: 'after' },
      { probability: 0.5, error: 'SCM.0016' },
    ),
  })

  await fc.assert(
    fc.asyncProperty(world, fc.array(request, { minLength: 1, maxLength: 4 }), async (made, requests) => {
      const { review, status, other, not_after, state, throttle, fault } = made
      const created = await control('POST', '/worlds', {
        review,
        clock: FROZEN,
        account: { state },
        ...(throttle && { throttle }),
        users: [{ name: 'owner' }, { name: 'reader', policies: ['SCM ReadOnlyAccess'] }],
        certificates: [
          { id: ONE, status, not_after, domain_type: 'MULTI_DOMAIN', domain_count: 5 },
          { id: 'scs1700000000002', status: other, type: 'OV_SSL_CERT' },
        ],
        foreign_certificates: ['scs1700000000009'],
      })
      const at = `/worlds/${created.project_id}`
      if (fault) await control('POST', `${at}/faults`, { operation: '*', seed: 7, ...fault })
      const state_of = async () => ({
        snapshot: await control('GET', `${at}/snapshot`),
        events: await control('GET', `${at}/events`),
        faults: await control('GET', `${at}/faults`),
        requests: (await control('GET', `${at}/requests`)).requests.length,
        coverage: await control('GET', '/coverage'),
      })
      const callers: Record<string, string | undefined> = {
        token: created.token,
        reader: created.users[1].token,
        wrong: 'wrong',
        none: undefined,
      }
      for (const { index, body, certificate, caller } of requests) {
        const { operation, method, url, example } = contract[index] as ContractOperation
        const path = url
          .replace(':project_id', created.project_id)
          .replace(/:cert(?:ificate)?_id/, certificate)
          .replace(/:\w+|\*/g, 'BL')
        const sent = body ?? example
        const payload =
          sent === undefined || method === 'GET' ? undefined : typeof sent === 'string' ? sent : JSON.stringify(sent)
        const token = callers[caller]
        const headers = {
          host: 'localhost',
          ...(payload !== undefined && { 'content-type': 'application/json' }),
          ...(token !== undefined && { 'x-auth-token': token }),
        }
        const before = await state_of()
        const explained: Explanation = await control('POST', `${at}/explain`, {
          method,
          path,
          headers,
          ...(payload !== undefined && { body: payload }),
        })
        fc.pre(
          JSON.stringify(await state_of()) === JSON.stringify(before) ||
            raise(`${operation}: the dry run changed something`),
        )
        const last = before.events.events.at(-1)?.id ?? 0
        const reply = await emulator
          .inject({ method: method as 'GET', url: path, headers, ...(payload !== undefined && { payload }) })
          .catch(() => null)
        const after = await control('GET', `${at}/events?after=${last}`)
        const told = `${operation} ${method} ${path} ${payload} ${JSON.stringify(made)}`
        const text = reply && (explained.encoding === 'utf8' ? reply.payload : reply.rawPayload.toString('base64'))
        same(told, explained.status, reply?.statusCode ?? null)
        // An archive holds new keys; it is bytes of another length each time.
        if (explained.encoding === 'utf8') same(told, settled(explained.body), settled(text ?? ''))
        same(told, visible(explained.headers), visible(reply?.headers ?? {}))
        const bare = (event: any) =>
          event && { ...event, request_id: event.request_id && '#', resource: settled(event.resource ?? '') }
        same(told, bare(explained.effect?.event), bare(after.events.find((event: any) => event.request_id !== null)))
        const moved =
          explained.effect?.moves.filter(({ due, at }) => !due || Date.parse(at) <= Date.parse(FROZEN.now)) ?? []
        same(
          told,
          moved.length,
          after.events.filter((event: any) => event.detail.to !== undefined && event.detail.from !== event.detail.to)
            .length,
        )
        met.add(`${operation} ${explained.status}`)
      }
      await control('DELETE', at)
    }),
    { numRuns: runs(250, 10), seed: 20261124 },
  )
  t.ok(met.size > 40, `${met.size} kinds of answers were seen`)
})

function same(told: string, explained: unknown, happened: unknown): void {
  const [a, b] = [explained, happened].map((value) => JSON.stringify(value, null, 1) ?? 'undefined')
  if (a !== b) raise(`${told}\nexplained ${a}\nhappened ${b}`)
}

function raise(message: string): never {
  throw new Error(message)
}
