import fc from 'fast-check'
import { ANSWERS, type AnswerKey } from '../support/answers.ts'
import type { Ask } from '../support/ask.ts'
import { certificates, issueToken, pathOf, place, revoke } from '../support/client.ts'
import { suite, type Target, type World } from '../support/emulate.ts'
import { runs } from '../support/length.ts'
import { PASSWORD } from '../support/samples.ts'
import { sign } from '../support/sign.ts'

const NOW = '2026-11-24T08:00:00.000Z'
const ISSUED = 'scs1700000000001'
const UPLOAD = 'scs1700000000002'
const RENEWAL = 'scs1700000000003'
const FOREIGN = 'scs1700000000004'
const NOWHERE = 'scs1700000000005'
const UNKNOWN_PROJECT = 'f'.repeat(32)

/** A world whose clock stands still; reviews wait, so that what succeeded stays where it is. */
const WORLD = {
  review: 'manual',
  clock: { now: NOW, frozen: true },
  users: [
    { name: 'owner', password: PASSWORD },
    { name: 'reader', policies: ['SCM ReadOnlyAccess'] },
  ],
  certificates: [
    { id: ISSUED, not_after: '+365d' },
    { id: UPLOAD, status: 'UPLOAD' },
    { id: RENEWAL, not_after: '+30d' },
  ],
  foreign_certificates: [FOREIGN],
}

const tokenOf = (world: World, name: string) => world.users.find((user) => user.name === name)?.token ?? ''

/** What a request can do wrong, a slot for each thing; the first value of a slot is right. */
const SLOTS = {
  path: ['right', 'wrong'],
  method: ['right', 'wrong'],
  size: ['right', 'uri', 'header'],
  throttle: ['off', 'spent'],
  credentials: ['right', 'none', 'unknown', 'expired', 'key', 'skew', 'mismatch', 'unscoped', 'reader'],
  account: ['active', 'restricted', 'frozen'],
  project: ['own', 'unknown', 'foreign'],
  certificate: ['right', 'malformed', 'unknown', 'foreign', 'upload', 'renewal'],
  body: ['right', 'empty', 'long'],
} as const
type Slots = typeof SLOTS
type Case = { -readonly [Slot in keyof Slots]: Slots[Slot][number] }
const NAMES = Object.keys(SLOTS) as (keyof Slots)[]
const RIGHT = Object.fromEntries(NAMES.map((name) => [name, SLOTS[name][0]])) as Case

/** Whose request it is says the token or the key where it is known, else the path. */
const isOfWorld = ({ credentials, project }: Case) =>
  !['none', 'unknown', 'key'].includes(credentials) || project === 'own'

/** The ladder once more, as the order in which it answers. */
const ORDER: [key: AnswerKey, applies: (c: Case) => boolean, detail?: string][] = [
  ['APIGW.0101', ({ path }) => path === 'wrong'],
  ['APIGW.0101/method', ({ method }) => method === 'wrong'],
  ['APIGW.0201/414', ({ size }) => size === 'uri'],
  ['APIGW.0201/494', ({ size }) => size === 'header'],
  ['APIGW.0308', (c) => c.throttle === 'spent' && isOfWorld(c)],
  ['APIGW.0301', ({ credentials }) => credentials === 'none', 'x-auth-token not found'],
  ['APIGW.0301', ({ credentials }) => credentials === 'unknown', 'decrypt token fail'],
  ['APIGW.0301', ({ credentials }) => credentials === 'expired', 'token expires, expires_at: '],
  ['APIGW.0301', ({ credentials }) => credentials === 'key', 'Unauthorized'],
  ['APIGW.0301', ({ credentials }) => credentials === 'skew', 'calc ak sk signature fail:signature expired'],
  ['APIGW.0301', ({ credentials }) => credentials === 'mismatch', 'verify aksk signature fail, canonicalRequest:POST|'],
  ['SCM.1000', ({ credentials }) => credentials === 'unscoped'],
  ['SCM.1009', ({ account }) => account === 'restricted'],
  ['SCM.1010', ({ account }) => account === 'frozen'],
  ['SCM.0069', ({ project }) => project === 'unknown'],
  ['SCM.0002', ({ project }) => project === 'foreign'],
  ['SCM.4002', ({ credentials }) => credentials === 'reader'],
  ['SCM.0008', ({ certificate }) => certificate === 'malformed'],
  ['SCM.0005', ({ body }) => body !== 'right'],
  ['SCM.0020', ({ certificate }) => certificate === 'unknown'],
  ['SCM.0003', ({ certificate }) => certificate === 'foreign'],
  ['SCM.0010', ({ certificate }) => certificate === 'upload' || certificate === 'renewal'],
]

function expected(wrong: Case): string {
  const [key, , detail] = ORDER.find(([, applies]) => applies(wrong)) ?? []
  if (key === undefined) return '200 success'
  const message = ANSWERS[key][1]
  return `${ANSWERS[key][0]} ${key.split('/', 1)[0]} ${detail === undefined ? message : `${message.replace(/\.$/, '')}: ${detail}`}`
}

/** Status, code and as much of the message as is always the same. */
function seen({ status, json }: { status: number; json: Record<string, string> }, wanted: string): string {
  const text = json.message ?? `${json.error_code} ${json.error_msg}`
  return `${status} ${text}`.slice(0, wanted.endsWith(': ') || wanted.endsWith('|') ? wanted.length : undefined)
}

