import { deepStrictEqual as same } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { rowOf } from '../../src/documents/row.ts'
import { type Certificate, DOMAIN_TYPES, STATUSES, type Status, TYPES } from '../../src/domain/certificate.ts'
import { DAY } from '../../src/domain/duration.ts'
import { type Input, MOVES, type Move } from '../../src/domain/lifecycle.ts'
import { Refusal } from '../../src/domain/rules.ts'
import { countRead, dueAt, type Moved, type Step, settle, transition } from '../../src/domain/transition.ts'

const NOW = Date.parse('2026-06-15T12:00:00Z')
const HOUR = DAY / 24
const ALL_MOVES = [...new Set(MOVES.map(({ move }) => move))]

/** The table of moves, written down once more and apart from `src/domain`: move, where from, where to. */
const SPEC: [Move, string, string][] = [
  ['apply', 'PAID UNPASSED', 'CHECKING'],
  ['withdraw', 'CHECKING CHECKING_ORG', 'CANCELCHECKING'],
  ['withdraw', 'SUPPLEMENTCHECKING', 'CANCELSUPPLEMENTING'],
  ['supplement', 'ISSUED', 'SUPPLEMENTCHECKING'],
  ['revoke', 'ISSUED', 'REVOKING'],
  ['unsubscribe', 'PAID REVOKED', 'same'],
  ['delete', 'ISSUED REVOKED EXPIRED UPLOAD PAID', 'gone'],
  ['push', 'ISSUED UPLOAD', 'same'],
  ['download', 'ISSUED UPLOAD SUPPLEMENTCHECKING', 'same'],
  ['drop_privacy', 'PAID ISSUED UNPASSED CANCELCHECKING REVOKING REVOKED EXPIRED CANCELSUPPLEMENTING', 'same'],
  ['expire', 'ISSUED UPLOAD', 'EXPIRED'],
  ['approve', 'UNPAID', 'PAID'],
  ['reject', 'UNPAID', 'gone'],
  ['approve', 'CHECKING ISSUING SUPPLEMENTCHECKING CANCELSUPPLEMENTING', 'ISSUED'],
  ['approve', 'CHECKING', 'CHECKING_ORG'],
  ['approve', 'CHECKING_ORG', 'ISSUING'],
  ['approve', 'CANCELCHECKING', 'PAID'],
  ['approve', 'REVOKING', 'REVOKED'],
  ['approve', 'PAID REVOKED', 'gone'],
  ['reject', 'CHECKING CHECKING_ORG ISSUING', 'UNPASSED'],
  ['reject', 'CANCELCHECKING CANCELSUPPLEMENTING', 'before'],
  ['reject', 'SUPPLEMENTCHECKING REVOKING', 'ISSUED'],
  ['reject', 'PAID REVOKED', 'same'],
]

/** A certificate that nothing stands in the way of: multi-domain with quota, just paid, valid for 300 days, no CSR. */
function certificate(fields: Partial<Certificate> = {}): Certificate {
  const application = { applicant_name: 'a', contact_email: 'c@example.com' }
  const names = { domain: 'a.com', sans: 'b.com', domain_count: 5 }
  const placed = rowOf({ id: 'scs1700000000001', application, ...names, not_after: '+300d' }, 'p', NOW)
  const made: Certificate = { ...placed, paid_at: NOW, ...fields }
  return { ...made, due_at: dueAt(made) }
}

/** What makes a certificate the free product (Terraform). */
const FREE = {
  brand: 'SYMANTEC',
  type: 'DV_SSL_CERT_BASIC',
  domain_type: 'SINGLE_DOMAIN',
  validity_period: 3,
} as const

/** A certificate after a script of moves: `apply 0 2h, approve 1` is each move, hours after NOW, the review setting. */
function live(start: Partial<Certificate>, script: string): Certificate | null {
  return script.split(', ').reduce<Certificate | null>((current, line) => {
    const [move, hours, review] = line.split(' ')
    return (
      current &&
      transition(current, NOW + Number(hours) * HOUR, { move: move as Move, input: input(review) }).certificate
    )
  }, certificate(start))
}

