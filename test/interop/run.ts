import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmulator } from '../../src/index.ts'
import { LANGUAGES } from '../../src/routes/control/clients/files.ts'
import { openElsewhere } from './cases/elsewhere.ts'
import { CLIENTS, type Client } from './clients.ts'
import { run, Unavailable } from './command.ts'
import { containerTrials } from './containers.ts'
import { agree, PROGRAMS, type Program, save } from './programs.ts'
import { languageTrials, nodeTrial, type Trial } from './trials.ts'
import { createWorld } from './world.ts'

type Result = 'passed' | 'failed' | 'skipped'

/** How long a client's program may take, in milliseconds. */
const DEADLINE = 60_000

// Everything is installed under one folder; it goes with this process, however that ends.
const root = mkdtempSync(join(tmpdir(), 'scm-emulator-interop-'))
process.once('exit', () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))

await using emulator = await startEmulator({ fixtures: 'none' })
const elsewhere = await openElsewhere()
const projects = Object.fromEntries(
  LANGUAGES.map((language) => [language, languageTrials(emulator, elsewhere, language, join(root, language))]),
)
/** Rows beside each other in groups that follow each other: a small machine has two processors, a compiler wants one. */
const groups: (Trial[] | undefined)[][] = [
  CLIENTS.map((client) => [sdkTrial(client)]).concat([[nodeTrial(emulator, elsewhere, join(root, 'node'))]]),
  [PROGRAMS.map(programTrial)],
  [projects.python, projects.go],
  [projects.java],
  [containerTrials(join(root, 'containers'))],
]
// Whoever works on one of them names it: npm run test:interop -- Go
const wanted = process.argv.slice(2)
const isWanted = ({ name }: Trial) => wanted.every((word) => name.includes(word))
const results: Result[] = []
for (const group of groups) {
  const found = await Promise.all(group.map((row = []) => attemptAll(row.filter(isWanted))))
  results.push(...found.flat())
}
await elsewhere.close()
const [passed, failed, skipped] = (['passed', 'failed', 'skipped'] satisfies Result[]).map(
  (kind) => results.filter((result) => result === kind).length,
)
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = failed === 0 ? 0 : 1

/** Tries one after the other, and says what came of each. Never throws. */
async function attemptAll(row: Trial[]): Promise<Result[]> {
  const found: Result[] = []
  for (const trial of row) {
    const [result, text] = await trial.run().then(
      (said) => ['passed', said] as const,
      (error: Error) => [error instanceof Unavailable ? 'skipped' : 'failed', error.message] as const,
    )
    console.log(`${trial.name}: ${result}\n${text.replace(/^/gm, '  ')}`)
    found.push(result)
  }
  return found
}

/** A folder of its own, and the environment of what runs there. */
function folderFor(name: string): [place: string, environment: NodeJS.ProcessEnv] {
  const folder = join(root, name.replace(/\W+/g, '-'))
  const [place, home] = [join(folder, 'client'), join(folder, 'home')]
  for (const path of [place, home]) mkdirSync(path, { recursive: true })
  // The SDKs write an id under the home folder. What is said of proxies elsewhere is not meant for loopback.
  return [place, { PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8', PYTHONUTF8: '1' }]
}

/** Makes a client ready, lets it revoke a certificate in a world of its own, and looks whether it has. */
function sdkTrial({ name, prepare }: Client): Trial {
  return {
    name,
    async run() {
      const [place, env] = folderFor(name)
      const command = await prepare(place)
      const { environment, verify } = await createWorld(emulator, `interop ${name}`)
      const text = await run(command, DEADLINE, { cwd: place, env: { ...env, ...environment } })
      await verify()
      return text
    },
  }
}

/** Runs a program of the documentation as it is printed, against the demo world. */
function programTrial(program: Program): Trial {
  return {
    name: program.name,
    async run() {
      const [place, env] = folderFor(program.name)
      save(program, place)
      const command = await program.prepare(place)
      await using demo = await startEmulator({ fixtures: 'fixtures/demo.json' })
      const environment = { ...env, SCM_EMULATOR_ENDPOINT: demo.url }
      const text = await run(command, DEADLINE, { cwd: place, env: environment })
      agree(program, text)
      return text
    },
  }
}
