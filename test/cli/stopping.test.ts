import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import t, { type Test } from 'tap'
import { environment, MAIN, ROOT } from '../support/child.ts'
import { folder } from '../support/emulate.ts'
import { runs } from '../support/length.ts'
import { has, launch, press, terminal } from '../support/process.ts'

// Each start takes a second, or three where the machine is busy.
t.setTimeout(120_000)

const PATH = [dirname(process.execPath), process.env.PATH].join(delimiter)

/** `npm start` in a pseudo-terminal, with a database in a folder of its own. */
function start(t: Test) {
  const cwd = folder(t)
  const db = join(cwd, 'scm-emulator.db')
  const env = { PATH, SCM_EMULATOR_DB: db, SCM_EMULATOR_PORT: '0' }
  return { cwd, db, ...terminal(t, 'npm start', { cwd: ROOT, env }) }
}

t.test(
  'Ctrl-C at npm start, time after time: it ends, done with everything',
  { skip: !has('script', 'npm') },
  async (t) => {
    for (let count = 1; count <= runs(10); count += 1) {
      const { child, until, ended, cwd } = start(t)
      await until(/X-Auth-Token/)
      press(child, 'Ctrl-C')
      const { code, stdout } = await ended
      // A shell that waits for the server has met the Ctrl-C too, and npm ends as its shell does: Debian's sh says 130.
      t.ok(code === 0 || code === 130, `${code}, time ${count}`)
      t.match(stdout, /SIGINT: finishing what is under way/)
      t.strictSame(readdirSync(cwd), ['scm-emulator.db'], 'the database is one file: it was closed')
    }
  },
)

t.test('a second and a third Ctrl-C do no harm', { skip: !has('script') }, async (t) => {
  const cwd = folder(t)
  const { child, until, ended } = terminal(t, `exec '${process.execPath}' '${MAIN}' --port 0`, { cwd })
  await until(/X-Auth-Token/)
  for (const _ of [1, 2, 3]) press(child, 'Ctrl-C')
  t.match(await ended, { code: 0 })
  t.strictSame(readdirSync(cwd), ['scm-emulator.db'])
})

for (const command of ['npx --no scm-emulator', 'npm start']) {
  t.test(`kill of ${command} leaves no server behind`, { skip: !has('npx') }, async (t) => {
    const cwd = folder(t)
    const bin = join(cwd, 'node_modules/.bin/scm-emulator')
    mkdirSync(dirname(bin), { recursive: true })
    writeFileSync(bin, `#!/usr/bin/env node\nimport(${JSON.stringify(MAIN)})\n`)
    chmodSync(bin, 0o755)
    writeFileSync(join(cwd, 'package.json'), JSON.stringify({ name: 'app', scripts: { start: 'scm-emulator' } }))
    const [program = '', ...args] = command.split(' ')
    const db = join(cwd, 'kept.db')
    const env = environment({ PATH, SCM_EMULATOR_DB: db, SCM_EMULATOR_PORT: '0' })
    const { child, until, ended } = launch(t, program, args, { cwd, env })
    await until(/Server listening/)
    t.ok(existsSync(`${db}-wal`), 'it runs')
    child.kill('SIGTERM')
    // Its output ends when the last process that has it is gone.
    const { stdout } = await ended
    t.match(stdout, /(gone|SIGTERM): finishing what is under way/)
    t.notOk(existsSync(`${db}-wal`), 'the database was closed')
  })
}