const input = (review?: string): Input => ({ ...(review && { review }), reason: 'r', sans: 'c.com' })

/** What a move is refused with; nothing where it is not. Frozen to the bottom: whoever changes it dies of a TypeError. */
function refusal(found: Certificate, move: Move, now: number, review?: string): string | undefined {
  try {
    transition(freeze(found), now, { move, input: input(review) })
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.row.key
    throw error
  }
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze)
  return value
}

const setting = fc.oneof(
  fc.constantFrom('immediate', 'manual', '0ms', '2s', '1.5h', '31d', '400d'),
  fc.integer({ min: 0, max: 4 }).map((count) => `reads:${count}`),
)
const hours = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 48 }) },
  { weight: 1, arbitrary: fc.integer({ min: -24 * 40, max: 24 * 400 }) },
)

/** Any certificate as it can be placed. */
const anyCertificate = fc
  .record({
    status: fc.constantFrom(...STATUSES),
    type: fc.constantFrom(...TYPES),
    domain_type: fc.constantFrom(...DOMAIN_TYPES, 'MULTI_DOMAIN'),
    sans: fc.constantFrom('', 'b.com', 'b.com;c.com'),
    domain_count: fc.integer({ min: 1, max: 6 }),
    not_after: fc.option(hours.map((count) => NOW + count * HOUR)),
    paid_at: fc.integer({ min: 0, max: 24 * 8 }).map((count) => NOW - count * HOUR),
    isAppliedFor: fc.boolean(),
    isFree: fc.constantFrom(false, false, true),
    csr: fc.constantFrom('', 'a CSR'),
  })
  .map(({ isAppliedFor, isFree, csr, ...given }) => {
    const fields = isFree ? { ...given, ...FREE } : given
    const { application } = certificate()
    return certificate({ ...fields, application: isAppliedFor && application ? { ...application, csr } : null })
  })

/** A move, a look, or one of the moves (by its number) that the table has for the status. */
const anySteps = fc.array(
  fc.record({
    move: fc.oneof(fc.constantFrom(...ALL_MOVES), fc.constant('look' as const), fc.nat(), fc.nat()),
    by: hours,
    review: setting,
  }),
  { maxLength: 40, size: 'max' },
)
type AnySteps = typeof anySteps extends fc.Arbitrary<infer T> ? T : never

/** Lives through steps, with the clock sometimes going back; `see` gets every step that was not refused. */
function liveThrough(start: Certificate, steps: AnySteps, see?: (before: Certificate, step: Step) => void) {
  let current: Certificate | null = start
  let now = NOW
  for (const { move, by, review } of steps) {
    if (!current) break
    now += by * HOUR
    const before: Certificate = freeze(current)
    const rows = MOVES.filter(({ from, only }) => from.includes(before.status) && only?.(before) !== false)
    const name: Move | 'look' = typeof move === 'number' ? (rows[move % rows.length]?.move ?? 'look') : move
    try {
      const step: Step =
        name === 'look' ? countRead(before, now) : transition(before, now, { move: name, input: input(review) })
      see?.(before, step)
      current = step.certificate
    } catch (error) {
      // A certificate whose unsubscription was approved in the meantime is unknown; all else is a matter of status.
      const isGone = settle(before, now).certificate === null
      if (!(error instanceof Refusal) || error.row.key !== (isGone ? 'SCM.0020' : 'SCM.0010')) throw error
    }
  }
  return { certificate: current, now }
}

/** Whether a table allows a move, given what the status was before a withdrawal. One that is not in it changes nothing. */
function allows(rows: readonly [Move, readonly string[], string][], { move, from, to }: Moved, before: Status | null) {
  if (rows.every(([name]) => name !== move)) return to === from
  return rows.some(([name, froms, target]) => {
    if (name !== move || !froms.includes(from ?? '')) return false
    if (target === 'same') return to === from
    if (target === 'gone') return to === null
    return target === 'before' ? to === before : to === target
  })
}

