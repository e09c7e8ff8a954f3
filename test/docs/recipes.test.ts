import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t, { type Test } from 'tap'
import { startEmulator } from '../../src/index.ts'
import { door, type Ended, execute, MAIN, ROOT } from '../support/child.ts'
import { folder } from '../support/emulate.ts'
import { onlyLong } from '../support/length.ts'
import { announced, BLOCKS, blockNamed } from '../support/pages.ts'

/** Longer than any recipe needs, in milliseconds: whatever keeps a program from ending would do so for ever. */
const DEADLINE = 30_000

/**
 * An empty folder where the package is installed: the packed one where `PACKAGE` names its folder, as the test of the
 * package does, else one that hands on to our doors.
 */
function installed(test: Test): string {
  const directory = folder(test)
  const place = join(directory, 'node_modules/scm-emulator')
  mkdirSync(join(directory, 'node_modules'))
  if (process.env.PACKAGE) symlinkSync(process.env.PACKAGE, place)
  else {
    mkdirSync(place)
    const exports = { '.': './index.js', './client': './client.js' }
    writeFileSync(join(place, 'package.json'), JSON.stringify({ name: 'scm-emulator', type: 'module', exports }))
    for (const name of ['index', 'client'] as const)
      writeFileSync(join(place, `${name}.js`), `export * from '${pathToFileURL(door(name)).href}'\n`)
  }
  return directory
}

/** Saves a program as it is printed and runs it as somebody at a terminal would. */
async function paste(directory: string, name: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  writeFileSync(join(directory, name), blockNamed(name).text)
  const command = `${name.endsWith('.py') ? 'python3' : `'${process.execPath}'`} ${name}`
  const run = { cwd: directory, env, timeout: DEADLINE }
  const { out, ...ended } = HAS_TERMINAL
    ? await execute('script', ['-qec', command, '/dev/null'], run)
    : await execute('sh', ['-c', command], run)
  return { ...ended, out: out.replaceAll('\r\n', '\n') }
}

const works = async (command: string, ...args: string[]) =>
  (await execute(command, args).catch(() => ({ code: 1 }))).code === 0

/** The `script` of Linux makes a terminal; others' takes other arguments. */
const HAS_TERMINAL = await works('script', '-qec', 'true', '/dev/null')
const HAS_PYTHON = await works('python3', '--version')

function agrees(test: Test, text: string, { code, out, err }: Ended) {
  test.equal(code, 0, `it runs and ends ${err}`)
  const lines = out.trim().split('\n')
  const expected = announced(text)
  test.equal(lines.length, expected.length, `each line is announced: ${out}`)
  for (const [index, pattern] of expected.entries()) test.match(lines[index], pattern)
}

for (const { name, text } of BLOCKS.filter(({ language, name }) => language === 'js' && !/test|spec/.test(name))) {
  t.test(name, async (t) => agrees(t, text, await paste(installed(t), name)))
}

t.test('revoke.py', { skip: !HAS_PYTHON && 'no Python here' }, async (t) => {
  const emulator = await startEmulator({ fixtures: 'none' })
  t.teardown(() => emulator.close())
  const env = { SCM_EMULATOR_ENDPOINT: emulator.url, no_proxy: '*' }
  agrees(t, blockNamed('revoke.py').text, await paste(folder(t), 'revoke.py', env))
})

t.test('revoke.test.mjs: two parallel test files on one server', async (t) => {
  const emulator = await startEmulator({ fixtures: 'none' })
  t.teardown(() => emulator.close())
  const directory = installed(t)
  for (const file of ['a.test.mjs', 'b.test.mjs'])
    writeFileSync(join(directory, file), blockNamed('revoke.test.mjs').text)
  const env = { SCM_EMULATOR_ENDPOINT: emulator.url }
  const { code, out } = await execute(process.execPath, ['--test', '--test-reporter=tap'], { cwd: directory, env })
  t.equal(code, 0, out)
  t.match(out, /^# pass 2$/m)
  t.equal((await emulator.worlds()).length, 0, 'no world is left')
})

t.test('revoke.spec.mjs: vitest', async (t) => {
  const emulator = await startEmulator({ fixtures: 'none' })
  t.teardown(() => emulator.close())
  const directory = installed(t)
  symlinkSync(join(ROOT, 'node_modules/vitest'), join(directory, 'node_modules/vitest'))
  writeFileSync(join(directory, 'revoke.spec.mjs'), blockNamed('revoke.spec.mjs').text)
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs')
  const args = [vitest, 'run', '--root', directory]
  const env = { SCM_EMULATOR_ENDPOINT: emulator.url }
  const { code, out, err } = await execute(process.execPath, args, { cwd: directory, env })
  t.equal(code, 0, out + err)
  t.match(out, /Tests +1 passed/)
  t.equal((await emulator.worlds()).length, 0, 'no world is left')
})

t.test('coverage as a gate', async (t) => {
  const GATES: [name: string, args: (file: string) => string[]][] = [
    ['gate-tap.test.mjs', (file) => [file]],
    ['gate-node.test.mjs', (file) => ['--test', '--test-reporter=tap', file]],
    [
      'gate-vitest.spec.mjs',
      (file) => [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--root', join(file, '..')],
    ],
  ]
  for (const [name, args] of GATES) {
    for (const [least, ends] of [
      [1, 'passes where as much was met'],
      [99, 'fails where less was met'],
    ] as const) {
      await t.test(
        `${name} ${ends}`,
        { skip: least === 99 && name !== 'gate-node.test.mjs' && onlyLong },
        async (t) => {
          const directory = installed(t)
          for (const library of ['tap', 'vitest']) {
            symlinkSync(join(ROOT, 'node_modules', library), join(directory, 'node_modules', library))
          }
          const text = blockNamed(name).text
          writeFileSync(join(directory, name), text.replace(/(met >= |toBeGreaterThanOrEqual\()1/, `$1${least}`))
          const { code, out, err } = await execute(process.execPath, args(join(directory, name)), { cwd: directory })
          t.equal(code, least === 1 ? 0 : 1, out + err)
        },
      )
    }
  }

  for (const [name, file, told] of [
    ['test.yml', 'summary.md', /RevokeCertificate/],
    ['.gitlab-ci.yml', 'coverage.xml', /<testsuite /],
  ] as const) {
    await t.test(`${name}: the step fails where less was met, and leaves its report`, async (t) => {
      const emulator = await startEmulator({ fixtures: 'none' })
      t.teardown(() => emulator.close())
      const directory = folder(t)
      const { text } = BLOCKS.find((block) => block.name.endsWith(name)) ?? blockNamed(name)
      const [step = ''] = /npx scm-emulator coverage [^\n]*\n[^\n]*/.exec(text) ?? []
      writeFileSync(join(directory, 'npx'), `#!/bin/sh\nshift\nexec '${process.execPath}' '${MAIN}' "$@"\n`, {
        mode: 0o755,
      })
      const env = {
        SCM_EMULATOR_ENDPOINT: emulator.url,
        GITHUB_STEP_SUMMARY: join(directory, 'summary.md'),
        PATH: `${directory}:${process.env.PATH}`,
      }
      const command = step.replace(/\s+/g, ' ')
      for (const [line, expected] of [
        [command, 1],
        [command.replace('--at-least 50', '--at-least 0'), 0],
      ] as const) {
        const { code, err } = await execute('sh', ['-c', line], { cwd: directory, env })
        t.equal(code, expected, err)
        t.match(readFileSync(join(directory, file), 'utf8'), told)
      }
    })
  }
})