/** Worlds for every state that a world can be in, and requests that are wrong in any way. */
async function bench(target: Target) {
  const foreign = await target.world()
  const make = async (throttle: Case['throttle'], state: Case['account']) => {
    const world = await target.world({ ...WORLD, ...(throttle === 'spent' && { throttle: '1/1h' }) })
    const expired = await issueToken(target, world, 'owner', PASSWORD)
    await target.control('POST', `/worlds/${world.project_id}/clock/advance`, { by: '25h' })
    const unscoped = await issueToken(target, world, 'owner', PASSWORD, null)
    await target.control('PATCH', `/worlds/${world.project_id}`, { account: { state } })
    if (throttle === 'spent') await target.ask(revoke(world, { body: '' }))
    return { world, expired, unscoped, before: await certificates(target, world) }
  }
  const made = new Map<string, Awaited<ReturnType<typeof make>>>()
  for (const throttle of SLOTS.throttle) {
    for (const state of SLOTS.account) made.set(`${throttle} ${state}`, await make(throttle, state))
  }

  async function ask(wrong: Case) {
    const { world, expired, unscoped } = made.get(`${wrong.throttle} ${wrong.account}`) as Awaited<
      ReturnType<typeof make>
    >
    const right = async () =>
      expected(wrong) === '200 success' ? place(target, world, { not_after: '+365d' }) : ISSUED
    const id = { malformed: 'scs1', unknown: NOWHERE, foreign: FOREIGN, upload: UPLOAD, renewal: RENEWAL, right: '' }
    const project = { own: world.project_id, unknown: UNKNOWN_PROJECT, foreign: foreign.project_id }[wrong.project]
    const path = pathOf({ project_id: project }, id[wrong.certificate] || (await right()))
    const bodies = { right: { reason: 'key lost' }, empty: '', long: { reason: 'x'.repeat(64) } }
    const request: Ask = {
      method: wrong.method === 'right' ? 'POST' : 'PUT',
      path: `${path}${wrong.path === 'right' ? '' : 's'}${wrong.size === 'uri' ? `?${'a'.repeat(32 * 1024)}` : ''}`,
      body: bodies[wrong.body],
      headers: wrong.size === 'header' ? { 'x-much': 'a'.repeat(33 * 1024) } : {},
    }
    return target.ask(withCredentials(request, wrong.credentials, { world, expired, unscoped }))
  }

  const untouched = async () => {
    for (const { world, before } of made.values()) {
      const ids = before.map(({ id }: { id: string }) => id)
      const after = await certificates(target, world)
      if (JSON.stringify(after.filter(({ id }: { id: string }) => ids.includes(id))) !== JSON.stringify(before))
        return false
    }
    return true
  }
  return { ask, untouched }
}

function withCredentials(
  request: Ask,
  credentials: Case['credentials'],
  { world, expired, unscoped }: { world: World; expired: string; unscoped: string },
): Ask {
  const token = { right: world.token, unknown: 'stranger', expired, unscoped, reader: tokenOf(world, 'reader') }
  if (credentials in token) {
    return { ...request, headers: { ...request.headers, 'x-auth-token': token[credentials as keyof typeof token] } }
  }
  const { ak, sk } = world.access_key
  const signed: string[] = []
  if (credentials === 'key') return sign(request, { ak: 'NOBODYSKEY0001', sk }, { signed })
  if (credentials === 'mismatch') return sign(request, { ak, sk: 'anothersecret' }, { signed })
  if (credentials === 'skew') return sign(request, { ak, sk }, { signed, date: new Date(Date.now() - 16 * 60_000) })
  return request
}

suite('the order of the ladder', async (t, target) => {
  const { ask, untouched } = await bench(target)
  const agree = async (wrong: Case) => {
    const wanted = expected(wrong)
    return [seen(await ask(wrong), wanted), wanted] as const
  }

  await t.test('the first rule answers, for every two things that are wrong', async (t) => {
    const wrongs = NAMES.flatMap((name) => SLOTS[name].slice(1).map((value) => ({ [name]: value }) as Partial<Case>))
    let pairs = 0
    for (const [index, one] of wrongs.entries()) {
      for (const other of wrongs.slice(index + 1)) {
        if (Object.keys(one)[0] === Object.keys(other)[0]) continue
        pairs += 1
        t.equal(...(await agree({ ...RIGHT, ...one, ...other })), JSON.stringify({ ...one, ...other }))
      }
    }
    t.equal(pairs, 234)
    t.ok(await untouched(), 'nothing changed')
  })

  await t.test('the first rule answers, however many apply', async (t) => {
    const slot = (values: readonly string[]) =>
      fc.oneof({ arbitrary: fc.constant(values[0]), weight: 3 }, { arbitrary: fc.constantFrom(...values), weight: 2 })
    const slots = Object.fromEntries(NAMES.map((name) => [name, slot(SLOTS[name])]))
    const cases = fc.record(slots) as unknown as fc.Arbitrary<Case>
    const property = fc.asyncProperty(cases, async (wrong) => {
      const [got, wanted] = await agree(wrong)
      if (got !== wanted) throw new Error(`${got}, but ${wanted} comes first`)
    })
    const numRuns = runs(300)
    await t.resolves(fc.assert(property, { numRuns }), `${numRuns} cases`)
    t.ok(await untouched(), 'nothing changed')
  })
})