t.test('no sequence of moves reaches what the table does not allow', async (t) => {
  const spec = SPEC.map(([move, from, to]): [Move, string[], string] => [move, from.split(' '), to])
  const moves = MOVES.map(({ move, from, to }): [Move, readonly string[], string] => [move, from, to])
  const seen = new Set<string>()
  const property = fc.property(anyCertificate, anySteps, (start, steps) => {
    let isRevoked = start.status === 'REVOKED'
    // What a refused withdrawal comes back to; the review of one that was placed says nothing.
    let before: Status | null = start.status === 'CANCELSUPPLEMENTING' ? 'SUPPLEMENTCHECKING' : 'CHECKING'
    liveThrough(start, steps, (found, { certificate: after, moves: made }) => {
      let status: Status | null = found.status
      for (const moved of made) {
        seen.add(`${moved.move} ${moved.from} ${moved.to}`)
        if (moved.move === 'withdraw') before = moved.from
        const where = `${moved.move}: ${moved.from} to ${moved.to}`
        if (moved.from !== status) throw new Error(`${where} begins elsewhere than at ${status}`)
        if (!allows(moves, moved, before)) throw new Error(`${where} is in no row of MOVES`)
        if (!allows(spec, moved, before)) throw new Error(`${where} is not in the specification`)
        if (moved.due && !['approve', 'expire'].includes(moved.move)) throw new Error(`${where} cannot be due`)
        status = moved.to
      }
      if (status !== (after?.status ?? null)) throw new Error(`${after?.status} was reached without a move`)
      if (after && after.due_at !== dueAt(after)) throw new Error(`${status} has a stale due_at`)
      if (isRevoked && after && after.status !== 'REVOKED') throw new Error(`REVOKED became ${after.status}`)
      isRevoked ||= after?.status === 'REVOKED'
    })
  })
  t.doesNotThrow(() => fc.assert(property, { numRuns: 6000 }))
  const missing = spec
    .flatMap(([move, froms, to]) => froms.map((from) => [move, from, to]))
    .filter(([move, from, to]) => {
      const target = to === 'same' ? from : to === 'gone' ? null : to
      return ![...seen].some((made) =>
        to === 'before' ? made.startsWith(`${move} ${from} `) : made === `${move} ${from} ${target}`,
      )
    })
  t.same(missing, [], 'the random lives went through every move of the specification')
})

t.test('settling is a matter of time alone', async (t) => {
  const lived = fc.tuple(anyCertificate, anySteps).map(([start, steps]) => liveThrough(start, steps))
  const property = fc.property(lived, hours, hours, ({ certificate: found, now }, a, b) => {
    if (!found) return
    const [first, last] = [now + Math.min(a, b) * HOUR, now + Math.max(a, b) * HOUR]
    const once = settle(freeze(found), last)
    if (once.certificate) same(settle(once.certificate, last), { certificate: once.certificate, moves: [] })
    const early = settle(found, first)
    const late = early.certificate ? settle(early.certificate, last) : { certificate: null, moves: [] }
    same({ certificate: late.certificate, moves: [...early.moves, ...late.moves] }, once)
    const isDue = found.due_at !== null && found.due_at <= last
    if (!isDue && (once.certificate !== found || once.moves.length > 0)) throw new Error('moved what was not due')
    if (isDue && once.moves[0]?.at !== found.due_at) throw new Error('not as of the instant when it was due')
    for (const [index, { at, due }] of once.moves.entries()) {
      if (!due || at > last || at < (once.moves[index - 1]?.at ?? at)) throw new Error('moved out of order')
    }
  })
  t.doesNotThrow(() => fc.assert(property, { numRuns: 2000 }), 'twice is once, two steps are one, only what is due')
  for (const review of ['manual', 'reads:3']) {
    const revoking = live({}, `revoke 0 ${review}`)
    t.equal(revoking?.due_at, null, `${review}: nothing is due`)
    if (revoking) t.equal(settle(revoking, NOW + 1e6 * DAY).certificate, revoking, `${review}: the very same object`)
  }
})

