import fc from 'fast-check'
import t from 'tap'
import type { Answer } from '../support/ask.ts'
import { emulate, type Target } from '../support/emulate.ts'
import { runs } from '../support/length.ts'
import { PASSWORD } from '../support/samples.ts'

/** What one step does; numbers choose among what is there. */
type Step =
  | { kind: 'revoke' | 'show' | 'remove'; certificate: number }
  | { kind: 'list' | 'reset' | 'snapshot' | 'token' | 'unpublished' | 'faults' | 'requests' | 'events' }
  | { kind: 'review'; certificate: number; decision: 'approve' | 'reject' }
  | { kind: 'advance'; days: number }
  | { kind: 'back'; days: number }
  | { kind: 'fault'; error: string; times: number }
  | { kind: 'place'; status: string }

const IDS = ['scs1700000000001', 'scs1700000000002', 'scs1700000000003', 'scs1700000000004'] as const
const chosen = fc.integer({ min: 0, max: IDS.length - 1 })
const days = fc.integer({ min: 1, max: 90 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('revoke', 'show', 'remove'), certificate: chosen }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('list', 'reset', 'snapshot', 'token', 'unpublished', 'faults', 'requests', 'events'),
    }),
  },
  fc.record({
    kind: fc.constant('review' as const),
    certificate: chosen,
    decision: fc.constantFrom('approve' as const, 'reject' as const),
  }),
  fc.record({ kind: fc.constantFrom('advance', 'back'), days }),
  fc.record({
    kind: fc.constant('fault' as const),
    error: fc.constantFrom('SCM.0010', 'APIGW.0201/504', 'APIGW.0308'),
    times: fc.integer({ min: 1, max: 2 }),
  }),
  fc.record({ kind: fc.constant('place' as const), status: fc.constantFrom('PAID', 'UPLOAD', 'REVOKING') }),
) as fc.Arbitrary<Step>

const plan = fc.record({
  review: fc.constantFrom('manual', 'immediate', '5d', 'reads:1'),
  steps: fc.array(step, { minLength: 8, maxLength: 14 }),
})
type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never

/** Runs a plan in a world of its own; what a client of it and its owner see, without what is random by design. */
async function history(target: Target, { review, steps }: Plan): Promise<string[]> {
  const world = await target.world({
    review,
    clock: { now: '2030-01-01T00:00:00Z', frozen: true },
    users: [{ name: 'owner', password: PASSWORD }],
    certificates: IDS.slice(0, 3).map((id, index) => ({ id, not_after: `+${40 + index * 60}d` })),
    foreign_certificates: [IDS[3]],
  })
  const { project_id, token, account } = world
  const scm = `/v2/${project_id}/scm`
  const client = (method: string, path: string, body?: unknown) =>
    target.ask({ method, path, headers: { 'x-auth-token': token }, ...(body !== undefined && { body }) })
  const control = (method: string, path: string, body?: unknown) =>
    target.ask({ method, path: `/_emulator/worlds/${project_id}${path}`, ...(body !== undefined && { body }) })
  const login = {
    auth: {
      identity: {
        methods: ['password'],
        password: { user: { name: 'owner', password: PASSWORD, domain: { name: account.name } } },
      },
    },
  }
  const run: { [Kind in Step['kind']]: (step: Extract<Step, { kind: Kind }>) => Promise<Answer> } = {
    revoke: ({ certificate }) => client('POST', `${scm}/cert/${IDS[certificate]}/revoke`, { reason: 'x' }),
    show: ({ certificate }) => client('GET', `${scm}/cert/${IDS[certificate]}`),
    remove: ({ certificate }) => client('DELETE', `${scm}/cert/${IDS[certificate]}`),
    list: () => client('GET', `${scm}/certlist?limit=50&sort_key=certStatus`),
    reset: () => control('POST', '/reset'),
    snapshot: () => control('GET', '/snapshot'),
    token: () => target.ask({ method: 'POST', path: '/v3/auth/tokens?nocatalog', body: login }),
    unpublished: () => client('GET', `${scm}/nothing`),
    faults: () => control('GET', '/faults'),
    requests: () => control('GET', '/requests?method=POST'),
    events: () => control('GET', '/events?limit=100'),
    review: ({ certificate, decision }) => control('POST', `/certificates/${IDS[certificate]}/review`, { decision }),
    advance: (step) => control('POST', '/clock/advance', { by: `${step.days}d` }),
    back: (step) => control('PUT', '/clock', { now: `-${step.days}d` }),
    fault: ({ error, times }) => control('POST', '/faults', { error, times, seed: 1 }),
    place: ({ status }) => control('POST', '/certificates', { status }),
  }
  const seen: string[] = []
  for (const one of steps) {
    const { status, text } = await run[one.kind](one as never)
    const shown = text
      .replaceAll(project_id, 'PROJECT')
      .replaceAll(account.id, 'ACCOUNT')
      .replaceAll(account.name, 'NAME')
      .replaceAll(world.users[0]?.id ?? '', 'USER')
      .replace(/[0-9a-f]{32}/g, 'ID')
      .replace(/"duration":[\d.]+/g, '')
      .replace(/127\.0\.0\.1:\d+/g, 'HOST')
    seen.push(`${one.kind} ${status} ${shown}`)
  }
  return seen
}

t.test('many worlds at once: each sees what it would see alone', async (t) => {
  t.setTimeout(120_000)
  const seed = Date.now() % 2 ** 31
  const plans = fc.sample(plan, { numRuns: runs(50), seed })
  const together = await emulate(t, {}, 'tcp')
  const crowd = await Promise.all(plans.map((one) => history(together, one)))
  const alone: string[][] = []
  for (const one of plans) {
    // A server of its own for each, so that nothing of another can be there.
    alone.push(await history(await emulate(t, {}, 'tcp'), one))
  }
  for (const [index, seen] of crowd.entries()) t.strictSame(seen, alone[index], `world ${index}, seed ${seed}`)
  const steps = plans.reduce((sum, { steps }) => sum + steps.length, 0)
  t.comment(`${plans.length} worlds, ${steps} steps, seed ${seed}`)
})
