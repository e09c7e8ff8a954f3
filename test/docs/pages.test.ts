import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import t, { type Test } from 'tap'
import { startEmulator } from '../../src/index.ts'
import { environment, execute, MAIN, ROOT } from '../support/child.ts'
import { emulate, folder } from '../support/emulate.ts'
import { BLOCKS, type Block, blockNamed, blocksOf, PAGES, type Page, textOf } from '../support/pages.ts'
import { life } from '../support/recording.ts'
import { filled } from '../support/tables.ts'

const ADDRESS = 'http://127.0.0.1:4640'

/** Blocks that other than these tests run: which file does, and what of it says so. */
const ELSEWHERE: { is(block: Block): boolean; file: string; by: string }[] = [
  { is: ({ text }) => text === 'npm ci && npm test\n', file: '.ci/run', by: 'npm ci && npm test' },
  { is: ({ text }) => text.startsWith('docker build '), file: 'test/image/check.sh', by: '^docker build' },
  { is: ({ text }) => text.includes('npm pack'), file: 'test/package/smoke.sh', by: 'npm pack' },
  { is: ({ text }) => text.startsWith('npm install'), file: 'test/package/smoke.sh', by: 'npm install' },
  { is: ({ language }) => language === 'yaml', file: 'test/image/container.test.ts', by: "language === 'yaml'" },
  { is: ({ language }) => language === 'js', file: 'test/docs/recipes.test.ts', by: "language === 'js'" },
  ...[
    'revoke.py',
    'revoke.test.mjs',
    'revoke.spec.mjs',
    'gate-tap.test.mjs',
    'gate-node.test.mjs',
    'gate-vitest.spec.mjs',
  ].map((name) => ({
    is: (block: Block) => block.name === name,
    file: 'test/docs/recipes.test.ts',
    by: name,
  })),
  ...['revoke.go', 'Revoke.java', 'revoke_sdk.py', 'revoke_sdk.go', 'RevokeSdk.java'].map((name) => ({
    is: (block: Block) => block.name === name,
    file: 'test/interop/programs.ts',
    by: name,
  })),
  ...['conftest.py', 'main_test.go', 'ContainerTest.java', 'container.ts'].map((name) => ({
    is: (block: Block) => block.name === name,
    file: 'test/interop/containers.ts',
    by: name,
  })),
  ...['test_revocations.py', 'revocations_test.go', 'RevocationsTest.java'].map((name) => ({
    is: (block: Block) => block.name === name,
    file: 'test/routes/clients.test.ts',
    by: name,
  })),
]

const taken = new Set<Block>()

/** The first block that is so and was not taken yet; it counts as run. */
function take(is: (block: Block) => boolean): string {
  const found = BLOCKS.find((block) => is(block) && !taken.has(block))
  if (!found) throw new Error('no page has such a block')
  taken.add(found)
  return found.text
}

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

