import fc from 'fast-check'
import t from 'tap'
import { client, handle } from '../support/client.ts'
import { emulate, type Target, type World } from '../support/emulate.ts'
import { runs } from '../support/length.ts'
import { type Cert, createModel, duration, type Expected, ISSUED_ONCE, type Model } from '../support/model.ts'
import { FORM, FREE_PRODUCT, FROZEN } from '../support/samples.ts'

const START = Date.parse(FROZEN.now)
const DAY = 86_400_000
const ids = Array.from({ length: 5 }, (_, digit) => `scs170000000000${digit}`)
const FOREIGN = 'scs1700000000008'
const UNKNOWN = 'scs1700000000009'

const cert = (id: string, status: string, more: Partial<Cert> = {}): Cert => ({
  id,
  status,
  organisation: false,
  free: false,
  names: null,
  paid: START - DAY,
  reason: null,
  review: null,
  ends: ISSUED_ONCE.includes(status) ? START + 200 * DAY : null,
  ...more,
})

/** What the world begins with; one of the ids is not used yet. */
const CERTIFICATES = [
  cert(ids[0] as string, 'ISSUED'),
  cert(ids[1] as string, 'ISSUED', { ends: START + 45 * DAY, names: 0, organisation: true }),
  cert(ids[2] as string, 'PAID', { organisation: true }),
  cert(ids[3] as string, 'PAID', { free: true, paid: START - 5 * DAY }),
]

const document = ({ id, status, organisation, free, names, ends, paid }: Cert) => ({
  // Keys of elliptic curves are made quickly.
  id,
  status,
  paid_at: new Date(paid).toISOString(),
  encrypt_type: 'SHA256withECDSA',
  type: organisation ? ('OV_SSL_CERT' as const) : ('DV_SSL_CERT' as const),
  ...(free && FREE_PRODUCT),
  ...(names !== null && { domain_type: 'MULTI_DOMAIN' as const, domain_count: 3 }),
  ...(ends !== null && { not_after: new Date(ends).toISOString() }),
})

const STATUSES = [
  'PAID',
  'CHECKING',
  'CHECKING_ORG',
  'ISSUING',
  'ISSUED',
  'UNPASSED',
  'CANCELCHECKING',
  'REVOKING',
  'REVOKED',
  'EXPIRED',
  'UPLOAD',
  'SUPPLEMENTCHECKING',
  'CANCELSUPPLEMENTING',
]
const MOST = ['revoke', 'revoke', 'revoke', 'apply', 'withdraw', 'supplement', 'unsubscribe', 'delete']
const SETTINGS = ['immediate', '1h', '10d', '100d', 'reads:0', 'reads:1', 'reads:2', 'reads:3', 'manual']
const one = fc.constantFrom
const id = fc.oneof({ weight: 12, arbitrary: one(...ids) }, { weight: 1, arbitrary: one(FOREIGN, UNKNOWN) })
/** Most aim at a certificate to which it can be done; which one is known only when it is done. */
const aim = fc.option(fc.nat(9), { freq: 3 })
const asked = fc.oneof({ weight: 20, arbitrary: id }, { weight: 1, arbitrary: one('scs1') })
const status = one(...STATUSES, 'ISSUED', 'ISSUED', 'ISSUED', 'PAID')
const act = <const Do extends string, Fields>(
  weight: number,
  name: Do,
  fields: { [Field in keyof Fields]: fc.Arbitrary<Fields[Field]> },
) => ({
  weight,
  arbitrary: fc.record({ do: fc.constant(name), ...fields }) as unknown as fc.Arbitrary<{ do: Do } & Fields>,
})
const actions = fc.oneof(
  act(12, 'move', { aim, name: one(...MOST), id: asked, reason: one('lost', '', '证书 😀') }),
  act(14, 'show', { aim, id: asked, v3: fc.boolean() }),
  act(1, 'bad', { id: asked, reason: one(5, null, 'x'.repeat(64), undefined) }),
  act(3, 'list', { status: fc.option(status), v3: fc.boolean() }),
  act(5, 'advance', { by: one('1s', '1s', '1h', '1h', '12h', '1d', '6d', '15d', '170d') }),
  act(1, 'back', { by: one('1h', '3d', '300d') }),
  act(3, 'setting', { setting: one(...SETTINGS) }),
  act(6, 'decide', { aim, id, decision: one('approve' as const, 'reject' as const) }),
  act(3, 'place', { id, status, organisation: fc.boolean(), ends: one(10, 30, 31, 45, 100) }),
  act(3, 'force', { id, status }),
  act(1, 'blocked', { id: asked, state: one('restricted' as const, 'frozen' as const) }),
  act(1, 'reset', {}),
  act(1, 'snapshot', {}),
)
type Action = typeof actions extends fc.Arbitrary<infer Value> ? Value : never

let names = 0
const nextName = () => {
  names += 1
  return names
}

