import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t, { type Test } from 'tap'
import { startEmulator } from '../../src/index.ts'
import { environment, execute, ROOT } from '../support/child.ts'
import { emulate, folder } from '../support/emulate.ts'
import { BLOCKS, type Block, blocksOf, CHINESE, README } from '../support/readme.ts'
import { life } from '../support/recording.ts'
import { filled } from '../support/tables.ts'

/** Blocks that other than these tests run: which file does, and what of it says so. */
const ELSEWHERE = [
  { block: /^npm ci && npm test$/m, file: '.ci/run', by: 'npm ci && npm test' },
  { block: /^docker build /, file: 'test/image/check.sh', by: '^docker build' },
  {
    block: /^# (?:compose\.yaml|\.github\/|\.gitlab-ci)/,
    file: 'test/image/container.test.ts',
    by: "language === 'yaml'",
  },
]

const taken = new Set<Block>()

/** The first block that is so; it counts as run. */
function take(is: (block: Block) => boolean): string {
  const found = BLOCKS.find((block) => is(block) && !taken.has(block)) ?? BLOCKS.find(is)
  if (!found) throw new Error('the README has no such block')
  taken.add(found)
  return found.text
}
const recipe = (name: string) => take((block) => block.name === name)

/** Starts the emulator by a command of the README, on a free port, without installing anew; where it listens. */
async function startBy(test: Test, command: string): Promise<string> {
  const env = environment({ SCM_EMULATOR_PORT: '0', SCM_EMULATOR_DB: join(folder(test), 'first.db') })
  const text = command.replace('npm ci', 'true')
  const child = spawn('sh', ['-ec', text], { cwd: ROOT, env, detached: true, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  test.teardown(async () => {
    process.kill(-(child.pid as number), 'SIGTERM')
    await ended
  })
  let log = ''
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      log += chunk
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(log)?.[0]
      if (url) resolve(url)
    })
    child.on('close', () => reject(new Error(`it ended: ${log}`)))
  })
}

/** Our sources in the place of the package. */
const local = (text: string) =>
  text
    .replaceAll("'scm-emulator/client'", `'${pathToFileURL(join(ROOT, 'src/client.ts'))}'`)
    .replaceAll("'scm-emulator'", `'${pathToFileURL(join(ROOT, 'src/index.ts'))}'`)

/** What the comments of a block say that it prints; an ellipsis stands for any text. */
const printed = (text: string) =>
  [...text.matchAll(/^.*console\.log\(.*\) \/\/ (.*)$/gm)].map(([, expected = '']) => {
    const parts = expected.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    return new RegExp(`^${parts.join('.*')}$`)
  })

function agrees(test: Test, text: string, { code, out, err }: { code: number | null; out: string; err: string }) {
  test.equal(code, 0, `it runs ${err}`)
  const lines = out.trim().split('\n')
  const expected = printed(text)
  test.equal(lines.length, expected.length, 'each line is announced')
  for (const [index, pattern] of expected.entries()) test.match(lines[index], pattern)
}

t.test('the tables are those of the code, in both languages', async (t) => {
  t.equal(README, filled(README))
  t.equal(CHINESE, filled(CHINESE))
})

t.test('the first screen: install, revoke, test', async (t) => {
  const [start, curl, answer] = [1, 2, 3].map(() => take(() => true))
  const back = take(({ text }) => text.includes('/reset'))
  t.equal(start?.trim(), 'npm ci && npm start')
  t.ok(README.split('\n').slice(0, 40).join('\n').includes('npm ci && npm test'))
  const url = await startBy(t, start ?? '')
  const at = (block: string | undefined) => block?.replaceAll('http://127.0.0.1:4640', url) ?? ''
  const first = await execute('sh', ['-ec', at(curl)], { cwd: folder(t) })
  t.equal(first.out, answer?.trim(), 'the answer is byte for byte the printed one')
  t.match((await execute('sh', ['-ec', at(curl)], { cwd: folder(t) })).out, /SCM\.0010/)
  t.match((await execute('sh', ['-ec', at(back)], { cwd: folder(t) })).out, /"certificates":16/)
})

t.test('the library in a process', async (t) => {
  const text = take((block) => block.language === 'js' && block.name === '')
  const directory = folder(t)
  writeFileSync(join(directory, 'example.mjs'), local(text))
  agrees(t, text, await execute(process.execPath, ['example.mjs'], { cwd: directory }))
})