/** The command, from our sources. */
function installCommand(file: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`)
  chmodSync(file, 0o755)
}

/** A server with the demo world, and a folder where `scm-emulator` is the command that asks it. */
async function shell(test: Test) {
  const emulator = await startEmulator({ fixtures: 'fixtures/demo.json' })
  test.teardown(() => emulator.close())
  const directory = folder(test)
  installCommand(join(directory, 'scm-emulator'))
  return {
    emulator,
    directory,
    run: (text: string) =>
      execute('sh', ['-ec', text.replaceAll(ADDRESS, emulator.url)], {
        cwd: directory,
        env: { PATH: `${directory}:${process.env.PATH}`, SCM_EMULATOR_ENDPOINT: emulator.url },
      }),
  }
}

t.test('a README is short, and shows first what a newcomer needs', async (t) => {
  for (const page of PAGES.filter(({ name }) => name.startsWith('README'))) {
    const lines = textOf(page).trimEnd().split('\n')
    t.ok(lines.length <= 150, `${page.name} has ${lines.length} lines`)
    t.ok(lines.slice(0, 40).includes('npm ci && npm test'), `${page.name} says how it is tested`)
  }
})

t.test('the tables are those of the code, in both languages', async (t) => {
  for (const page of PAGES) t.equal(textOf(page), filled(textOf(page), page.language), page.name)
})

t.test('links lead somewhere', async (t) => {
  const anchors = (page: Page) =>
    [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    )
  for (const page of PAGES) {
    for (const [, target = ''] of textOf(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      const [path = '', anchor] = target.split('#')
      const file = path === '' ? page.file : join(dirname(page.file), path)
      t.ok(existsSync(file), `${page.name}: ${target}`)
      const other = PAGES.find(({ name }) => name === relative(ROOT, file))
      if (anchor !== undefined && other) t.ok(anchors(other).includes(anchor), `${page.name}: ${target}`)
    }
  }
})

t.test('the first screen: start, revoke, take it back', async (t) => {
  const [start, curl, answer] = [1, 2, 3].map(() => take(({ page }) => page === 'README.md'))
  const back = take(({ text }) => text.includes('/reset'))
  t.equal(start?.trim(), 'npm ci && npm start')
  const url = await startBy(t, start ?? '')
  const run = (block = '') => execute('sh', ['-ec', block.replaceAll(ADDRESS, url)], { cwd: folder(t) })
  t.equal((await run(curl)).out, answer?.trim(), 'the answer is byte for byte the printed one')
  t.match((await run(curl)).out, /SCM\.0010/)
  t.match((await run(back)).out, /"certificates":16/)
  t.match((await run(curl)).out, /success/)
})

/** What each shell recipe shows, in this order. */
const SHELL: Record<string, RegExp> = {
  'demo.sh': /"error": "APIGW\.0308"[\s\S]*"verified": true[\s\S]*0f5181caba0024e72f89c0045e707b91/,
  'any.sh': /"access_key":\{"ak":"\w+"/,
  'lost.sh': /"drop":"after"/,
  'revoke.sh': /"message":"success"[\s\S]*"verified": true/,
  'token.sh': /"id":"scs1700000000002","status":"ISSUED"/,
  'world.sh': /"users":\[\{[^\]]*"name":"reader"/,
  'clock.sh': /"frozen":true/,
  'review.sh': /"status":"ISSUED"\}/,
  'faults.sh': /"probability":0\.1/,
  'client.sh': /^$/,
  'explain.sh': /"status":200[\s\S]*"rule":"renewal_period"/,
  'coverage.sh': /^0 % met[\s\S]*RevokeCertificate 200/,
  'verify.sh': /^\{"verified":true.*\}\{"verified":true/,
}
for (const [name, shows] of Object.entries(SHELL)) {
  t.test(name, async (t) => {
    const { run } = await shell(t)
    const { code, out, err } = await run(take((block) => block.name === name))
    t.equal(code, 0, `it runs ${err}`)
    t.match(out, shows)
    t.notMatch(out, /"error":\{/)
  })
}

t.test('ci.sh: a server beside the tests', async (t) => {
  const { emulator, directory } = await shell(t)
  const port = new URL(emulator.url).port
  await emulator.close()
  installCommand(join(directory, 'node_modules/.bin/scm-emulator'))
  writeFileSync(join(directory, 'revoke.py'), blockNamed('revoke.py').text)
  const text = take(({ name }) => name === 'ci.sh').replaceAll('4640', port)
  // The port is free, since it was ours; a defaulted one would not be.
  const env = { SCM_EMULATOR_PORT: port, no_proxy: '*' }
  const { code, out, err } = await execute('sh', ['-ec', text], { cwd: directory, env })
  t.equal(code, 0, err)
  t.match(out, /REVOKED/)
})

t.test('held against the real service: the commands', async (t) => {
  const { run, directory } = await shell(t)
  const { har } = await life(await emulate(t))
  writeFileSync(join(directory, 'recording.har'), JSON.stringify(har))
  const probed = await run(take(({ text }) => text.startsWith('scm-emulator probe')))
  t.equal(probed.code, 0, probed.err)
  t.match(probed.out, /\d+ agree/)
  const compared = await run(take(({ text }) => text.startsWith('scm-emulator compare')))
  t.equal(compared.code, 0, compared.out + compared.err)
})

t.test('both languages have the same programs', async (t) => {
  const english = new Set(BLOCKS.map(({ text }) => text))
  for (const page of PAGES.filter(({ language }) => language === 'zh')) {
    const twin = PAGES.find(({ name }) => name === page.name.replace('.zh-CN', '').replace('docs/zh/', 'docs/'))
    t.ok(twin, `${page.name} has an English twin`)
    if (twin)
      t.strictSame(
        blocksOf(page).map(({ text }) => text),
        blocksOf(twin).map(({ text }) => text),
        page.name,
      )
    for (const { text } of blocksOf(page)) t.ok(english.has(text))
  }
})

t.test('every block is run', async (t) => {
  for (const block of BLOCKS) {
    if (taken.has(block) || block.language === '') continue
    const runner = ELSEWHERE.find(({ is }) => is(block))
    const label = `${block.page}: ${block.text.split('\n')[0]}`
    if (!runner) t.fail(`nobody runs ${label}`)
    else t.ok(readFileSync(join(ROOT, runner.file), 'utf8').includes(runner.by), `${runner.file} runs ${label}`)
  }
})

t.test('the page on the inside names each package that the program is made of', async (t) => {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(join(ROOT, 'src', name), 'utf8'))
  const imported = sources.flatMap((text) =>
    [...text.matchAll(/^import (?!type ).* from '((?:@[^/']+\/)?[a-z][^/':]*)[/']|import\('([a-z][^/':]*)'\)/gm)].map(
      ([, named, loaded]) => named ?? loaded,
    ),
  )
  const [, table = ''] = readFileSync(join(ROOT, 'docs/inside.md'), 'utf8').split('\n## Dependencies\n')
  const told = [...table.matchAll(/`([^`]+)`/g)].map(([, name]) => name)
  t.strictSame(
    [...new Set(imported)].filter((name) => !told.includes(name)),
    [],
    'imported and not named',
  )
})
