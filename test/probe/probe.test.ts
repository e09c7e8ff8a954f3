import t, { type Test } from 'tap'
import { interpret } from '../../src/cli/program.ts'
import { RULES } from '../../src/domain/rules.ts'
import { GUARD } from '../../src/http/error-body.ts'
import { startEmulator } from '../../src/index.ts'
import { type Case, NOWHERE } from '../../src/probe/case.ts'
import { CASES } from '../../src/probe/cases/index.ts'
import { probe } from '../../src/probe/index.ts'
import { type Report, summary } from '../../src/probe/report.ts'
import { run } from '../../src/probe/run.ts'
import { cli } from '../support/child.ts'
import { some } from '../support/length.ts'
import { type Passing, type Spoil, spoiler } from '../support/spoiler.ts'

const READ_ONLY = CASES.filter(({ changes }) => !changes)
const CHANGING = CASES.filter(({ changes }) => changes)

/** An emulator with a world, a second world, and what a probe of the first is told. */
async function start(t: Test) {
  const emulator = await startEmulator({ fixtures: 'none' })
  t.teardown(() => emulator.close())
  const world = await emulator.createWorld({ review: 'manual', certificates: [{ status: 'ISSUED' }] })
  const other = await emulator.createWorld()
  const { project_id, token } = world
  const { ak, sk } = world.access_key
  const flags = { project: project_id, token, ak, sk, 'other-project': other.project_id }
  const certificate = world.certificates[0]?.id ?? ''
  /** A probe that may revoke a certificate of its own. */
  const allowed = async () => ({ ...flags, certificate: (await world.place()).id, 'allow-changes': true })
  return { emulator, world, flags, certificate, allowed }
}

async function report(wanted: string[], url: string, flags: object) {
  const { text, differs } = await probe(wanted, url, { ...flags, format: 'json' }, {})
  return { ...JSON.parse(text), hasDiffered: differs }
}

