import { copyFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CLIENTS, type Language as Name } from '../../src/routes/control/clients/files.ts'
import { ROOT } from '../support/child.ts'
import { INSTALLATION, install, works } from './clients.ts'
import { run } from './command.ts'

/** A language with a client for tests: its example project, and what is played in that. */
export interface Language {
  readonly name: string
  /** Where its project has the client. */
  readonly client: string
  /** What is put beside the project's own files, by where, to play the cases and to run fifty tests at once. */
  readonly added: Readonly<Record<string, string>>
  /** What the project needs, by its own package manager. @throws Unavailable where that, or the network, is not here */
  install(folder: string): Promise<void>
  /** Variables that keep what is installed where it is, whatever the home folder. */
  environment?(): Promise<Record<string, string>>
  /** The project's own test, as its users run it. */
  readonly test: string[]
  readonly play: string[]
  readonly parallel: string[]
}

const PYTHON = '.venv/bin/python'
const MAVEN = ['mvn', '-B', '-q', '-DargLine=-Duser.home=target', 'test']

export const LANGUAGES: Readonly<Record<Name, Language>> = {
  python: {
    name: 'Python',
    client: CLIENTS.python.file,
    added: { 'play.py': 'cases/play.py', 'test_parallel.py': 'parallel/test_parallel.py' },
    async install(cwd) {
      await works(['python3', '--version'])
      await works(['python3', '-m', 'venv', join(cwd, '.venv')], INSTALLATION)
      const pip = [PYTHON, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--retries', '1']
      await install([...pip, '-e', '.[test]', 'pytest-xdist'], { cwd })
    },
    test: [PYTHON, '-m', 'pytest', '-q', 'test_revocations.py'],
    play: [PYTHON, 'play.py'],
    parallel: [PYTHON, '-m', 'pytest', '-q', '-n', '50', 'test_parallel.py'],
  },
  go: {
    name: 'Go',
    client: `scmemulator/${CLIENTS.go.file}`,
    added: { 'play/main.go': 'cases/play.go', 'parallel_test.go': 'parallel/parallel_test.go' },
    async install(cwd) {
      await works(['go', 'version'])
      await install(['go', 'mod', 'download'], { cwd })
    },
    async environment() {
      return JSON.parse(await run(['go', 'env', '-json', 'GOCACHE', 'GOMODCACHE'], 60_000))
    },
    test: ['go', 'test', '-count=1', '-run', 'TestRevokes', '.'],
    play: ['go', 'run', './play'],
    parallel: ['go', 'test', '-count=1', '-parallel', '50', '-run', 'TestParallel', '.'],
  },
  java: {
    name: 'Java',
    client: `src/test/java/scmemulator/${CLIENTS.java.file}`,
    added: {
      'src/test/java/example/Play.java': 'cases/Play.java',
      'src/test/java/example/ParallelTest.java': 'parallel/ParallelTest.java',
    },
    async install(cwd) {
      await works(['mvn', '--version'])
      // Part of JUnit is fetched only where tests run: none is of this name.
      await install([...MAVEN, '-Dtest=None', '-Dsurefire.failIfNoSpecifiedTests=false'], { cwd })
    },
    test: [...MAVEN, '-Dtest=RevocationsTest'],
    play: [...MAVEN, '-Dtest=Play'],
    parallel: [
      ...MAVEN,
      '-Dtest=ParallelTest',
      '-Djunit.jupiter.execution.parallel.enabled=true',
      '-Djunit.jupiter.execution.parallel.mode.default=concurrent',
      '-Djunit.jupiter.execution.parallel.config.strategy=fixed',
      '-Djunit.jupiter.execution.parallel.config.fixed.parallelism=50',
    ],
  },
}

/** A language's project as a newcomer has it: the example, and the client that a server has handed out. */
export function copyProject(name: Name, folder: string, client: string): void {
  cpSync(join(ROOT, 'clients', name, 'example'), folder, { recursive: true })
  const path = join(folder, LANGUAGES[name].client)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, client)
}

/** Puts what plays the cases, and the fifty tests, beside the project's own test. */
export function addTests(name: Name, folder: string): void {
  for (const [to, from] of Object.entries(LANGUAGES[name].added)) {
    mkdirSync(dirname(join(folder, to)), { recursive: true })
    copyFileSync(fileURLToPath(new URL(from, import.meta.url)), join(folder, to))
  }
}
