import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CLIENTS } from '../../src/routes/control/clients/files.ts'
import { ROOT } from '../support/child.ts'
import { blockNamed } from '../support/pages.ts'
import { INSTALLATION, install, works } from './clients.ts'
import { run } from './command.ts'
import type { Trial } from './trials.ts'

/** The versions of Testcontainers that the recipes are held to. */
const PYTHON = '4.15.0'
const GO = 'v0.45.0'
const JAVA = '2.0.5'
const NODE = '12.2.0'

/** The recipes for Testcontainers need an engine to run; the compiler of each language holds them to the API. */
export function containerTrials(root: string): Trial[] {
  const save = (folder: string, path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const client = (language: keyof typeof CLIENTS) => readFileSync(join(ROOT, CLIENTS[language].path), 'utf8')
  const recipe = (name: string) => blockNamed(name).text
  const trial = (language: string, compile: (folder: string) => Promise<unknown>): Trial => ({
    name: `${language}, Testcontainers`,
    async run() {
      const folder = join(root, language)
      mkdirSync(folder, { recursive: true })
      await compile(folder)
      return 'the recipe compiles'
    },
  })
  return [
    trial('Python', async (cwd) => {
      save(cwd, 'conftest.py', recipe('conftest.py'))
      save(cwd, CLIENTS.python.file, client('python'))
      await works(['python3', '-m', 'venv', join(cwd, '.venv')], INSTALLATION)
      const pip = [
        '.venv/bin/python',
        '-m',
        'pip',
        'install',
        '--quiet',
        '--disable-pip-version-check',
        '--retries',
        '1',
      ]
      await install([...pip, `testcontainers==${PYTHON}`, 'mypy', 'pytest'], { cwd })
      const mypy = ['-m', 'mypy', '--check-untyped-defs', '--follow-imports=silent', 'conftest.py']
      await run(['.venv/bin/python', ...mypy], INSTALLATION, { cwd })
    }),
    trial('Go', async (cwd) => {
      await works(['go', 'version'])
      save(cwd, 'main_test.go', recipe('main_test.go'))
      save(cwd, 'go.mod', `module example\n\ngo 1.22\n\nrequire github.com/testcontainers/testcontainers-go ${GO}\n`)
      await install(['go', 'mod', 'tidy'], { cwd })
      await run(['go', 'vet', '.'], INSTALLATION, { cwd })
    }),
    trial('Java', async (cwd) => {
      await works(['mvn', '--version'])
      cpSync(join(ROOT, 'clients/java/example/pom.xml'), join(cwd, 'pom.xml'))
      const pom = readFileSync(join(cwd, 'pom.xml'), 'utf8')
      const artifact = '<groupId>org.testcontainers</groupId><artifactId>testcontainers-junit-jupiter</artifactId>'
      const dependency = `<dependency>${artifact}<version>${JAVA}</version><scope>test</scope></dependency>`
      save(cwd, 'pom.xml', pom.replace('</dependencies>', `${dependency}</dependencies>`))
      save(cwd, `src/test/java/scmemulator/${CLIENTS.java.file}`, client('java'))
      save(cwd, 'src/test/java/example/ContainerTest.java', recipe('ContainerTest.java'))
      await install(['mvn', '-B', '-q', 'test-compile'], { cwd })
    }),
    trial('Node.js', async (cwd) => {
      save(cwd, 'container.ts', recipe('container.ts'))
      save(cwd, 'package.json', '{"type":"module","private":true}')
      const quiet = ['--no-audit', '--no-fund', '--ignore-scripts']
      await install(['npm', 'install', '--silent', ...quiet, `testcontainers@${NODE}`], { cwd })
      const paths = { 'scm-emulator/client': [join(ROOT, 'src/client.ts')] }
      const compilerOptions = { paths, typeRoots: [join(ROOT, 'node_modules/@types')] }
      const tsconfig = { extends: join(ROOT, 'tsconfig.json'), compilerOptions, include: ['container.ts'], exclude: [] }
      save(cwd, 'tsconfig.json', JSON.stringify(tsconfig))
      await run([join(ROOT, 'node_modules/.bin/tsc'), '-p', '.'], INSTALLATION, { cwd })
    }),
  ]
}