t.test('the emulator agrees in every case, and what only reads changes nothing', async (t) => {
  const { emulator, world, flags, certificate, allowed } = await start(t)
  const door = await spoiler(t, emulator.url)
  const before = await world.listCertificates()
  const read = await report([], door.url, { ...flags, certificate })
  t.strictSame(
    read.cases.filter(({ verdict }: any) => verdict === 'differs'),
    [],
  )
  t.equal(read.hasDiffered, false)
  t.strictSame(
    read.cases.filter(({ verdict }: any) => verdict === 'agrees').map(({ id }: Case) => id),
    READ_ONLY.map(({ id }) => id),
    'all that may run does',
  )
  t.strictSame(await world.listCertificates(), before)
  const events = await world.events.list()
  t.ok(events.length > 0)
  for (const { code, resource } of events) t.ok(code?.startsWith('SCM.') && resource !== certificate, 'a refusal')
  const risky = door.seen.filter(({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method))
  t.ok(risky.length > 20)
  for (const { path, name } of risky) t.match(path, new RegExp(`/scm/cert/${NOWHERE}`), `${name} names no certificate`)
  t.strictSame(
    door.seen.filter(({ path, method }) => path.includes(certificate) && method !== 'GET'),
    [],
  )

  const changed = await report([], emulator.url, await allowed())
  t.strictSame([changed.summary.agrees, changed.summary.cases], [CASES.length, CASES.length])
  const { ak, sk, project } = flags
  const signed = await report([], emulator.url, { project, ak, sk })
  t.strictSame([signed.summary.differs, signed.summary.skipped > 2], [0, true], 'with an access key alone')
})

/** What no client can bring about with one pair of credentials and one certificate, or not without harm. */
const OUT_OF_REACH = [
  // No browser asks.
  'foreign_page',
  'throttle',
  'token_expired',
  'security_token',
  'token_unscoped',
  'account_restricted',
  'account_frozen',
  'not_permitted',
  'certificate_foreign',
  // To buy costs money.
  'purchase_pending',
  'renewal_period',
]

t.test('every rule of the ladder is probed, or is out of reach', async (t) => {
  const names = Object.keys(RULES)
  const ladder = names.slice(0, names.indexOf('renewal_period') + 1)
  const probed = CASES.flatMap(({ expect }): string[] => ('rule' in expect ? [expect.rule] : []))
  t.strictSame(
    ladder.filter((name) => !probed.includes(name)),
    OUT_OF_REACH,
  )
  t.equal(new Set(CASES.map(({ id }) => id)).size, CASES.length, 'no id is used twice')
  for (const { changes, after } of CASES) if (after) t.ok(changes && CASES.some(({ id }) => id === after))
})

t.test('a case that could change something and does not say so is not sent', async (t) => {
  const liar: Case = {
    id: 'liar',
    title: 'a revoke',
    ask: ({ certificate }) => ({ method: 'POST', path: `/v2/p/scm/cert/${certificate}/revoke` }),
    expect: { rule: 'status' },
  }
  const send = () => t.fail('it was sent') as never
  await t.rejects(run([liar], { project: 'p', certificate: 'scs1700000000001' }, send, true), { message: /liar/ })
})

/** How the answer to a case can be wrong: each kind changes one thing. */
const SPOILS: Record<string, Spoil> = {
  answer: () => false,
  status(answer) {
    answer.status = 418
  },
  code: (answer) => edit(answer, ({ error }) => (error ? { error: { ...error, code: 1 } } : { error_code: 'X' })),
  message: (answer) =>
    edit(answer, ({ error }) => (error ? { error: { ...error, message: 'x' } } : { error_msg: 'x' })),
  fields: (answer) => edit(answer, () => ({ more: 1 })),
  body: (answer) => edit(answer, (json) => ({ [Object.keys(json)[0] as string]: undefined })),
  status_field: (answer) => edit(answer, () => ({ status: 'PAID' })),
  server: (answer) => header(answer, 'server', 'nginx'),
  ...Object.fromEntries(
    Object.keys(GUARD)
      .slice(1)
      .map((name): [string, Spoil] => [name, (answer) => header(answer, name, 'none')]),
  ),
  'content-type': (answer) => header(answer, 'content-type', 'application/json; charset=utf-8'),
  'x-request-id': (answer) => header(answer, 'x-request-id', 'none'),
}

/** Puts other fields into a body. */
function edit(answer: Passing, change: (json: any) => object): undefined {
  const json = JSON.parse(answer.text)
  answer.text = JSON.stringify({ ...json, ...change(json) })
}

function header({ headers }: Passing, name: string, value: string): undefined {
  headers[name] = value
}

/** The kinds that a case must notice, and in what it notices them. */
function spoilsOf({ ask, expect, changes, id }: Case): [kind: string, aspect: string][] {
  const headers = (expect.headers ?? []).map(({ header }): [string, string] => [header, header])
  const rest: [string, string][] = [['answer', 'answer'], ['status', 'status'], ...headers]
  if (ask({ project: 'p' }).method === 'HEAD') return rest
  if ('rule' in expect) return [...rest, ...['code', 'message', 'fields'].map((kind): [string, string] => [kind, kind])]
  const isOfFields = changes && /before|shown/.test(id)
  return [...rest, [isOfFields ? 'status_field' : 'body', 'body']]
}

t.test('each case finds each thing that a wrong server can do wrong in it', async (t) => {
  const { emulator, flags, allowed } = await start(t)
  const door = await spoiler(t, emulator.url)
  /** What differs where the answers to these cases are spoilt in one way, as `id: aspects`. */
  const found = async (cases: readonly Case[], kind: string, who: object) => {
    const spoilt = new Set(cases.filter((one) => spoilsOf(one).some(([name]) => name === kind)).map(({ id }) => id))
    door.spoil = (answer) => (spoilt.has(answer.name) ? SPOILS[kind]?.(answer) : undefined)
    const answer = await report(
      cases.map(({ id }) => id),
      door.url,
      who,
    )
    t.equal(answer.hasDiffered, spoilt.size > 0)
    const differing = answer.cases.filter(({ verdict }: any) => verdict === 'differs')
    return differing.map(({ id, differences }: any) => `${id}: ${[...new Set(differences.map((d: any) => d.aspect))]}`)
  }
  const wanted = (cases: readonly Case[], kind: string) =>
    cases.flatMap((one) => {
      const [, aspect] = spoilsOf(one).find(([name]) => name === kind) ?? []
      return aspect === undefined ? [] : [`${one.id}: ${aspect}`]
    })
  for (const kind of some(Object.keys(SPOILS))) {
    t.strictSame(await found(READ_ONLY, kind, flags), wanted(READ_ONLY, kind), kind)
    // One by one: what hangs on a revoke is not asked where that is wrong.
    for (const one of CHANGING.filter((some) => wanted([some], kind).length > 0)) {
      t.strictSame(await found([one], kind, await allowed()), wanted([one], kind), `${kind} of ${one.id}`)
    }
  }
  door.spoil = (answer) => (answer.name === 'revoke-success' ? SPOILS.status?.(answer) : undefined)
  const { cases } = await report(['revoke'], door.url, await allowed())
  const skipped = cases.filter(({ got }: any) => got === 'needs revoke-success to agree')
  t.equal(skipped.length, CASES.filter(({ after }) => after).length, 'what hangs on a revoke says nothing without it')
})

t.test('of what is contested it says which side the server took', async (t) => {
  const { emulator, flags, world } = await start(t)
  for (const [side, says] of [
    ['zh-cn', 'Chinese'],
    ['en-us', 'English'],
  ] as const) {
    await world.update({ language: side })
    const { cases, summary: counts } = await report(['language'], emulator.url, flags)
    t.equal(counts.differs, 0, side)
    const [one] = cases.filter(({ source }: any) => source === 'contested')
    t.match(one, { id: 'language-none', verdict: 'agrees', side: { question: 'language', side } })
    const { text } = await probe(['language-none'], emulator.url, flags, {})
    t.match(text, new RegExp(`\\(1 contested\\)[\\s\\S]*no X-Language: ${says} \\(language ${side}\\)`))
  }
})

t.test('each format says the same, and can be read by machines', async (t) => {
  const { emulator, flags } = await start(t)
  const door = await spoiler(t, emulator.url)
  door.spoil = (answer) => {
    if (answer.name === 'path-unknown')
      edit(answer, () => ({ error_msg: `<a> & "b" | \`c\` # ]]> \u0001\n\u001b[31m` }))
    return undefined
  }
  const print = async (format: string) =>
    (await probe(['path-unknown', 'method', 'v2'], door.url, { ...flags, format }, {})).text
  const json = JSON.parse(await print('json'))
  const { cases: total } = json.summary
  t.strictSame([json.summary.differs, json.summary.agrees], [1, total - 1])

  const junit = await print('junit')
  t.strictSame(unbalanced(junit), [], 'well-formed')
  t.match(junit, new RegExp(`tests="${total}" failures="1" errors="0" skipped="0"`))
  t.equal(junit.match(/<testcase /g)?.length, total)
  t.ok(junit.includes('&lt;a&gt; &amp; &quot;b&quot;'))

  const rows = (await print('markdown')).split('\n').filter((line) => line.startsWith('|'))
  t.equal(rows.length, total + 2)
  for (const row of rows) t.equal(row.match(/(?<!\\)\|/g)?.length, 6, row)
  t.match(
    await print('text'),
    /^differs +path-unknown +observed +404 APIGW\.0101 .*\n {2}message: expected .*; got <a>/m,
  )
})

t.test('what a server says on several lines is one sentence', async (t) => {
  const { emulator, flags } = await start(t)
  const door = await spoiler(t, emulator.url)
  door.spoil = (answer) => {
    Object.assign(answer, { status: 502, text: '<html>\r\n<b>\u001b[31mno\n</html>\n' })
    return undefined
  }
  const message = `${door.url} does not list the project's certificates: 502 <html> <b> [31mno </html>`
  await t.rejects(probe([], door.url, flags, {}), { message })
})

/** What of a text is no well-formed XML. */
function unbalanced(xml: string): string[] {
  const open: string[] = []
  const wrong: string[] = xml.match(/&(?!(?:amp|lt|gt|quot|#10);)|(?!\n)\p{Cc}/gu) ?? []
  const text = xml
    .replace(/^<\?xml [^>]*\?>/, '')
    .replace(/<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g, (_, end, name, _attributes, empty) => {
      if (end) wrong.push(...(open.pop() === name ? [] : [`</${name}>`]))
      else if (!empty) open.push(name)
      return ''
    })
  return [...wrong, ...open, ...(text.match(/[<>]/g) ?? [])]
}

t.test('credentials are in no output, whatever the server repeats', async (t) => {
  const { emulator, flags } = await start(t)
  const door = await spoiler(t, emulator.url)
  door.spoil = (answer) => {
    if (answer.name === 'look') return undefined
    answer.status = 400
    answer.headers.server = JSON.stringify(answer.sent)
    answer.text = JSON.stringify({ error_code: JSON.stringify(answer.sent), error_msg: JSON.stringify(answer.sent) })
    return undefined
  }
  for (const format of ['text', 'json', 'junit', 'markdown']) {
    const { text } = await probe([], door.url, { ...flags, format }, {})
    t.ok(text.includes('***'), `${format} would show them`)
    for (const secret of [flags.token, flags.ak, flags.sk]) t.notOk(text.includes(secret))
    t.notMatch(text, /Signature=[0-9a-f]/)
  }
})

t.test('who confirms an assumption is asked to say so', async (t) => {
  const result = {
    id: 'a',
    title: 'b',
    verdict: 'agrees',
    source: 'assumed',
    expected: 'c',
    got: 'd',
    differences: [],
  } as const
  const real: Report = {
    url: 'https://scm.example.com',
    version: '1',
    isDemo: false,
    isEmulator: false,
    results: [result],
  }
  t.match(summary(real).join('\n'), /1 agree \(1 assumed\).*\n1 of the cases.*\nPlease tell us/)
  t.match(
    summary({ ...real, results: [{ ...result, verdict: 'differs' }] }).join('\n'),
    /defect of scm-emulator\. Please/,
  )
  t.strictSame(summary({ ...real, results: [{ ...result, source: 'documented' }] }).length, 1)
  for (const quiet of [{ url: 'http://127.0.0.1:4640' }, { isEmulator: true }])
    t.equal(summary({ ...real, ...quiet }).length, 1)
})

t.test('the command', async (t) => {
  const { emulator, flags, world } = await start(t)
  const demo = await startEmulator({ fixtures: 'fixtures/demo.json' })
  t.teardown(() => demo.close())
  const door = await spoiler(t, emulator.url)
  door.spoil = (answer) => (answer.name === 'gateway-server' ? SPOILS.server?.(answer) : undefined)
  const { project_id, access_key } = world
  const known = ['--project', project_id, '--token', flags.token]
  const gone = await world.place({ status: 'REVOKED' })
  const paid = await world.place({ status: 'PAID' })
  const at = ['--url', emulator.url]
  const environment = {
    HUAWEICLOUD_SDK_AK: access_key.ak,
    HUAWEICLOUD_SDK_SK: access_key.sk,
    HUAWEICLOUD_SDK_PROJECT_ID: project_id,
  }
  const GOOD: [args: string[], code: number, out: RegExp, env?: Record<string, string>][] = [
    [['--url', demo.url], 0, /72 agree[\s\S]*0 differ[\s\S]*12 skipped[\s\S]*demo world/],
    [['--url', demo.url, '--certificate', 'scs1700000000001', '--allow-changes', 'revoke'], 0, /12 agree/],
    [[...at, 'signature', 'v3'], 0, /10 agree/, environment],
    [['--url', door.url, ...known, 'gateway'], 1, /server: expected CloudWAF; got nginx[\s\S]*2 agree[\s\S]*1 differ/],
  ]
  const BAD: [args: string[], err: RegExp, env?: Record<string, string>][] = [
    [[...at, ...known, 'path-unknwon'], /there is no probe case path-unknwon; did you mean "path-unknown"\?/],
    [[...at, ...known, ''], /there is no probe case/],
    [[...at, ...known, 'revoke-again'], /revoke-again changes something: it needs --certificate and --allow-changes/],
    [['--url', 'http://127.0.0.1:1'], /no answer from http:\/\/127\.0\.0\.1:1 \(ECONNREFUSED\)/],
    [['--url', 'ftp://127.0.0.1'], /--url ftp:\/\/127\.0\.0\.1 is no address/],
    [['--url', 'http://user:secret@127.0.0.1'], /holds no user and no password/],
    [[...at, ...known, '--iam-url', 'iam'], /--iam-url iam is no address/],
    [['--url', 'https://scm.example.com'], /who asks\? Give --token, or --ak and --sk/],
    [[...at, '--token', 'x'], /which project\? Give --project/],
    [[...at, '--ak', 'x', '--project', project_id], /give --ak and --sk/],
    [
      [...at, '--token', 'nonsense', '--project', project_id],
      /credentials are refused: 401 APIGW\.0301 .*decrypt token fail/,
    ],
    [at, /credentials are refused: .*verify aksk/, { ...environment, HUAWEICLOUD_SDK_SK: 'another' }],
    [[...at, '--token', flags.token, '--project', 'x'], /does not list the project's certificates: 400 SCM\.0069/],
    [[...at, ...known, '--allow-changes'], /--allow-changes needs --certificate/],
    [[...at, ...known, '--certificate', 'scs1700000009999'], /scs1700000009999 cannot be read: 400 SCM\.0020/],
    [[...at, ...known, '--certificate', gone.id, '--allow-changes'], /is REVOKED already; --allow-changes needs one/],
    [[...at, ...known, '--certificate', paid.id, '--allow-changes'], /is PAID; --allow-changes needs one/],
    [[...at, ...known, '--format', 'jason'], /--format must be one of text, json.*did you mean "json"\?/],
    [[...at, '--key', 'x'], /unknown option '--key'/],
  ]
  await Promise.all(
    GOOD.map(async ([args, code, out, env]) =>
      t.match(await cli(['probe', ...args], { env }), { code, out, err: /^$/ }, String(out)),
    ),
  )
  const { err, ...said } = await cli(['probe', ...(BAD[0]?.[0] ?? [])])
  t.strictSame(said, { code: 1, out: '' })
  t.match(err, /^scm-emulator: there is no probe case [^\n]+\n$/)
  const listeners = process.stdout.listenerCount('error')
  for (const [args, message, env = {}] of BAD) {
    const error = await interpret(['probe', ...args], env, async () => undefined).catch((error) => error)
    t.match(error, { name: 'Invalid', message })
    t.notMatch(error.message, /\n/, 'one sentence')
    t.notOk(error.message.includes(flags.token) || error.message.includes(access_key.sk))
  }
  t.ok(process.stdout.listenerCount('error') <= listeners + 1, 'commands of one process share what they listen for')
  const asked = door.seen.length
  t.notOk((await report(['iam'], emulator.url, { ...flags, 'iam-url': door.url })).hasDiffered)
  t.strictSame(
    door.seen.slice(asked).map(({ name }) => name),
    CASES.filter(({ id }) => id.startsWith('iam')).map(({ id }) => id),
    'IAM is asked at its own address',
  )
  await world.place({ id: NOWHERE })
  await t.rejects(probe([], emulator.url, flags, {}), { message: /there is a certificate scs0000000000000/ })
})
