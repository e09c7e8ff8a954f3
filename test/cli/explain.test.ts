import t from 'tap'
import { COMMANDS } from '../../src/cli/commands.ts'
import { startEmulator } from '../../src/index.ts'
import { cli } from '../support/child.ts'

const [ISSUED, UPLOAD, FOREIGN] = ['scs1700000000001', 'scs1700000000002', 'scs1700000000009'] as const

t.test('explain, coverage and findings on the command line', async (t) => {
  const emulator = await startEmulator({ fixtures: 'none' })
  t.teardown(() => emulator.close())
  const world = await emulator.createWorld({
    review: '2s',
    clock: { now: '2030-01-01T00:00:00Z', frozen: true },
    certificates: [
      { id: ISSUED, not_after: '2031-01-01T00:00:00Z' },
      { id: UPLOAD, status: 'UPLOAD' },
    ],
    foreign_certificates: [FOREIGN],
  })
  const run = (...args: string[]) => cli([...args, '--url', emulator.url])
  const explain = (certificate: string, ...more: string[]) =>
    run(
      'explain',
      world.project_id,
      'RevokeCertificate',
      '--certificate',
      certificate,
      '--body',
      '{"reason":"x"}',
      ...more,
    )

  await t.test('0 a verdict: what would be answered, and what would follow', async (t) => {
    const { code, out } = await explain(ISSUED)
    t.equal(code, 0)
    t.match(out, /^RevokeCertificate would be answered 200:\n {2}\{"message":"success"\}\n/)
    t.match(out, /ISSUED to REVOKING, at once[\s\S]*REVOKING to REVOKED, by itself at\n? *2030-01-01T00:00:02\.000Z/)
    t.match(out, /Nothing of this has happened\.\n$/)
    t.ok(
      out.split('\n').every((line) => line.length <= 80),
      'within 80 columns',
    )
    t.equal((await world.certificate(ISSUED)).status, 'ISSUED')
  })

  await t.test('0 a refusal: by which rule, what passed, what would have come next', async (t) => {
    const { code, out } = await explain(UPLOAD)
    t.equal(code, 0, 'a refusal that is explained is no failure of the command')
    t.match(out, /Refused by\n +\d+ {2}SCM\.0010: certificate scs1700000000002 is UPLOAD; revoke needs ISSUED/)
    t.match(out, /Passed\n[\s\S]* the certificate exists \(assumed\)/)
    t.match(out, /Would have been asked next\n +\d+ {2}SCM\.0010: the certificate expires within 30 days/)
    t.equal(JSON.parse((await explain(FOREIGN, '--json')).out).body.includes('SCM.0003'), true)
  })

  await t.test('what would provoke an answer or a move is a command that there is', async (t) => {
    const { operations, moves } = await emulator.coverage()
    const told = [...operations.flatMap(({ answers }) => answers), ...moves].map(({ provoke }) => provoke)
    const isCommand = (text: string) => COMMANDS.some(({ name }) => text.startsWith(`scm-emulator ${name} `))
    t.same(
      told.filter((text) => !text.startsWith('curl ') && !isCommand(text)),
      [],
    )
  })

  await t.test('1 coverage below what is asked for, 0 at it', async (t) => {
    const path = `${emulator.url}/v2/${world.project_id}/scm/cert/${ISSUED}/revoke`
    const headers = { 'x-auth-token': world.token }
    await fetch(path, { method: 'POST', headers, body: Buffer.from('{"reason": "lost"}') })
    const coverage = (...more: string[]) => run('coverage', '--operations', 'RevokeCertificate', ...more)
    const { code, out } = await coverage('--at-least', '80')
    t.equal(code, 1)
    t.match(out, /^5 % met: 1 of 20/)
    t.match(out, /RevokeCertificate lost reply: .*\n +scm-emulator fault add \$PROJECT '\{.*"drop":"after"\}'/)
    t.equal((await coverage('--at-least', '5')).code, 0)
    t.match((await coverage('--format', 'markdown')).out, /\| RevokeCertificate \| 1 of 20 \|/)
    t.match(
      (await coverage('--format', 'junit')).out,
      /<testsuite name="scm-emulator coverage" tests="20" failures="19"/,
    )
    t.match((await run('findings', world.project_id)).out, /content_type_missing/)
  })

  const BAD: [args: string[], message: RegExp][] = [
    [['coverage', '--at-least', '101'], /--at-least must be a percentage from 0 to 100/],
    [['coverage', '--format', 'junt'], /--format must be one of json, text, markdown, junit; did you mean "junit"\?/],
    [
      ['coverage', '--operations', 'RevokeCertificat'],
      /no operation RevokeCertificat; did you mean "RevokeCertificate"\?/,
    ],
    [['explain', '0'.repeat(32), 'RevokeCertificate'], /there is no world 0{32}/],
    [['explain', world.project_id, 'RevokeCertificate', '--body', '{'], /the document is not JSON/],
  ]
  for (const [args, message] of BAD) {
    await t.test(`1 ${args.join(' ')}`, async (t) => {
      const { code, err } = await run(...args)
      t.equal(code, 1)
      t.match(err, message)
      t.equal(err.trim().split('\n').length, 1, 'one sentence')
    })
  }
})
