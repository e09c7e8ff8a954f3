import { type ExecFileOptions, execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** What is needed is not here: no tool, or no network to install from. A reason to skip, not to fail. */
export class Unavailable extends Error {
  override name = 'Unavailable'
}

/** A command that ended with an error; what it printed is in the message. */
export class Failed extends Error {
  override name = 'Failed'
  readonly output: string
  readonly isTimeout: boolean

  constructor(command: string, output: string, isTimeout: boolean, limit: number) {
    super(isTimeout ? `${command} has not ended after ${limit / 1000} s` : output || `${command} failed silently`)
    this.output = output
    this.isTimeout = isTimeout
  }
}

/**
 * Runs a command to its end; what it printed. It does not outlive this process.
 *
 * @param limit how long it may take, in milliseconds
 * @throws Unavailable where there is no such command, Failed where it fails or takes too long
 */
export async function run([file = '', ...args]: string[], limit: number, options: ExecFileOptions = {}) {
  const running = execute(file, args, { ...options, timeout: limit, maxBuffer: 16 * 1024 * 1024 })
  const kill = () => running.child.kill('SIGKILL')
  process.once('exit', kill)
  try {
    const { stdout } = await running
    return String(stdout).trim()
  } catch (error) {
    const { code, killed, stdout = '', stderr = '' } = error as Error & Record<string, unknown>
    if (code === 'ENOENT') throw new Unavailable(`there is no ${file} here`)
    throw new Failed(file, `${stdout}\n${stderr}`.trim(), killed === true, limit)
  } finally {
    process.off('exit', kill)
  }
}
