import type { Logger } from 'pino'
import type { Emulator } from '../emulator.ts'

/**
 * Ends the emulator once, however often it is told to: npm forwards a Ctrl-C that the terminal has sent to the server
 * as well, and an impatient person presses it twice. What is under way has five seconds (`http/closing.ts`).
 *
 * @param parent the process that started this one, where it shall not outlive it
 */
export function stopWhenTold(emulator: Emulator, logger: Logger, parent: number | undefined): void {
  let isStopping = false
  const stop = (reason: string) => {
    if (isStopping) return
    isStopping = true
    logger.info(`${reason}: finishing what is under way`)
    void emulator.close()
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal))
  // A test run holds the other end of standard input; the system closes it even where the run is killed.
  if (emulator.config.stopOnEof) process.stdin.resume().once('end', () => stop('standard input has ended'))
  if (parent !== undefined) watchParent(parent, () => stop('the parent process is gone'))
}

/** How often the parent is looked at, in milliseconds; a look costs less than a microsecond. */
const LOOK = 200

/**
 * The parent's death, which no system tells of in a way that all have: its child gets another parent.
 * The timer keeps no process alive.
 */
function watchParent(parent: number, gone: () => void): void {
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    gone()
  }, LOOK)
  timer.unref()
}

/**
 * The parent to end with: the shell that `npx` and `npm start` put between themselves and the server. `kill` of npx
 * reaches the shell, which dies and passes nothing on. Other scripts of npm may leave a server running on purpose,
 * e.g. `"pretest": "scm-emulator &"`.
 */
export function parentToEndWith({ npm_lifecycle_event: event = '' }: NodeJS.ProcessEnv): number | undefined {
  return event === 'npx' || event === 'start' ? process.ppid : undefined
}
