import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { interpret } from '../../src/cli/program.ts'
import { Config, packageFile, VERSION } from '../../src/config.ts'
import { Invalid } from '../../src/domain/check.ts'
import { createEmulator } from '../../src/index.ts'
import { UnusableDatabase } from '../../src/store/database.ts'
import { askOver } from '../support/ask.ts'
import { environment, MAIN } from '../support/child.ts'
import { folder, type World } from '../support/emulate.ts'
import { launch } from '../support/process.ts'

const DEMO = { token: 'scm-emulator-demo-token-000000000001', project: '0f5181caba0024e72f89c0045e707b91' }
const DEMO_CERT = `/v2/${DEMO.project}/scm/cert/scs1700000000001`
const AS_DEMO = { 'x-auth-token': DEMO.token }

/** The emulator's own process, in a folder of its own. */
function run(t: Test, args: string[], given: Record<string, string> = {}, cwd = folder(t)) {
  return { cwd, ...launch(t, process.execPath, [MAIN, ...args], { cwd, env: environment(given) }) }
}

/** One that listens, with its address. */
async function serve(t: Test, args: string[] = [], given: Record<string, string> = {}, cwd?: string) {
  const process = run(t, args, given, cwd)
  const [, url = ''] = await process.until(/"msg":"Server listening at (http:[^"]+)"/)
  return { ...process, url }
}

/** Options as flags, or as environment variables. */
function given(kind: 'flag' | 'variable', options: Record<string, string | true>): [string[], Record<string, string>] {
  const all = Object.entries(options)
  if (kind === 'flag') return [all.flatMap(([name, value]) => [`--${name}`, ...(value === true ? [] : [value])]), {}]
  const variable = (name: string) => `SCM_EMULATOR_${name.toUpperCase().replaceAll('-', '_')}`
  return [[], Object.fromEntries(all.map(([name, value]) => [variable(name), value === true ? 'on' : value]))]
}

