import { stripVTControlCharacters } from 'node:util'
import t from 'tap'
import { banner } from '../../src/cli/banner.ts'
import { assemble } from '../../src/emulator.ts'
import { startEmulator } from '../../src/index.ts'
import { environment, MAIN } from '../support/child.ts'
import { folder } from '../support/emulate.ts'
import { has, launch, press, terminal } from '../support/process.ts'

// Each of some fifteen processes takes a second, or three where the machine is busy.
t.setTimeout(120_000)

const DEMO = { token: 'scm-emulator-demo-token-000000000001', project: '0f5181caba0024e72f89c0045e707b91' }
const DEMO_CERT = `/v2/${DEMO.project}/scm/cert/scs1700000000001`
const AS_DEMO = { 'x-auth-token': DEMO.token }

t.test(
  'a terminal gets a banner, with commands that work, and a line a request',
  { skip: !has('script', 'curl') },
  async (t) => {
    const cwd = folder(t)
    const command = `exec '${process.execPath}' '${MAIN}' --port 0 --review manual`
    const { child, until, said, ended } = terminal(t, command, { cwd })
    await until(/\/reset\r\n/)
    const shown = plain(said.stdout)
    const [revoke = '', reset = ''] = shown.match(/^curl (?:.*\\\n)*.*$/gm) ?? []
    const paste = async (curl: string) =>
      (await launch(t, 'sh', ['-c', `${curl} -s -w '\\n%{http_code}'`], { cwd }).ended).stdout
    t.equal(await paste(revoke), '{"message":"success"}\n200', 'pasted')
    t.match(await paste(revoke), /^\{"error_code":"SCM\.0010",[^\n]*\n400$/, 'pasted again')
    t.match(await paste(reset), /\n200$/, 'and reset')
    t.equal(await paste(revoke), '{"message":"success"}\n200', 'which brought it back')
    const [, url = ''] = / at (http:\S+)/.exec(shown) ?? []
    await paste(`curl ${url}${'/no'.repeat(40)}`)
    await paste(`curl -k ${url.replace('http', 'https')}`)
    await until(/spoke TLS/)
    const lines = plain(said.stdout).trimEnd().split('\n')
    t.strictSame(
      lines.filter((line) => line.length > 80),
      [],
      'it fits 80 columns',
    )
    const log = lines.filter((line) => /^\d\d:\d\d:\d\d /.test(line))
    t.match(log, [
      /POST \/v2\/0f5181….*scs1700000000001\/revoke +200 [\d.]+ ms$/,
      /POST .* 400 SCM\.0010 [\d.]+ ms$/,
      /POST \/_emulator\/worlds\/0f5181.*\/reset +200 /,
      /POST .*\/revoke +200 /,
      /GET \/no\/no.*….* 404 APIGW\.0101 [\d.]+ ms$/,
      /a client spoke TLS/,
    ])
    t.equal(log.length, 6, 'a line a request')
    for (const said of [
      DEMO.project,
      DEMO.token,
      'SCMEMULATORDEMOAK001',
      'demoSecretKeyForTheScmEmulator0000000001',
      `${url}/docs`,
    ]) {
      t.match(shown, said)
    }
    t.match(said.stdout, '\u001b[', 'in colour')
    // Ctrl-C at the terminal.
    press(child, 'Ctrl-C')
    t.match(await ended, { code: 0 })

    const emulator = await assemble({ inMemory: true, review: 'manual' })
    t.teardown(() => emulator.close())
    const payload = { reason: 'on the first day' }
    await emulator.inject({ method: 'POST', url: `${DEMO_CERT}/revoke`, headers: AS_DEMO, payload })
    const [, id = ''] = /cert\/(scs\d+)\/revoke/.exec(banner(emulator, 'http://x')) ?? []
    t.match(
      emulator.store.certificates.find(DEMO.project, id),
      { status: 'ISSUED' },
      'the next start names one that is left',
    )
  },
)

/** What is read on a terminal. */
const plain = (text: string) => stripVTControlCharacters(text).replaceAll('\r', '')

t.test('help fits 80 columns, on a terminal and in a pipe', { skip: !has('script') }, async (t) => {
  const main = `'${process.execPath}' '${MAIN}'`
  const pipe = { cwd: folder(t), env: environment() }
  for (const args of ['--help', 'help', 'help clock', 'cert place --help', 'probe -h']) {
    const [onTerminal, inPipe] = await Promise.all([
      terminal(t, `exec ${main} ${args}`).ended,
      launch(t, 'sh', ['-c', `${main} ${args}`], pipe).ended,
    ])
    t.match(onTerminal, { code: 0, stdout: /^Usage: scm-emulator/ }, args)
    t.match(inPipe, { code: 0, stderr: '' })
    t.equal(plain(onTerminal.stdout), inPipe.stdout, 'the same')
    const wide = inPipe.stdout.split('\n').filter((line) => line.length > 80)
    t.strictSame(wide, [], 'no line is longer')
  }
})

t.test('NO_COLOR: a terminal without colour', { skip: !has('script') }, async (t) => {
  const command = `exec '${process.execPath}' '${MAIN}' --in-memory --port 0`
  const { child, until, ended } = terminal(t, command, { cwd: folder(t), env: { NO_COLOR: '1' } })
  await until(/\/reset\r\n/)
  press(child, 'Ctrl-C')
  t.notMatch((await ended).stdout, '\u001b[')
})

t.test('FORCE_COLOR and a pipe: the log is JSON, without colour', async (t) => {
  const env = environment({ FORCE_COLOR: '1', NO_COLOR: undefined })
  const args = [MAIN, '--in-memory', '--port', '0']
  const { child, until, ended } = launch(t, process.execPath, args, { cwd: folder(t), env })
  await until(/Server listening/)
  child.kill()
  const { stdout } = await ended
  t.notMatch(stdout, '\u001b[')
  for (const line of stdout.trim().split('\n')) t.type(JSON.parse(line).msg, 'string')
})

t.test(
  'an answer on a terminal is a table of 80 columns; --json and a pipe get JSON',
  { skip: !has('script') },
  async (t) => {
    const emulator = await startEmulator({ fixtures: 'none' })
    t.teardown(() => emulator.close())
    const certificates = [{ id: 'scs1700000000001', domain: `${'a'.repeat(60)}.example.com`, name: 'red\u001b[31m' }]
    const { project_id } = await emulator.createWorld({ certificates })
    const ask = async (args: string, more = '') => {
      const command = `exec '${process.execPath}' '${MAIN}' ${args} ${project_id} --url ${emulator.url} ${more}`
      return (await terminal(t, command, { cwd: folder(t) }).ended).stdout.replaceAll('\r', '')
    }
    const [list, show, json] = await Promise.all([ask('cert list'), ask('world show'), ask('cert list', '--json')])
    t.match(list, /^ID +STATUS +NOT AFTER +DOMAIN .*\nscs1700000000001 +ISSUED +[\d-]+T[\d:]+Z +a+…\n$/)
    t.strictSame(
      list.split('\n').filter((line) => line.length > 80),
      [],
    )
    t.match(show, new RegExp(`^project_id +${project_id}\n`, 'm'))
    t.match(show, /^account\.state +active$/m)
    t.match(JSON.parse(json), [{ id: 'scs1700000000001', name: 'red\u001b[31m' }])
  },
)

t.test(
  'a near miss on a terminal: per field what was expected, what came, and why it counts',
  { skip: !has('script') },
  async (t) => {
    const emulator = await startEmulator({ fixtures: 'none' })
    t.teardown(() => emulator.close())
    const id = 'scs1700000000001'
    const { project_id, token } = await emulator.createWorld({ certificates: [{ id, status: 'UPLOAD' }] })
    const headers = { 'x-auth-token': token, 'content-type': 'application/json' }
    const path = `/v2/${project_id}/scm/cert/${id}/revoke`
    await fetch(emulator.url + path, { method: 'POST', headers, body: '{"reason": ""}' })
    const expected = JSON.stringify({ operation: 'RevokeCertificate', status: 200, error_code: null })
    const command = `'${process.execPath}' '${MAIN}' verify ${project_id} '${expected}' --url ${emulator.url}; echo "exit $?"`
    const out = (await terminal(t, command, { cwd: folder(t) }).ended).stdout.replaceAll('\r', '')
    t.match(out, /^Not verified: 0 of 1 requests match\n/)
    t.match(out, new RegExp(`^Nearest: request 1, POST\\n${path}`, 'm'))
    t.match(out, /^ {2}FIELD +EXPECTED +CAME\n {2}status +200 +400\n {2}error_code +null +SCM\.0010\n/m)
    t.match(
      out.replace(/\s+/g, ' '),
      /status is 400, not 200: certificate scs1700000000001 is UPLOAD; revoke needs ISSUED/,
    )
    t.match(out, /exit 1\n$/)
    t.strictSame(
      out.split('\n').filter((line) => line.length > 80 && !line.includes(path)),
      [],
    )
  },
)

t.test('bash completes words, then options', { skip: !has('bash') }, async (t) => {
  const script = `. <('${process.execPath}' '${MAIN}' completion bash)
    for line in 'wo' 'world cr' 'clock x --ad' '--por'; do
      COMP_WORDS=(scm-emulator $line) COMP_CWORD=$(wc -w <<< "$line") && _scm_emulator && echo "\${COMPREPLY[*]}"
    done`
  const { stdout, stderr } = await launch(t, 'bash', ['-c', script], { env: environment() }).ended
  t.equal(stdout, 'world\ncreate\n--advance\n--port\n', stderr)
})