t.test('SCM.0010 every move from a status that the table does not name; nothing is changed then', async (t) => {
  // CANCLEREVOKING and UPLOAD: the specification does not say whether privacy data can be dropped there.
  const isOpen = (move: Move, status: Status) => move === 'drop_privacy' && /^CANCLE|UPLOAD/.test(status)
  // The certificate here is no free one, and nobody unsubscribes it.
  const isElse = (move: Move, status: Status) =>
    (move === 'delete' && status === 'PAID') || (/approve|reject/.test(move) && /^(?:PAID|REVOKED)$/.test(status))
  for (const move of new Set(SPEC.map(([move]) => move))) {
    for (const status of STATUSES.filter((status) => !isOpen(move, status))) {
      const isNamed = SPEC.some(([name, from]) => name === move && from.split(' ').includes(status))
      const code = isNamed && !isElse(move, status) ? undefined : 'SCM.0010'
      t.equal(refusal(certificate({ status }), move, NOW), code, `${code ?? 'allowed'} ${move} when ${status}`)
    }
  }
})

t.test('reads:N shows the old state N times, then the new one', async (t) => {
  const property = fc.property(fc.integer({ min: 0, max: 30 }), fc.constantFrom(...TYPES), (count, type) => {
    const see = (found: Certificate | null, times: number) => {
      const seen: string[] = []
      for (let current = found; seen.length < times; ) {
        current = current && countRead(freeze(current), NOW + HOUR).certificate
        seen.push(current?.status ?? 'gone')
      }
      return seen
    }
    const times = (status: string) => Array(count).fill(status)
    const revoked = see(live({}, `revoke 0 reads:${count}`), count + 2)
    same(revoked, [...times('REVOKING'), 'REVOKED', 'REVOKED'])
    const applied = see(live({ status: 'PAID', type }, `apply 0 reads:${count}`), 3 * count + 1)
    const stages = type.startsWith('DV') ? ['CHECKING'] : ['CHECKING', 'CHECKING_ORG', 'ISSUING']
    same(applied, [...stages.flatMap(times), ...Array(applied.length - stages.length * count).fill('ISSUED')])
  })
  t.doesNotThrow(() => fc.assert(property))
  const supplementing = live({ not_after: NOW + HOUR }, 'supplement 0 reads:0')
  const late = supplementing && countRead(supplementing, NOW + 2 * HOUR)
  t.equal(late?.certificate?.status, 'EXPIRED', 'what the CA hands back past its end is shown EXPIRED, not ISSUED')
})