/** How a client asks for each move. */
const MOVES: Record<string, (id: string, reason: string) => [method: string, path: string, body?: object]> = {
  revoke: (id, reason) => ['POST', `/cert/${id}/revoke`, { reason }],
  apply: (id) => ['POST', `/cert/${id}/complete`, FORM],
  withdraw: (id) => ['POST', `/cert/${id}/cancel-cert`],
  supplement: (id) => ['POST', `/cert/${id}/supplement`, { ori_sans: '', add_sans: `${nextName()}.example.com` }],
  unsubscribe: (id) => ['DELETE', `/v3/scm/certificates/${id}/unsubscribe`],
  delete: (id) => ['DELETE', `/cert/${id}`],
}

/** The statuses from which a move leads on; what a CA decides about is `decide`. */
const FROM: Record<string, RegExp> = {
  revoke: /^ISSUED$/,
  apply: /^(?:PAID|UNPASSED)$/,
  withdraw: /^(?:CHECKING|CHECKING_ORG|SUPPLEMENTCHECKING)$/,
  supplement: /^ISSUED$/,
  unsubscribe: /^(?:PAID|REVOKED)$/,
  delete: /^(?:ISSUED|REVOKED|EXPIRED|UPLOAD)$/,
}

/** The certificate that an action is about. */
function aimed(action: Action & { aim?: number | null; id: string; name?: string }, { certificates }: Model): string {
  if (action.aim == null) return action.id
  const isFit = ({ status, review, names }: Cert) =>
    action.name === undefined
      ? review !== null
      : FROM[action.name]?.test(status) && (action.name !== 'supplement' || names !== null)
  const fit = [...certificates.values()].filter(isFit)
  return fit[action.aim % fit.length]?.id ?? action.id
}

/** One step, in the world and in the model: what was answered, and what should have been. */
async function step(
  chosen: Action,
  door: Target,
  world: World,
  twin: ReturnType<typeof createModel>,
): Promise<[got: unknown, expected: unknown]> {
  const { model } = twin
  const { ask } = client(door, world)
  const verbs = handle(door, world)
  const control = async (call: Promise<unknown>) =>
    call.then(
      () => [200, null],
      ({ status, code }) => [status, code],
    )
  if (chosen.do !== 'back' && chosen.do !== 'advance') twin.settleAll()
  const action = 'aim' in chosen ? { ...chosen, id: aimed(chosen, model) } : chosen
  switch (action.do) {
    case 'move': {
      const { json, status } = await ask(...(MOVES[action.name] as (typeof MOVES)[string])(action.id, action.reason))
      const found = twin.find(action.id, FOREIGN, action.name === 'unsubscribe')
      const expected: Expected = Array.isArray(found)
        ? found
        : twin.move(found, action.name, action.reason)
          ? [200, null]
          : [400, 'SCM.0010']
      return [[status, json.error_code ?? null], expected]
    }
    case 'bad': {
      const { json, status } = await ask('POST', `/cert/${action.id}/revoke`, { reason: action.reason })
      const found = twin.find(action.id, FOREIGN, false)
      const isFirst = Array.isArray(found) && found[1] === 'SCM.0008'
      return [[status, json.error_code], isFirst ? found : [400, 'SCM.0005']]
    }
    case 'show': {
      const { json, status } = await ask('GET', action.v3 ? `/v3/scm/certificates/${action.id}` : `/cert/${action.id}`)
      const found = twin.find(action.id, FOREIGN, action.v3)
      if (Array.isArray(found)) return [[status, json.error_code], found]
      if (!twin.see(found))
        return [
          [status, json.error_code],
          [action.v3 ? 404 : 400, 'SCM.0020'],
        ]
      return [
        [status, json.status, json.revoke_reason],
        [200, found.status, found.reason ?? (action.v3 ? null : '')],
      ]
    }
    case 'list': {
      const query = `limit=50&${action.v3 ? 'status' : 'order_status'}=${action.status ?? ''}`
      const { json, status } = await ask('GET', action.v3 ? `/v3/scm/certificates?${query}` : `/certlist?${query}`)
      const found = [...model.certificates.values()].filter(
        (cert) => action.status === null || cert.status === action.status,
      )
      const rows = found.filter((cert) => twin.see(cert)).map((cert) => `${cert.id} ${cert.status}`)
      const shown = (json.certificates ?? json.order_list).map(
        (row: Record<string, string>) => `${row.id ?? row.cert_id} ${row.status ?? row.order_status}`,
      )
      return [
        [status, json.total_count ?? json.total, shown.sort()],
        [200, found.length, rows.sort()],
      ]
    }
    case 'advance':
      twin.moveClock(model.now + duration(action.by))
      return [(await verbs.clock.advance(action.by)).now, new Date(model.now).toISOString()]
    case 'back':
      twin.moveClock(model.now - duration(action.by))
      return [(await verbs.clock.set({ now: `-${action.by}` })).now, new Date(model.now).toISOString()]
    case 'setting':
      model.setting = action.setting
      return [(await verbs.update({ review: action.setting })).review, action.setting]
    case 'blocked': {
      await verbs.update({ account: { state: action.state } })
      const { json, status } = await ask('POST', `/cert/${action.id}/revoke`, { reason: 'x' })
      await verbs.update({ account: { state: 'active' } })
      return [
        [status, json.error_code],
        [401, action.state === 'restricted' ? 'SCM.1009' : 'SCM.1010'],
      ]
    }
    case 'decide': {
      const found = model.certificates.get(action.id)
      const got = await verbs.review(action.id, action.decision).then(
        ({ status }) => [200, status],
        ({ status, code }) => [status, code],
      )
      if (!found) return [got, action.id === FOREIGN ? [400, 'SCM.0003'] : [404, 'SCM.0020']]
      const then = twin.decide(found, action.decision)
      return [got, then === undefined ? [409, 'SCM.0010'] : [200, then]]
    }
    case 'place': {
      const { id, status, organisation } = action
      const ends = ISSUED_ONCE.includes(status) ? model.now + action.ends * DAY : null
      const placed = cert(id, status, { organisation, ends, paid: model.now })
      const got = await control(verbs.place(document(placed) as object))
      if (model.certificates.has(id) || model.gone.has(id) || id === FOREIGN) return [got, [400, 'invalid']]
      model.certificates.set(id, placed)
      return [got, [200, null]]
    }
    case 'force': {
      const found = model.certificates.get(action.id)
      const got = await control(verbs.change(action.id, { status: action.status as 'ISSUED' }))
      if (!found) return [got, action.id === FOREIGN ? [400, 'SCM.0003'] : [404, 'SCM.0020']]
      twin.force(found, action.status)
      return [got, [200, null]]
    }
    case 'reset':
      twin.reset()
      return [await control(verbs.reset()), [200, null]]
    case 'snapshot':
      return [await control(verbs.snapshot().then(verbs.restore)), [200, null]]
  }
}

