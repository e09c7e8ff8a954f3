import t from 'tap'
import { refused, succeeded } from '../support/answers.ts'
import { client, handle, issueToken } from '../support/client.ts'
import { emulate } from '../support/emulate.ts'
import { FORM, FROZEN, hoursLater, NOW, PASSWORD } from '../support/samples.ts'

const [ONE, TWO] = ['scs1700000000001', 'scs1700000000002'] as const
const DIGITS = Date.parse(NOW)

/** How a CA reviews, and what a client sees of a revocation: at once and after each step. A step moves the clock. */
const SETTINGS: [setting: string, first: string, ...steps: [by: string | null, status: string][]][] = [
  ['immediate', 'REVOKED'],
  ['0s', 'REVOKED'],
  ['90s', 'REVOKING', ['89999ms', 'REVOKING'], ['1ms', 'REVOKED']],
  ['1.5h', 'REVOKING', ['90m', 'REVOKED']],
  ['reads:0', 'REVOKED'],
  ['reads:1', 'REVOKING', [null, 'REVOKED']],
  ['reads:3', 'REVOKING', ['30d', 'REVOKING'], [null, 'REVOKING'], [null, 'REVOKED']],
  ['manual', 'REVOKING', ['300d', 'REVOKING'], [null, 'REVOKING']],
]

/** What is reviewed: a certificate, what a client asks for it, then its status while it waits, once approved, once refused. */
const ov = { type: 'OV_SSL_CERT' }
const several = { sans: 'a.example.com', domain_count: 3 }
const apply = ['POST', `/cert/${ONE}/complete`, FORM] as const
const withdraw = ['POST', `/cert/${ONE}/cancel-cert`] as const
const unsubscribe = ['DELETE', `/v3/scm/certificates/${ONE}/unsubscribe`] as const
const supplement = ['POST', `/cert/${ONE}/supplement`, { ori_sans: several.sans, add_sans: 'b.example.com' }] as const
const KINDS: [
  what: string,
  document: object,
  ask: readonly [string, string, object?],
  waiting: string,
  approved: string | null,
  refused: string,
][] = [
  ['an application (DV)', { status: 'PAID' }, apply, 'CHECKING', 'ISSUED', 'UNPASSED'],
  ['an application (OV), first stage', { status: 'PAID', ...ov }, apply, 'CHECKING', 'CHECKING_ORG', 'UNPASSED'],
  ['an application after a refusal', { status: 'UNPASSED' }, apply, 'CHECKING', 'ISSUED', 'UNPASSED'],
  ['a withdrawal of an application', { status: 'CHECKING' }, withdraw, 'CANCELCHECKING', 'PAID', 'CHECKING'],
  [
    'a withdrawal in the second stage',
    { status: 'CHECKING_ORG', ...ov },
    withdraw,
    'CANCELCHECKING',
    'PAID',
    'CHECKING_ORG',
  ],
  ['added domains', several, supplement, 'SUPPLEMENTCHECKING', 'ISSUED', 'ISSUED'],
  [
    'a withdrawal of added domains',
    { status: 'SUPPLEMENTCHECKING' },
    withdraw,
    'CANCELSUPPLEMENTING',
    'ISSUED',
    'SUPPLEMENTCHECKING',
  ],
  ['a revocation', {}, ['POST', `/cert/${ONE}/revoke`, { reason: 'lost' }], 'REVOKING', 'REVOKED', 'ISSUED'],
  ['an unsubscription', { status: 'PAID' }, unsubscribe, 'PAID', null, 'PAID'],
  ['an unsubscription of a revoked one', { status: 'REVOKED' }, unsubscribe, 'REVOKED', null, 'REVOKED'],
]

