import { spawn } from 'node:child_process'
import { chmodSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import t, { type Test } from 'tap'
import { startEmulator } from '../src/index.ts'
import { folder } from './emulate.ts'
import { filled, READMES } from './tables.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const [README = '', CHINESE = ''] = READMES.map((file) => readFileSync(file, 'utf8'))

interface Block {
  language: string
  text: string
  /** What a recipe is called. */
  name: string
}

const blocksOf = (text: string): Block[] =>
  [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', block = '']) => ({
    language,
    text: block,
    name: /^\/\/ recipe: (\S+)/.exec(block)?.[1] ?? '',
  }))

const BLOCKS = blocksOf(README)
const recipe = (name: string) => BLOCKS.find((block) => block.name === name)?.text ?? ''

/** Runs a command; what it printed, and how it ended. */
function run(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv = {}) {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk) => (out += chunk))
    child.stderr.on('data', (chunk) => (err += chunk))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
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
  const [start, curl, answer] = BLOCKS
  const back = BLOCKS.find(({ text }) => text.includes('/reset'))
  t.equal(start?.text.trim(), 'npm ci && npm start')
  t.ok(README.split('\n').slice(0, 40).join('\n').includes('npm ci && npm test'))
  const emulator = await startEmulator({ fixtures: 'fixtures/demo.json' })
  t.teardown(() => emulator.close())
  const at = (block: Block | undefined) => block?.text.replaceAll('http://127.0.0.1:4640', emulator.url) ?? ''
  const first = await run('sh', ['-ec', at(curl)], folder(t))
  t.equal(first.out, answer?.text.trim(), 'the answer is byte for byte the printed one')
  t.match((await run('sh', ['-ec', at(curl)], folder(t))).out, /SCM\.0010/)
  t.match((await run('sh', ['-ec', at(back)], folder(t))).out, /"certificates":16/)
})

t.test('the library in a process', async (t) => {
  const text = BLOCKS.find((block) => block.language === 'js' && block.name === '')?.text ?? ''
  const directory = folder(t)
  writeFileSync(join(directory, 'example.mjs'), local(text))
  agrees(t, text, await run(process.execPath, ['example.mjs'], directory))
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
  const examples = BLOCKS.filter(
    ({ language, text }) => language === 'sh' && /world create|v3\/auth\/tokens/.test(text),
  )
  t.equal(examples.length, 2)
  for (const { text } of examples) {
    const script = text.replaceAll('http://127.0.0.1:4640', emulator.url)
    const { code, out, err } = await run('sh', ['-ec', script], directory, { PATH: `${directory}:${process.env.PATH}` })
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
    agrees(t, recipe(name), await run(process.execPath, ['recipe.mjs'], directory))
  })
}

t.test('recipe: two parallel test files on one server', async (t) => {
  const emulator = await startEmulator({ fixtures: 'none' })
  t.teardown(() => emulator.close())
  const directory = folder(t)
  for (const file of ['a.test.mjs', 'b.test.mjs']) writeFileSync(join(directory, file), local(recipe('node-test')))
  const env = { SCM_EMULATOR_ENDPOINT: emulator.url, NODE_OPTIONS: '', NODE_TEST_CONTEXT: undefined }
  const { code, out } = await run(process.execPath, ['--test', '--test-reporter=tap'], directory, env)
  t.equal(code, 0, out)
  t.match(out, /^# pass 2$/m)
  t.equal((await emulator.projects()).length, 0, 'no world is left')
})

t.test('recipe: vitest', async (t) => {
  const emulator = await startEmulator({ fixtures: 'none' })
  t.teardown(() => emulator.close())
  const directory = folder(t)
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'))
  writeFileSync(join(directory, 'a.test.mjs'), local(recipe('vitest')))
  const env = { SCM_EMULATOR_ENDPOINT: emulator.url, NODE_OPTIONS: '', NODE_V8_COVERAGE: undefined, NO_COLOR: '1' }
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs')
  const { code, out, err } = await run(process.execPath, [vitest, 'run', '--root', directory], directory, env)
  t.equal(code, 0, out + err)
  t.match(out, /Tests +1 passed/)
  t.equal((await emulator.projects()).length, 0, 'no world is left')
})

t.test('both languages have the same commands', async (t) => {
  const commands = (text: string) => blocksOf(text).map((block) => block.text)
  t.strictSame(commands(CHINESE), commands(README))
})
