import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Answer, type Ask, askOver } from '../support/ask.ts'
import { environment, ROOT } from '../support/child.ts'
import type { World } from '../support/emulate.ts'

/** What ships; `npm run campaign` makes it. */
const MAIN = join(ROOT, 'dist/main.js')

/** A server of its own process. */
export interface Server extends AsyncDisposable {
  readonly url: string
  ask(what: Ask): Promise<Answer>
  /** A control call that must succeed; its answer. */
  control(method: string, path: string, body?: unknown): Promise<any>
  world(document?: object): Promise<World>
  /** Lines of the log that tell of a defect, and whatever was said on stderr. */
  defects(): string[]
  /** Its resident memory in MB; nothing where the system does not tell. */
  memory(): number | undefined
  isAlive(): boolean
  /** Ends it as `kill -9` does. */
  kill(): Promise<void>
}

/** A server that could not be started, with all that it said. */
export class NotStarted extends Error {
  override name = 'NotStarted'
}

/**
 * Starts the server that ships, with a log of JSON lines.
 *
 * @param shell what a shell does before the server takes its place, `ulimit -f 100` for one
 * @throws NotStarted
 */
export async function start(flags: readonly string[], shell?: string): Promise<Server> {
  const argv = [process.execPath, MAIN, '--port', '0', '--log-level', 'info', ...flags]
  const [command, ...args] = shell ? ['bash', '-c', `${shell}; exec "$@"`, 'bash', ...argv] : argv
  const child = spawn(command as string, args, { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] })
  const abandon = () => child.kill('SIGKILL')
  process.once('exit', abandon)
  const closed = once(child, 'close').finally(() => process.off('exit', abandon))
  const defects: string[] = []
  let said = ''
  let rest = ''
  const listening = Promise.withResolvers<string>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (/"level":(?:50|60)/.test(line)) defects.push(`log: ${line}`)
      if (said.length > 4_000) continue
      said += `${line}\n`
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line)
      if (found) listening.resolve(found[0])
    }
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
    defects.push(`stderr: ${text.trim()}`)
  })
  closed.then(() => listening.reject(new NotStarted((said + rest).trim())))
  const url = await listening.promise
  const ask: Server['ask'] = (what) => askOver(url, what)
  const control: Server['control'] = async (method, path, body) => {
    const { status, text, json } = await ask({ method, path: `/_emulator${path}`, ...(body !== undefined && { body }) })
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`)
    return json
  }
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    child.kill(signal)
    await closed
  }
  return {
    url,
    ask,
    control,
    world: (document = {}) => control('POST', '/worlds', document),
    defects: () => defects,
    memory: () => memoryOf(child.pid as number),
    isAlive: () => child.exitCode === null && child.signalCode === null,
    kill: () => end('SIGKILL'),
    [Symbol.asyncDispose]: () => end('SIGTERM'),
  }
}

function memoryOf(pid: number): number | undefined {
  const file = `/proc/${pid}/status`
  const kilobytes = existsSync(file) && /VmRSS:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1]
  return kilobytes ? Math.round(Number(kilobytes) / 1024) : undefined
}

const folders: string[] = []
process.once('exit', () => {
  for (const path of folders) rmSync(path, { recursive: true, force: true })
})

/** A folder that goes with the process. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'scm-emulator-campaign-'))
  folders.push(path)
  return path
}