t.test('reviews', async (t) => {
  const target = await emulate(t)

  for (const [setting, first, ...steps] of SETTINGS) {
    const seen = [first, ...steps.map(([, status]) => status)].join(', ')
    for (const after of ['the same', 'manual', 'immediate', 'reads:0']) {
      await t.test(`${seen} under ${setting}; what is in force afterwards (${after}) does not count`, async (t) => {
        const world = await target.world({
          clock: FROZEN,
          review: setting,
          certificates: [{ id: ONE, not_after: '+900d' }],
        })
        const { clock, update, certificate, events } = handle(target, world)
        const { revoke, status } = client(target, world)
        succeeded(t, await revoke(ONE))
        if (after !== 'the same') await update({ review: after })
        t.equal(await status(ONE), first)
        for (const [by, then] of steps) {
          if (by !== null) await clock.advance(by)
          t.equal(await status(ONE), then, by ?? 'another look')
        }
        const [, last] = steps.at(-1) ?? [null, first]
        const review = last === 'REVOKING' ? { of: 'revocation', setting } : null
        t.match(await certificate(ONE), { status: last, review })
        const trail = (await events.list()).map(({ name, actor }) => `${name} ${actor}`)
        t.same(trail, ['revokeScmCert user', ...(last === 'REVOKED' ? ['approveReview ca'] : [])])
      })
    }
  }

  await t.test('a review is decided when it is due, however late somebody looks', async (t) => {
    const world = await target.world({
      clock: FROZEN,
      review: '90m',
      certificates: [{ id: ONE }, { id: TWO, status: 'PAID', ...ov }],
    })
    const { clock, certificate, events } = handle(target, world)
    const { ask, revoke } = client(target, world)
    succeeded(t, await revoke(ONE))
    t.equal((await ask('POST', `/cert/${TWO}/complete`, FORM)).status, 200)
    await clock.advance('200d')
    t.match(await certificate(ONE), { status: 'REVOKED', revoked_at: hoursLater(1.5) })
    t.match(await certificate(TWO), { status: 'ISSUED', issue_time: hoursLater(4.5), not_before: hoursLater(4.5) })
    const due = (await events.list()).filter(({ actor }) => actor === 'ca').map(({ at, detail }) => [at, detail.to])
    t.same(due, [
      [hoursLater(1.5), 'REVOKED'],
      [hoursLater(1.5), 'CHECKING_ORG'],
      [hoursLater(3), 'ISSUING'],
      [hoursLater(4.5), 'ISSUED'],
    ])
  })

  for (const [what, document, ask, waiting, approved, rejected] of KINDS) {
    for (const decision of ['approve', 'reject'] as const) {
      await t.test(
        `${decision === 'approve' ? (approved ?? 'gone') : rejected} where ${what} is waiting: ${decision}`,
        async (t) => {
          const world = await target.world({
            clock: FROZEN,
            review: 'manual',
            certificates: [{ id: ONE, ...document }],
          })
          const { clock, review, events, certificate } = handle(target, world)
          const of = client(target, world)
          const asked = await of.ask(...ask)
          t.ok(asked.status < 300, asked.text)
          await clock.advance('1h')
          t.equal(await of.status(ONE), waiting)
          const to = decision === 'approve' ? approved : rejected
          t.same(await review(ONE, decision), { id: ONE, status: to })
          t.equal(await of.status(ONE), to ?? 'SCM.0020')
          const [last] = (await events.list()).slice(-1)
          t.match(last, {
            name: `${decision}Review`,
            actor: 'control',
            resource: ONE,
            at: hoursLater(1),
            detail: { from: waiting, to },
          })
          if (to === null) return
          const { sans, revoke_reason } = await certificate(ONE)
          if (document === several)
            t.equal(sans, decision === 'approve' ? 'a.example.com;b.example.com' : 'a.example.com')
          t.equal(revoke_reason, waiting === 'REVOKING' && decision === 'approve' ? 'lost' : undefined)
          if (!/CHECKING/.test(to))
            await t.rejects(review(ONE, decision), { status: 409, code: 'SCM.0010' }, 'nothing waits any more')
        },
      )
    }
  }
})
t.test('the clock governs all that a client sees', async (t) => {
  const target = await emulate(t)

  await t.test('a token of IAM lives 24 hours of its world, to the millisecond', async (t) => {
    const world = await target.world({ clock: FROZEN, users: [{ name: 'owner', password: PASSWORD }] })
    const { clock } = handle(target, world)
    const token = await issueToken(target, world, 'owner', PASSWORD)
    const { list } = client(target, world, { 'x-auth-token': token })
    const { json } = await target.ask({
      path: '/v3/auth/tokens',
      headers: { 'x-auth-token': world.token, 'x-subject-token': token },
    })
    t.match(json.token, { issued_at: '2026-11-24T08:00:00.000000Z', expires_at: '2026-11-25T08:00:00.000000Z' })
    await clock.advance('23.999h')
    await clock.advance('3599ms')
    t.equal((await list()).status, 200, 'the last millisecond')
    await clock.advance('1ms')
    const detail = 'token expires, expires_at: 2026-11-25T08:00:00.000000Z'
    refused(t, await list(), 'APIGW.0301', { source: 'documented', detail })
    t.equal((await client(target, world).list()).status, 200, 'those of a fixture or a control call never end')
    await clock.advance('9999d')
    t.equal((await client(target, world).list()).status, 200)
    t.equal(
      (await client(target, world, { 'x-auth-token': await issueToken(target, world, 'owner', PASSWORD) }).list())
        .status,
      200,
    )
  })

  await t.test('EXPIRED at not_after, not a millisecond before', async (t) => {
    const world = await target.world({
      clock: FROZEN,
      certificates: [
        { id: ONE, not_after: '+60d' },
        { id: TWO, status: 'UPLOAD', not_after: '+1h' },
      ],
    })
    const { clock, certificate, events } = handle(target, world)
    const { status } = client(target, world)
    await clock.advance('3599999ms')
    t.same([await status(ONE), await status(TWO)], ['ISSUED', 'UPLOAD'])
    await clock.advance('1ms')
    t.same([await status(ONE), await status(TWO)], ['ISSUED', 'EXPIRED'])
    await clock.advance('100d')
    t.equal((await certificate(ONE)).status, 'EXPIRED')
    t.match(await events.list(), [
      {
        name: 'expireCertificate',
        resource: TWO,
        actor: 'time',
        at: hoursLater(1),
        detail: { from: 'UPLOAD', to: 'EXPIRED' },
      },
      { name: 'expireCertificate', resource: ONE, actor: 'time', at: hoursLater(60 * 24) },
    ])
  })

  await t.test('digits of ids, orders, dates, the journal, the trail and the CRL', async (t) => {
    const world = await target.world({ clock: FROZEN, review: 'immediate' })
    const { ask, show } = client(target, world)
    const verbs = handle(target, world)
    const order = { cert_brand: 'GEOTRUST', cert_type: 'DV_SSL_CERT', domain_type: 'SINGLE_DOMAIN', effective_time: 1 }
    const buy = async () =>
      (
        await ask('POST', '/v3/scm/certificates/buy', {
          ...order,
          domain_numbers: 1,
          order_number: 2,
          agree_privacy_protection: true,
        })
      ).json
    t.same(await buy(), {
      order_id: 'CS2611241600EMM80',
      cert: [{ cert_id: `scs${DIGITS}` }, { cert_id: `scs${DIGITS + 1}` }],
    })
    await verbs.clock.set({ now: '2030-01-01T00:00:00.123Z' })
    const later = Date.parse('2030-01-01T00:00:00.123Z')
    const [{ cert_id: id }] = (await buy()).cert
    t.equal(id, `scs${later}`)
    t.equal((await ask('POST', `/cert/${id}/complete`, FORM)).status, 200)
    const { json } = await ask('GET', `/v3/scm/certificates/${id}`)
    t.match(json, { status: 'ISSUED', issue_time: '2030-01-01 08:00:00.0', not_after: '2031-01-01 08:00:00.0' })
    t.match((await verbs.requests()).at(-1), { at: '2030-01-01T00:00:00.123Z' })
    t.match((await verbs.events.list()).at(-1), { at: '2030-01-01T00:00:00.123Z', name: 'approveReview' })
    const crl = await ask('GET', `/pki/${world.project_id}/ca.crl`)
    t.match(crl.headers, { 'last-modified': 'Tue, 01 Jan 2030 00:00:00 GMT', expires: 'Wed, 02 Jan 2030 00:00:00 GMT' })
    await verbs.clock.set({ now: NOW })
    t.equal((await buy()).cert[0].cert_id, `scs${DIGITS + 2}`, 'back in time, an id is not used again')
    t.equal((await show(id)).json.status, 'ISSUED', 'and what was issued later stays so')
  })
})
