import { type SpawnOptions, spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Whether tap measures coverage; it does so in children, too, by what it puts into their environment. */
const IS_COVERED = process.env._TAPJS_PROCESSINFO_COVERAGE_ === '1'

/**
 * What a process of its own runs: the bundle that ships, which `npm test` has made anew and which starts in a third of
 * the time; the sources where a file is run by itself, and where coverage is measured.
 */
export const door = (name: 'main' | 'index' | 'client') =>
  join(ROOT, process.env.SCM_TEST_BUNDLE === '1' ? `dist/${name}.js` : `src/${name}.ts`)

/** The emulator's own process. */
export const MAIN = door('main')

/** What one process compiled the next need not; it would make coverage imprecise. */
const CACHE = join(ROOT, 'node_modules/.cache/compiled')

/** What a terminal, tap or whoever started it put there: a child of a test sees none of it. */
const FOREIGN = /^(?:(?:FORCE|NO)_COLOR|COLORTERM|CI|SCM_.*)$/
const MEASURING = /^(?:NODE_(?:OPTIONS|TEST_CONTEXT|V8_COVERAGE)|_?TAP.*)$/

/**
 * The environment of a child process: what this one has, without colours, options of the emulator and what tap adds,
 * so that a test sees the same in a terminal, in a pipe and by itself.
 */
export function environment(given: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !FOREIGN.test(name) && (IS_COVERED || !MEASURING.test(name)),
  )
  const cache = IS_COVERED ? {} : { NODE_COMPILE_CACHE: CACHE }
  return { ...Object.fromEntries(own), ...cache, NO_COLOR: '1', TERM: 'xterm-256color', ...given }
}

export interface Run extends Pick<SpawnOptions, 'cwd'> {
  /** Said to it; nothing unless given. */
  input?: string | undefined
  /** Variables beside those of `environment`. */
  env?: NodeJS.ProcessEnv | undefined
  /** Milliseconds after which it is killed; never unless given. */
  timeout?: number
}

export interface Ended {
  /** Null where a signal ended it. */
  code: number | null
  out: string
  err: string
}

/** Runs a command to its end. */
export function execute(command: string, args: string[], { input = '', env, ...options }: Run = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, killSignal: 'SIGKILL', env: environment(env) })
    const ended: Ended = { code: null, out: '', err: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      ended.out += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      ended.err += text
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ ...ended, code }))
    // Whoever does not listen ends before it has heard everything.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}

/** Runs the emulator's command line. */
export const cli = (args: string[], options?: Run) => execute(process.execPath, [MAIN, ...args], options)

/** Runs a program of a few lines, an ES module. */
export const program = (text: string, options?: Run) =>
  execute(process.execPath, ['--input-type=module', '-e', text], options)