t.test('the shell examples', async (t) => {
  const emulator = await startEmulator({ fixtures: 'fixtures/demo.json' })
  t.teardown(() => emulator.close())
  const directory = folder(t)
  const shim = join(directory, 'scm-emulator')
  writeFileSync(
    shim,
    `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, 'src/main.ts')}" "$@" --url ${emulator.url}\n`,
  )
  chmodSync(shim, 0o755)
  for (const example of ['world create', 'v3/auth/tokens']) {
    const text = take((block) => block.language === 'sh' && block.text.includes(example))
    const script = text.replaceAll('http://127.0.0.1:4640', emulator.url)
    const { code, out, err } = await execute('sh', ['-ec', script], {
      cwd: directory,
      env: { PATH: `${directory}:${process.env.PATH}` },
    })
    t.equal(code, 0, `it runs ${err}`)
    t.match(out, /"message":"success"[\s\S]*"verified": true|"id":"scs1700000000002","status":"ISSUED"/)
  }
})

for (const name of ['poll', 'retry', 'expiry', 'throttling', 'trust']) {
  t.test(`recipe: ${name}`, async (t) => {
    const directory = folder(t)
    writeFileSync(join(directory, 'setup.mjs'), local(recipe('setup')))
    const beginning = "import { ask, emulator, revoke, status } from './setup.mjs'\n"
    writeFileSync(join(directory, 'recipe.mjs'), `${beginning}${recipe(name)}\nawait emulator.close()\n`)
    agrees(t, recipe(name), await execute(process.execPath, ['recipe.mjs'], { cwd: directory }))
  })
}

t.test('recipe: two parallel test files on one server', async (t) => {
  const emulator = await startEmulator({ fixtures: 'none' })
  t.teardown(() => emulator.close())
  const directory = folder(t)
  for (const file of ['a.test.mjs', 'b.test.mjs']) writeFileSync(join(directory, file), local(recipe('node-test')))
  const env = { SCM_EMULATOR_ENDPOINT: emulator.url }
  const { code, out } = await execute(process.execPath, ['--test', '--test-reporter=tap'], { cwd: directory, env })
  t.equal(code, 0, out)
  t.match(out, /^# pass 2$/m)
  t.equal((await emulator.worlds()).length, 0, 'no world is left')
})

t.test('recipe: vitest', async (t) => {
  const emulator = await startEmulator({ fixtures: 'none' })
  t.teardown(() => emulator.close())
  const directory = folder(t)
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'))
  writeFileSync(join(directory, 'a.test.mjs'), local(recipe('vitest')))
  const env = { SCM_EMULATOR_ENDPOINT: emulator.url }
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs')
  const { code, out, err } = await execute(process.execPath, [vitest, 'run', '--root', directory], {
    cwd: directory,
    env,
  })
  t.equal(code, 0, out + err)
  t.match(out, /Tests +1 passed/)
  t.equal((await emulator.worlds()).length, 0, 'no world is left')
})

t.test('held against the real service: the commands', async (t) => {
  const emulator = await startEmulator({ fixtures: 'fixtures/demo.json' })
  t.teardown(() => emulator.close())
  const directory = folder(t)
  const { har } = await life(await emulate(t))
  writeFileSync(join(directory, 'recording.har'), JSON.stringify(har))
  const [probe, compare] = ['probe', 'compare'].map((name) =>
    take(({ text }) => text.startsWith(`scm-emulator ${name}`)),
  )
  const command = `"${process.execPath}" "${join(ROOT, 'src/main.ts')}"`
  const asked = probe?.replace('scm-emulator', command).trim()
  const probed = await execute('sh', ['-ec', `${asked} --url ${emulator.url}`], { cwd: directory })
  t.equal(probed.code, 0, probed.err)
  t.match(probed.out, /\d+ agree/)
  const compared = await execute('sh', ['-ec', compare?.replace('scm-emulator', command) ?? ''], { cwd: directory })
  t.equal(compared.code, 0, compared.out + compared.err)
})

t.test('both languages have the same commands', async (t) => {
  const commands = (text: string) => blocksOf(text).map((block) => block.text)
  t.strictSame(commands(CHINESE), commands(README))
})

t.test('every block is run', async (t) => {
  const others = BLOCKS.filter((block) => !taken.has(block))
  for (const { text } of others) {
    const runner = ELSEWHERE.find(({ block }) => block.test(text))
    if (!runner) t.fail(`nobody runs: ${text}`)
    else
      t.ok(
        readFileSync(join(ROOT, runner.file), 'utf8').includes(runner.by),
        `${runner.file} runs ${text.split('\n')[0]}`,
      )
  }
  t.equal(others.length, 5, 'the tests here run all the others')
})
