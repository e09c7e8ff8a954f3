import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import t from 'tap'
import { packageFile, VERSION } from '../../src/config.ts'
import { CLIENTS, LANGUAGES } from '../../src/routes/control/clients/files.ts'
import { environment, MAIN, ROOT } from '../support/child.ts'
import { suite } from '../support/emulate.ts'
import { blockNamed } from '../support/pages.ts'

const LONGEST = 250
const textOf = (path: string) => readFileSync(packageFile(path), 'utf8')

suite('the clients for tests are handed out', async (t, target) => {
  const { status, json } = await target.ask({ path: '/_emulator/clients' })
  t.match({ status, json }, { status: 200, json: { version: VERSION } })
  t.strictSame(
    json.clients.map(({ language, file }: { language: string; file: string }) => [language, file]),
    LANGUAGES.map((language) => [language, CLIENTS[language].file]),
  )
  for (const { path, language } of json.clients) {
    const { status, headers, text } = await target.ask({ path })
    t.match({ status, headers }, { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' } }, path)
    t.equal(text, textOf(CLIENTS[language as keyof typeof CLIENTS].path), `${path} is the package's`)
  }
  const unknown = await target.ask({ path: '/_emulator/clients/ruby' })
  t.match(unknown, {
    status: 400,
    json: { error: { code: 'invalid', message: 'params /language must be one of python, go, java' } },
  })
})

t.test('the command line prints them', async (t) => {
  const client = (...args: string[]) =>
    execFileSync(process.execPath, [MAIN, 'client', ...args], { env: environment(), encoding: 'utf8', stdio: 'pipe' })
  t.equal(client('go'), textOf(CLIENTS.go.path))
  t.throws(() => client('jav'), /there is no client for jav; did you mean "java"\?/)
})

t.test('each is of this version, short, and in the package', async (t) => {
  const { files } = JSON.parse(textOf('package.json'))
  for (const { path } of Object.values(CLIENTS)) {
    const text = textOf(path)
    t.match(text, new RegExp(`VERSION (?:= )?"?.*"${VERSION.replaceAll('.', '\\.')}"`, 'i'), path)
    t.ok(text.split('\n').length - 1 <= LONGEST, `${path} has at most ${LONGEST} lines`)
    t.ok(files.includes(path), `${path} is packed`)
  }
})

t.test('the tests that a page shows are those of the projects', async (t) => {
  const shown = [
    'python/example/test_revocations.py',
    'go/example/revocations_test.go',
    'java/example/src/test/java/example/RevocationsTest.java',
  ]
  for (const path of shown) {
    const file = textOf(`clients/${path}`)
    const name = basename(path)
    t.equal(blockNamed(name).text.replace(/^.*\n/, ''), file, path)
    const own = /^(?:def |func | {4}void )[\s\S]*?(?=^\}|^ {4}\}|(?![\s\S]))/m.exec(file)?.[0].trim().split('\n') ?? []
    t.ok(own.length > 5 && own.length - 1 <= 15, `${path}: ${own.length - 1} lines of its own`)
  }
})

suite('/llms.txt says what this is', async (t, target) => {
  const { status, headers, text } = await target.ask({ path: '/llms.txt' })
  t.match({ status, headers }, { status: 200, headers: { 'content-type': 'text/markdown; charset=utf-8' } })
  t.equal(text, readFileSync(join(ROOT, 'llms.txt'), 'utf8'))
  const contract = (await target.ask({ path: '/openapi.json' })).json
  const links = [...text.matchAll(/\]\((\/[^)]*)\)/g)].map(([, path = '']) => path)
  for (const path of links) t.equal((await target.ask({ path })).status, 200, path)
  t.ok(links.length >= 4)
  const calls = [...text.matchAll(/`(?:GET|POST|PUT) (\/[^` ]*)`/g)].map(([, path = '']) => path)
  for (const path of calls) t.ok(path in contract.paths, `${path} is in the contract`)
  t.ok(calls.length >= 5)
})
