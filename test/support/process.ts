import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Test } from 'tap'
import { environment } from './child.ts'

/** A process, with what it has said so far; it dies with the test at the latest. */
export function launch(t: Test, command: string, args: string[], options: SpawnOptions) {
  const child = spawn(command, args, { stdio: 'pipe', ...options })
  t.teardown(() => child.kill('SIGKILL'))
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      said[name] += text
    })
  }
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...said }))
  /** Resolves with what the expression finds on standard output, as soon as it is there. */
  async function until(expression: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = expression.exec(said.stdout)
      if (found) return found
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`it ended without ${expression}: ${said.stdout}${said.stderr}`)
      await Promise.race([once(child.stdout ?? child, 'data'), ended])
    }
  }
  return { child, ended, until, said }
}

/** Whether all these programs are there. */
export function has(...programs: string[]): boolean {
  try {
    for (const program of programs) execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/**
 * A shell's command in a pseudo-terminal of 80 columns (`script` of util-linux); what it says ends its lines with CR LF.
 *
 * @param env variables beside those of `environment`
 */
export function terminal(
  t: Test,
  command: string,
  { cwd, env }: { cwd?: string; env?: NodeJS.ProcessEnv | undefined } = {},
) {
  const sized = `stty cols 80 rows 24; ${command}`
  return launch(t, 'script', ['-qec', sized, '/dev/null'], {
    cwd,
    env: environment({ TERM: 'xterm-256color', NO_COLOR: undefined, ...env }),
  })
}

/** Presses a key: the terminal sends SIGINT to whatever is in its foreground, npm and the shell between included. */
export const press = (child: ChildProcess, _key: 'Ctrl-C') => void child.stdin?.write('\u0003')