t.test('every row of the table, by example', async (t) => {
  const ov = { type: 'OV_SSL_CERT', status: 'PAID' } as const
  const free = { ...FREE, status: 'PAID' } as const
  const soon = { not_after: NOW + 31 * DAY }
  const examples: [string, string, Partial<Certificate>, string][] = [
    ['PAID', 'a purchase, completed', { status: 'UNPAID' }, 'approve 0'],
    ['gone', 'a purchase, refused', { status: 'UNPAID' }, 'reject 0'],
    ['CHECKING', 'an application', { status: 'PAID' }, 'apply 0 2h'],
    ['CHECKING', 'an application after a refused one', { status: 'UNPASSED' }, 'apply 0 2h'],
    ['ISSUED', 'an application of a DV certificate, approved', { status: 'PAID' }, 'apply 0, approve 1'],
    ['ISSUED', 'an application under immediate review', ov, 'apply 0 immediate'],
    ['CHECKING_ORG', 'an OV application, approved once', ov, 'apply 0, approve 1'],
    ['ISSUING', 'an OV application, approved twice', ov, 'apply 0, approve 1, approve 2'],
    ['ISSUED', 'and three times', ov, 'apply 0, approve 1, approve 2, approve 3'],
    ['UNPASSED', 'an application, refused', ov, 'apply 0, reject 1'],
    ['UNPASSED', 'an organisation, refused', ov, 'apply 0, approve 1, reject 2'],
    ['CANCELCHECKING', 'a withdrawal', { status: 'PAID' }, 'apply 0, withdraw 1'],
    ['PAID', 'a withdrawal, approved', { status: 'PAID' }, 'apply 0, withdraw 1, approve 2'],
    ['CHECKING', 'one refused before the review', free, 'apply 0 4h, withdraw 1 manual, reject 3'],
    ['ISSUED', 'one refused after it was due', free, 'apply 0 4h, withdraw 1 manual, reject 5'],
    ['CHECKING_ORG', 'one refused in the second stage', ov, 'apply 0, approve 1, withdraw 2, reject 3'],
    ['CHECKING', 'a placed withdrawal, refused', { status: 'CANCELCHECKING' }, 'reject 1'],
    ['SUPPLEMENTCHECKING', 'more domains', {}, 'supplement 0'],
    ['ISSUED', 'more domains, approved', {}, 'supplement 0, approve 1'],
    ['ISSUED', 'more domains, refused', {}, 'supplement 0, reject 1'],
    ['CANCELSUPPLEMENTING', 'their withdrawal', {}, 'supplement 0, withdraw 1'],
    ['ISSUED', 'their withdrawal, approved', {}, 'supplement 0, withdraw 1, approve 2'],
    ['SUPPLEMENTCHECKING', 'their withdrawal, refused', {}, 'supplement 0, withdraw 1, reject 2'],
    ['EXPIRED', 'more domains, approved past the end', soon, 'supplement 0, approve 744'],
    ['REVOKING', 'a revocation', {}, 'revoke 0'],
    ['REVOKED', 'a revocation, approved', {}, 'revoke 0, approve 1'],
    ['REVOKED', 'a revocation under immediate review', {}, 'revoke 0 immediate'],
    ['ISSUED', 'a revocation, refused', {}, 'revoke 0, reject 1'],
    ['EXPIRED', 'a revocation, refused past the end', soon, 'revoke 0, reject 744'],
    ['REVOKED', 'a revocation, approved past the end', soon, 'revoke 0, approve 960'],
    ['gone', 'an issued certificate, deleted', {}, 'delete 0'],
    ['gone', 'a free one that was only paid, deleted', free, 'delete 0'],
    ['PAID', 'an unsubscription', ov, 'unsubscribe 0'],
    ['gone', 'an unsubscription, approved', ov, 'unsubscribe 0, approve 1'],
    ['PAID', 'an unsubscription, refused', ov, 'unsubscribe 0, reject 1'],
    ['CHECKING', 'refused, it can be applied for', ov, 'unsubscribe 0, reject 1, apply 2'],
    ['gone', 'one of a revoked certificate', {}, 'revoke 0, approve 1, unsubscribe 2 immediate'],
    ['gone', 'an uploaded one that expired, deleted', { status: 'UPLOAD', ...soon }, 'delete 744'],
  ]
  for (const [expected, name, start, script] of examples) {
    t.equal(live(start, script)?.status ?? 'gone', expected, `${expected} ${name}`)
  }
  t.equal(live({}, 'revoke 0')?.revoke_reason, 'r', 'the reason is kept')
  t.equal(live({}, 'revoke 0, reject 1')?.revoke_reason, null, 'a refused revocation leaves no reason')
  t.equal(live({}, 'revoke 0, approve 3')?.revoked_at, NOW + 3 * HOUR)
  t.equal(live({}, 'supplement 0, approve 1')?.sans, 'b.com;c.com')
  t.equal(live({}, 'supplement 0, reject 1')?.sans, 'b.com')
  t.match(live({}, 'drop_privacy 0')?.application, { applicant_name: '', contact_email: '', csr: '' })
  t.match(live({ status: 'PAID' }, 'apply 0 immediate'), { issue_time: NOW, not_after: NOW + 365 * DAY })
})

