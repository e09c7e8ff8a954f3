import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningEmulator, startEmulator } from '../../src/index.ts'
import { CLIENTS, type Client } from './clients.ts'
import { run, Unavailable } from './command.ts'
import { agree, PROGRAMS, type Program, save } from './programs.ts'
import { createWorld } from './world.ts'

/** How long a client's program may take, in milliseconds. */
const DEADLINE = 60_000

interface Outcome {
  readonly result: 'passed' | 'failed' | 'skipped'
  readonly text: string
}

// Everything is installed under one folder; it goes with this process, however that ends.
const root = mkdtempSync(join(tmpdir(), 'scm-emulator-interop-'))
process.once('exit', () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))

await using emulator = await startEmulator({ fixtures: 'none' })
const results: Outcome['result'][] = []
// The clients are independent of each other; the programs, which share their caches, come one after another.
const attempts = CLIENTS.map((client) => attempt(client, (...where) => revoke(emulator, client, ...where)))
for (const [index, { name }] of CLIENTS.entries()) report(name, (await attempts[index]) as Outcome)
for (const program of PROGRAMS) {
  report(program.name, await attempt(program, (...where) => follow(program, ...where)))
}
const [passed, failed, skipped] = (['passed', 'failed', 'skipped'] as const).map(
  (wanted) => results.filter((result) => result === wanted).length,
)
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = failed === 0 ? 0 : 1

function report(name: string, { result, text }: Outcome): void {
  results.push(result)
  console.log(`${name}: ${result}\n${text.replace(/^/gm, '  ')}`)
}

/** A try in a folder of its own. Never throws. */
async function attempt(
  { name }: { name: string },
  go: (place: string, environment: NodeJS.ProcessEnv) => Promise<string>,
): Promise<Outcome> {
  const folder = join(root, name.replace(/\W+/g, '-'))
  const [place, home] = [join(folder, 'client'), join(folder, 'home')]
  for (const path of [place, home]) mkdirSync(path, { recursive: true })
  // The SDKs write an id under the home folder. What is said of proxies elsewhere is not meant for loopback.
  const env = { PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8', PYTHONUTF8: '1' }
  try {
    return { result: 'passed', text: await go(place, env) }
  } catch (error) {
    return { result: error instanceof Unavailable ? 'skipped' : 'failed', text: (error as Error).message }
  }
}

/** Makes a client ready, lets it revoke a certificate in a world of its own, and looks whether it has. */
async function revoke(server: RunningEmulator, { name, prepare }: Client, place: string, env: NodeJS.ProcessEnv) {
  const command = await prepare(place)
  const { environment, verify } = await createWorld(server, `interop ${name}`)
  const text = await run(command, DEADLINE, { cwd: place, env: { ...env, ...environment } })
  await verify()
  return text
}

/** Runs a program of the documentation as it is printed, against the demo world. */
async function follow(program: Program, place: string, env: NodeJS.ProcessEnv): Promise<string> {
  save(program, place)
  const command = await program.prepare(place)
  await using demo = await startEmulator({ fixtures: 'fixtures/demo.json' })
  const environment = { ...env, SCM_EMULATOR_ENDPOINT: demo.url }
  const text = await run(command, DEADLINE, { cwd: place, env: environment })
  agree(program, text)
  return text
}
