import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { ask } from './load.ts'
import { health, revoke } from './requests.ts'

/** A server in a process of its own; it ends with the block that uses it, or with this process. */
export interface Server extends AsyncDisposable {
  readonly port: number
  /** From the start of the process to its first answer, in milliseconds. */
  readonly startup: number
  /** Resident memory, in megabytes. */
  memory(): number
  /** What it has taken of the processor, in milliseconds. */
  processor(): number
}

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The emulator as users start it, from its sources. */
export const startEmulator = (...options: string[]) => start([file('../../src/main.ts'), ...options], health)

/** The emulator as its package's command, wherever that was installed. */
export const startCommand = (command: string, ...options: string[]) => start([command, ...options], health)

/** The emulator on a database file, which has its worlds; it logs nothing, as the bare server. */
export const startOn = (db: string) => startEmulator('--db', db, '--fixtures', 'none', '--log-level', 'silent')

export const startBare = (...options: string[]) => start([file('bare.ts'), ...options], revoke('scs1700000000000'))

async function start(command: string[], probe: Buffer): Promise<Server> {
  const port = await freePort()
  const begin = performance.now()
  const child = spawn(process.execPath, [...command, '--port', String(port)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env.PATH },
  })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  while (!(await ask(port, probe).catch(() => false))) {
    if (child.exitCode !== null) throw new Error(`${command.join(' ')} ended with exit code ${child.exitCode}`)
    await sleep(2)
  }
  const startup = performance.now() - begin
  return {
    port,
    startup,
    memory: () => memory(child.pid),
    processor: () => processor(child.pid),
    async [Symbol.asyncDispose]() {
      await stop(child)
      process.off('exit', kill)
    },
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  if (await Promise.race([ended, sleep(5_000, undefined, { ref: false })])) return
  child.kill('SIGKILL')
  await ended
}

function memory(pid = 0): number {
  const kilobytes = /^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1024
}

/** Linux counts in hundredths of a second, in user mode and for the system. */
function processor(pid = 0): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