function fixture(t: Test, content: unknown): string {
  const file = join(folder(t), 'fixture.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

t.test('--help and --version', async (t) => {
  const [help, version] = await Promise.all([run(t, ['--help']).ended, run(t, ['--port', '0', '-v']).ended])
  t.match(version, { code: 0, stdout: `${VERSION}\n`, stderr: '' })
  t.equal(VERSION, JSON.parse(readFileSync(packageFile('package.json'), 'utf8')).version)
  t.match(help, { code: 0, stderr: '' })
  const told = help.stdout.replace(/\n {20,}/g, ' ')
  for (const option of Object.keys(Config.properties)) {
    const flag = `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
    t.match(told, new RegExp(`^ +${flag}\\b.*\\(default .+\\)$`, 'm'), flag)
  }
  t.match(help.stdout, /SCM_EMULATOR_LOG_LEVEL/)
})

t.test('a reader that leaves before the text is out harms nobody', async (t) => {
  for (const args of [['--help'], ['--version'], ['help', 'world'], ['completion', 'bash']]) {
    const { child, ended } = run(t, args)
    child.stdout?.destroy()
    t.match(await ended, { code: 0, stderr: '' }, args.join(' '))
  }
})

for (const kind of ['flag', 'variable'] as const) {
  t.test(`each option as a ${kind}`, async (t) => {
    const project_id = 'a'.repeat(32)
    const file = fixture(t, { worlds: [{ project_id, certificates: [{ id: 'scs1700000000001' }] }] })
    const strict = { 'strict-json': true, 'admin-key': 's3cret', host: '127.0.0.1', port: '0' } as const
    const options = { ...strict, db: 'kept.db', fixtures: file, auth: 'off', review: 'manual' }
    const quiet = { 'in-memory': true, 'log-level': 'warn', auth: 'off', port: '0' } as const
    const second = run(t, ...given(kind, quiet))
    const third = kind === 'variable' && run(t, ...given(kind, { host: '192.0.2.1', 'in-memory': true, port: '0' }))
    const first = await serve(t, ...given(kind, options))
    const ask = (path: string, headers = {}, body?: unknown) =>
      askOver(first.url, { path, headers, ...(body !== undefined && { method: 'POST', body }) })
    t.match(first.url, /^http:\/\/127\.0\.0\.1:\d+$/, 'host, and a port that was free')
    t.ok(existsSync(join(first.cwd, 'kept.db')), 'db')
    t.notOk(existsSync(join(first.cwd, 'scm-emulator.db')))
    t.equal((await ask(`/v2/${project_id}/scm/certlist`)).json?.total, 1, 'fixtures, and auth off')
    const revoke = `/v2/${project_id}/scm/cert/scs1700000000001/revoke`
    t.equal((await ask(revoke, {}, '{"reason":"x",}')).json?.error_code, 'SCM.0005', 'strict-json')
    t.equal((await ask('/_emulator/worlds')).status, 401, 'admin-key')
    const { json } = await ask('/_emulator/worlds', { 'x-emulator-key': 's3cret' })
    t.match(json, { worlds: [{ project_id, review: 'manual' }] }, 'review')

    await second.until(/authentication is off/)
    second.child.kill('SIGTERM')
    const { code, stdout } = await second.ended
    t.equal(code, 0)
    t.match(stdout, /^\{"level":40,.*\}\n$/, 'log-level: nothing below a warning, one JSON object a line')
    t.notOk(existsSync(join(second.cwd, 'scm-emulator.db')), 'in-memory')
    if (!third) return
    const { code: failure, stderr } = await third.ended
    t.equal(failure, 1)
    t.equal(stderr, 'scm-emulator: this machine has no address 192.0.2.1; see --host\n', 'host: another one')
  })
}

t.test('a flag wins over its variable', async (t) => {
  const [, variables] = given('variable', {
    host: '192.0.2.1',
    db: 'variable.db',
    port: '1',
    review: 'reads:7',
    auth: 'off',
  })
  const flags = ['--host', '127.0.0.1', '--db=flag.db', '--port=0', '--review', '3h', '--auth', 'enforce']
  const { url, cwd } = await serve(t, flags, { ...variables, SCM_EMULATOR_ENDPOINT: 'http://127.0.0.1:1' })
  t.strictSame([existsSync(join(cwd, 'flag.db')), existsSync(join(cwd, 'variable.db'))], [true, false])
  const { json } = await askOver(url, { path: '/_emulator/worlds' })
  t.equal(json.worlds[0].review, '3h')
  t.equal((await askOver(url, { path: DEMO_CERT })).status, 401)
})

t.test('what is refused at the start: one line that says what to do', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  t.teardown(() => taken.close())
  const { port } = taken.address() as { port: number }
  const path = folder(t)
  const file = (name: string) => join(path, name)
  writeFileSync(file('no.db'), 'not a database, by no means\n'.repeat(99))
  mkdirSync(file('directory'))
  const load = (content: unknown) => ['--in-memory', '--fixtures', fixture(t, content)]
  const worlds = (...certificates: object[]) => load({ worlds: [{}, { certificates }] })
  const same = { id: 'scs0000000000001' }
  const account = { id: 'a'.repeat(32) }
  const cases: [string, RegExp, string[], Record<string, string>?][] = [
    ['a misspelt flag', /unknown option '--prot'; did you mean --port\?/, ['--prot', '1']],
    ['a misspelt variable', /SCM_EMULATOR_PROT; did you mean "SCM_EMULATOR_PORT"\?/, [], { SCM_EMULATOR_PROT: '1' }],
    [
      "the clients' variable, misspelt",
      /SCM_EMULATOR_ENDPONT; did you mean "SCM_EMULATOR_ENDPOINT"\?/,
      [],
      { SCM_EMULATOR_ENDPONT: 'x' },
    ],
    ['a stray argument', /too many arguments\. Expected 0 arguments but got 1/, ['--port', '0', 'strat']],
    ['a port out of range', /--port must be <= 65535/, ['--port', '70000']],
    ['a variable out of range', /SCM_EMULATOR_PORT must be <= 65535/, [], { SCM_EMULATOR_PORT: '70000' }],
    ['a port that is no number', /--port must be integer/, ['--port', 'http']],
    ['no value', /option '--port <port>' argument missing/, ['--port']],
    ['no key', /--admin-key/, ['--admin-key']],
    [
      'a review that is none',
      /--review must be .*immediate, a duration such as 2s, reads:N, or manual/,
      ['--review', '5x'],
    ],
    ['a level that is none', /--log-level must be one of fatal, .*silent/, ['--log-level', 'lout']],
    ['a value nearly right', /--auth must be one of enforce, off; did you mean "enforce"\?/, ['--auth', 'enforc']],
    ['no database', /the database \S+no\.db is not a SQLite database/, ['--db', file('no.db')]],
    ['a directory for a database', /the database \S+directory cannot be opened/, ['--db', file('directory')]],
    ['a folder that is not there', /the database \S+x\.db cannot be opened or created/, ['--db', file('none/x.db')]],
    ['no fixture file', /the fixture file .*\/none\.json/, ['--in-memory', '--fixtures', file('none.json')]],
    ['a directory for one', /the fixture file .*\/directory/, ['--in-memory', '--fixtures', file('directory')]],
    ['no JSON', /fixture\.json is not JSON: .*line 3 column 6/, load('{\n  "worlds": [\n    {,}\n  ]\n}')],
    ['a word in JSON', /fixture\.json is not JSON: .*(\[oops\]|line 1 column 13)/, load('{"worlds": [oops]}')],
    ['an empty file', /fixture\.json is not JSON: /, load('')],
    ['a wrong status', /\/worlds\/1\/certificates\/1\/status .*mean "ISSUED"\?/, worlds({}, { status: 'ISUED' })],
    ['an unknown field', /\/worlds\/1\/certificates\/0 .*"statos"; .*"status"\?/, worlds({ statos: 'ISSUED' })],
    ['an id twice', /\/worlds\/1\/certificates\/2\/id is given twice/, worlds({}, same, same)],
    ['a date that is none', /\/worlds\/1\b.*"2026-02-30" is not an instant/, worlds({ not_after: '2026-02-30' })],
    ['an account id twice', /\/worlds\/1\b.*account/, load({ worlds: [{ account }, { account }] })],
  ]
  for (const [name, expected, args, variables = {}] of cases) {
    const error = await refusal(args, variables)
    t.ok(error instanceof Invalid || error instanceof UnusableDatabase, `${name}: a person's mistake`)
    t.notMatch(error?.message, /\n/, `${name}: one line`)
    t.match(error?.message, expected, name)
    if (/fixture\.json/.test(args.join())) t.match(error?.message, args[2], `${name}: the file is named`)
  }
  const spawned = cases.filter(([name]) => /misspelt variable|an id twice/.test(name))
  spawned.push(['a taken port', new RegExp(`port ${port} on 127.0.0.1 is taken; --port 0`), ['--port', `${port}`]])
  await Promise.all(
    spawned.map(async ([name, expected, args, variables]) => {
      const ended = await run(t, args, variables).ended
      t.match(ended, { code: 1, stdout: '', stderr: /^scm-emulator: [^\n]+\n$/ }, `1, and one line: ${name}`)
      t.match(ended.stderr, expected)
    }),
  )
  const db = file('new.db')
  await t.rejects(createEmulator({ db, fixtures: fixture(t, '') }))
  const emulator = await createEmulator({ db })
  t.equal(
    (await emulator.inject({ url: DEMO_CERT, headers: AS_DEMO })).statusCode,
    200,
    'a broken start spoils nothing',
  )
  await emulator.close()
})

/** Why a start with these options fails; nothing where it does not. */
async function refusal(args: string[], variables: Record<string, string>): Promise<Error | undefined> {
  try {
    await interpret(args, variables, async (options) => (await createEmulator(options)).close())
    return undefined
  } catch (error) {
    return error as Error
  }
}

/** A socket, and what came over it so far. */
async function dial(t: Test, url: string, text: string) {
  const { hostname, port } = new URL(url)
  const socket: Socket = connect(Number(port), hostname).setEncoding('utf8')
  t.teardown(() => socket.destroy())
  const got = { text: '', socket }
  socket.on('data', (chunk) => {
    got.text += chunk
  })
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(text)
  return got
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  t.test(`${signal} finishes what is under way and ends at once`, async (t) => {
    const { url, child, until, ended, cwd } = await serve(t, ['--port', '0', '--review', 'manual'])
    const host = `host: ${new URL(url).host}\r\n`
    const idle = await dial(t, url, `GET /_emulator/health HTTP/1.1\r\n${host}\r\n`)
    await once(idle.socket, 'data')
    await dial(t, url, `GET /_emulator/health HTTP/1.1\r\n${host}`)
    const silent = await dial(t, url, '')
    const body = '{"reason":"stopped in the middle"}'
    const head = `POST ${DEMO_CERT}/revoke HTTP/1.1\r\n${host}x-auth-token: ${DEMO.token}\r\ncontent-type: application/json`
    const busy = await dial(t, url, `${head}\r\ncontent-length: ${body.length}\r\nexpect: 100-continue\r\n\r\n`)
    await once(busy.socket, 'data')
    t.match(busy.text, /^HTTP\/1\.1 100 /, 'the request is under way')
    child.kill(signal)
    await until(new RegExp(`${signal}: finishing what is under way`))
    t.equal(child.exitCode, null, 'it waits')
    busy.socket.write(body)
    await once(busy.socket, 'close')
    const answered = performance.now()
    t.match(busy.text, /HTTP\/1\.1 200 OK\r\n.*connection: close\r\n.*\{"message":"success"\}$/is)
    t.match(await ended, { code: 0, signal: null, stderr: '' })
    t.ok(performance.now() - answered < 1_000, 'it ends within a second, whatever sockets are open')
    t.equal(silent.text, '')
    const emulator = await createEmulator({ db: join(cwd, 'scm-emulator.db') })
    const { status, revoke_reason } = (await emulator.inject({ url: DEMO_CERT, headers: AS_DEMO })).json()
    t.strictSame([status, revoke_reason], ['REVOKING', 'stopped in the middle'], 'the database has it')
    await emulator.close()
  })
}

t.test('--stop-on-eof ends it with whoever started it, also where that is killed', async (t) => {
  // The parent prints what the server says, and would run for as long as the server.
  const parent = `require('node:child_process').spawn(process.execPath, process.argv.slice(1), { stdio: ['pipe', 1, 2] })`
  const { child, ended, until } = launch(
    t,
    process.execPath,
    ['-e', parent, MAIN, '--in-memory', '--port', '0', '--stop-on-eof'],
    {
      env: environment(),
    },
  )
  await until(/Server listening/)
  child.kill('SIGKILL')
  const { stdout } = await ended
  t.match(stdout, /standard input has ended: finishing what is under way/, 'its output ends, so it has')
})

t.test('kill -9 under load: whatever was acknowledged is there', async (t) => {
  const { url, child, ended, cwd } = await serve(t, ['--port', '0'])
  const control = { method: 'POST', path: '/_emulator/worlds' }
  const body = { review: 'manual', certificates: Array.from({ length: 800 }, () => ({})) }
  const { project_id, token, certificates }: World = (await askOver(url, { ...control, body })).json
  const headers = { 'x-auth-token': token }
  const path = (id: string) => `/v2/${project_id}/scm/cert/${id}`
  const waiting = certificates.map(({ id }) => id)
  const acknowledged: string[] = []
  const moment = 20 + Math.floor(Math.random() * 500)
  const revokeAll = async () => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const { status } = await askOver(url, {
        method: 'POST',
        path: `${path(id)}/revoke`,
        headers,
        body: { reason: id },
      })
      if (status === 200) acknowledged.push(id)
      if (acknowledged.length === moment) child.kill('SIGKILL')
    }
  }
  await Promise.allSettled(Array.from({ length: 32 }, revokeAll))
  t.match(await ended, { signal: 'SIGKILL' })
  t.ok(acknowledged.length >= moment && waiting.length > 0, `killed in the middle: after ${moment} of 800`)
  const emulator = await createEmulator({ db: join(cwd, 'scm-emulator.db') })
  t.teardown(() => emulator.close())
  const json = (await emulator.inject({ url: `/_emulator/worlds/${project_id}/certificates` })).json()
  const kept = new Map<string, { status: string; revoke_reason?: string }>(
    json.certificates.map((row: any) => [row.id, row]),
  )
  const lost = acknowledged.filter((id) => kept.get(id)?.status !== 'REVOKING' || kept.get(id)?.revoke_reason !== id)
  t.strictSame(lost, [], 'none is lost')
  t.strictSame(
    waiting.filter((id) => kept.get(id)?.status !== 'ISSUED'),
    [],
    'what nobody asked for did not happen',
  )
  t.equal(kept.size, 800)
})

t.test('fixtures for a database that has worlds are not loaded, and it says so', async (t) => {
  const cwd = folder(t)
  const first = await serve(t, ['--port', '0'], {}, cwd)
  first.child.kill()
  await first.ended
  const file = fixture(t, { worlds: [] })
  const { child, until, ended } = run(t, ['--port', '0', '--fixtures', file], {}, cwd)
  await until(/Server listening/)
  child.kill()
  t.match((await ended).stdout, `${file} was not loaded: the database ./scm-emulator.db has worlds already`)
})