t.test('guards: SCM.0010 though the status would do', async (t) => {
  const { application } = certificate()
  const own = { application: application && { ...application, csr: 'a CSR' } }
  const refusals: [string | undefined, string, Partial<Certificate>, Move, number?][] = [
    ['SCM.0010', 'exactly 30 x 24 h left', { not_after: NOW + 30 * DAY }, 'revoke'],
    [undefined, 'a millisecond more', { not_after: NOW + 30 * DAY + 1 }, 'revoke'],
    ['SCM.0010', 'that millisecond later', { not_after: NOW + 30 * DAY + 1 }, 'revoke', 1],
    [undefined, 'exactly 7 x 24 h after payment', { status: 'PAID' }, 'unsubscribe', 7 * DAY],
    ['SCM.0010', 'a millisecond later', { status: 'PAID' }, 'unsubscribe', 7 * DAY + 1],
    ['SCM.0010', 'a single domain', { domain_type: 'SINGLE_DOMAIN' }, 'supplement'],
    ['SCM.0010', 'no quota left', { domain_count: 2 }, 'supplement'],
    [undefined, 'one left', { domain_count: 3 }, 'supplement'],
    ['SCM.0010', "made from the user's own CSR", own, 'push'],
    [undefined, 'which can be downloaded', own, 'download'],
    ['SCM.0010', 'never applied for', { application: null }, 'drop_privacy'],
    [undefined, 'issued and not yet expired', { not_after: NOW + 1 }, 'download'],
    ['SCM.0010', 'expired by now', { status: 'ISSUED', not_after: NOW }, 'revoke'],
  ]
  for (const [code, name, fields, move, later = 0] of refusals) {
    t.equal(refusal(certificate(fields), move, NOW + later), code, `${code ?? 'allowed'} ${move}: ${name}`)
  }
  const leaving = live({ status: 'PAID' }, 'unsubscribe 0')
  for (const move of leaving ? (['apply', 'unsubscribe'] as const) : []) {
    t.equal(leaving && refusal(leaving, move, NOW), 'SCM.0010', `SCM.0010 ${move} while it is being unsubscribed`)
  }
  const gone = live({ status: 'PAID' }, 'unsubscribe 0 1h')
  t.equal(gone && refusal(gone, 'apply', NOW + HOUR), 'SCM.0020', 'SCM.0020 once its unsubscription was due')
})

t.test('what is due happens as of its instant, one stage per review', async (t) => {
  const applied = live({ status: 'PAID', type: 'EV_SSL_CERT' }, 'apply 0 2h')
  const at = (hours: number) => applied && settle(applied, NOW + hours * HOUR)
  const stages = { 1.99: 'CHECKING', 2: 'CHECKING_ORG', 4: 'ISSUING', 6: 'ISSUED', 9600: 'EXPIRED' }
  for (const [hours, status] of Object.entries(stages)) {
    t.equal(at(Number(hours))?.certificate?.status, status, `${status} after ${hours} hours`)
  }
  t.equal(at(100)?.certificate?.issue_time, NOW + 6 * HOUR, 'issued when it was due, however late somebody looks')
  const made = at(9600)?.moves.map(({ move, at }) => `${move} ${(at - NOW) / HOUR}`)
  t.strictSame(made, ['approve 2', 'approve 4', 'approve 6', `expire ${365 * 24 + 6}`])
  const late = live({ status: 'PAID' }, 'apply 0 4h, withdraw 1 manual, reject 9')
  t.equal(late?.issue_time, NOW + 9 * HOUR, 'what a refusal brings back is issued no earlier than the refusal')
  const revoking = live({ not_after: NOW + 31 * DAY }, 'revoke 0 manual')
  t.equal(revoking && settle(revoking, NOW + 900 * DAY).certificate, revoking, 'REVOKING stays so past its end')
  const refused = revoking && transition(revoking, NOW + 32 * DAY, { move: 'reject' })
  t.match(refused?.moves, [
    { from: 'REVOKING', to: 'ISSUED' },
    { from: 'ISSUED', to: 'EXPIRED', due: true },
  ])
  t.equal(refused?.moves[1]?.at, NOW + 32 * DAY, 'and expires as of the refusal')
})
