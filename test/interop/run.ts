import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningEmulator, startEmulator } from '../../src/index.ts'
import { CLIENTS, type Client } from './clients.ts'
import { run, Unavailable } from './command.ts'
import { createWorld } from './world.ts'

/** How long a client's program may take, in milliseconds. */
const DEADLINE = 60_000

interface Outcome {
  readonly result: 'passed' | 'failed' | 'skipped'
  readonly text: string
}

// Everything is installed under one folder; it goes with this process, however that ends.
const root = mkdtempSync(join(tmpdir(), 'scm-emulator-interop-'))
process.once('exit', () => rmSync(root, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))

await using emulator = await startEmulator({ fixtures: 'none' })
const outcomes = CLIENTS.map((client, index) => attempt(emulator, client, join(root, String(index))))
for (const [index, { name }] of CLIENTS.entries()) {
  const { result, text } = (await outcomes[index]) as Outcome
  console.log(`${name}: ${result}\n${text.replace(/^/gm, '  ')}`)
}
const results = (await Promise.all(outcomes)).map(({ result }) => result)
const [passed, failed, skipped] = (['passed', 'failed', 'skipped'] as const).map(
  (wanted) => results.filter((result) => result === wanted).length,
)
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = failed === 0 ? 0 : 1

/** Makes a client ready, lets it revoke a certificate in a world of its own, and looks whether it has. Never throws. */
async function attempt(server: RunningEmulator, { name, prepare }: Client, folder: string): Promise<Outcome> {
  const [place, home] = [join(folder, 'client'), join(folder, 'home')]
  for (const path of [place, home]) mkdirSync(path, { recursive: true })
  try {
    const command = await prepare(place)
    const { environment, verify } = await createWorld(server, `interop ${name}`)
    // The SDKs write an id under the home folder. What is said of proxies elsewhere is not meant for loopback.
    const env = { PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8', PYTHONUTF8: '1', ...environment }
    const text = await run(command, DEADLINE, { cwd: folder, env })
    await verify()
    return { result: 'passed', text }
  } catch (error) {
    return { result: error instanceof Unavailable ? 'skipped' : 'failed', text: (error as Error).message }
  }
}