t.test('a world does what its model does', async (t) => {
  const target = await emulate(t)
  const start: Model = {
    now: START,
    setting: '1h',
    gone: new Set<string>(),
    certificates: new Map(CERTIFICATES.map((cert) => [cert.id, cert])),
  }
  const world = await target.world({
    clock: FROZEN,
    review: '1h',
    foreign_certificates: [FOREIGN],
    certificates: CERTIFICATES.map(document),
  })
  const counts = new Map<string, number>()
  const seed = Number(process.env.SEED ?? Math.trunc(Math.random() * 2 ** 31))
  const numRuns = runs(200)
  const property = fc.asyncProperty(
    fc.array(actions, { minLength: 5, maxLength: 60, size: 'max' }),
    async (sequence) => {
      await handle(target, world).reset()
      const twin = createModel(start)
      const history: string[] = []
      for (const action of sequence) {
        const [got, expected] = await step(action, target, world, twin)
        const [shown, wanted] = [JSON.stringify(got), JSON.stringify(expected)]
        history.push(`${JSON.stringify(action)}: ${shown}`)
        const [first] = Array.isArray(got) ? got : [200]
        const kind = `${action.do} ${first}`
        counts.set(kind, (counts.get(kind) ?? 0) + 1)
        if (shown !== wanted) throw new Error(`the model says ${wanted} after\n${history.join('\n')}`)
      }
      // And what nobody looked at meanwhile.
      twin.settleAll()
      const shown = (await handle(target, world).listCertificates()).map(({ id, status }) => `${id} ${status}`)
      const wanted = [...twin.model.certificates.values()].map(({ id, status }) => `${id} ${status}`).sort()
      if (shown.join() !== wanted.join())
        throw new Error(`the model has ${wanted} after\n${history.join('\n')}\nthe world has ${shown}`)
    },
  )
  // Shrinking what has failed may take long: what is found in time is told.
  const limits = { interruptAfterTimeLimit: 120_000, markInterruptAsFailure: true }
  await t.resolves(fc.assert(property, { numRuns, seed, ...limits }), `${numRuns} runs with seed ${seed}`)
  const steps = [...counts.values()].reduce((sum, count) => sum + count, 0)
  t.comment(
    `model: ${numRuns} runs, ${steps} steps, seed ${seed}: ${[...counts]
      .sort()
      .map(([kind, count]) => `${kind} × ${count}`)
      .join(', ')}`,
  )
  for (const kind of [
    'move 200',
    'move 400',
    'show 200',
    'show 404',
    'list 200',
    'decide 200',
    'decide 409',
    'place 200',
    'place 400',
  ]) {
    t.ok((counts.get(kind) ?? 0) > 5, `${kind}: ${counts.get(kind)}`)
  }
})
