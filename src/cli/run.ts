import type { Options } from '../config.ts'
import { Invalid } from '../domain/check.ts'
import { ControlError, Unreachable } from '../library/control.ts'
import { UnusableDatabase } from '../store/database.ts'
import { fromEnvironment } from './options.ts'

/** Runs the process: a server until it is told to stop, or a command. What fails ends in one sentence and exit code 1. */
export async function run(argv: string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const start = async (options: Options) => {
    const { serve } = await import('./serve.ts')
    await serve(options, environment)
  }
  try {
    // A plain start does not load the command line's parser.
    if (argv.length === 0) return await start(fromEnvironment(environment))
    const { interpret } = await import('./program.ts')
    await interpret(argv, environment, start)
  } catch (error) {
    process.exitCode = 1
    console.error(`scm-emulator: ${sentence(error)}`)
  }
}

/** What went wrong, for a person; a defect keeps its stack. */
function sentence(error: unknown): string {
  if (error instanceof Invalid || error instanceof UnusableDatabase || error instanceof ControlError)
    return error.message
  if (error instanceof Unreachable) return `${error.message}; start one, or see --url`
  const { code, address, port, stack } = error as NodeJS.ErrnoException & { address?: string; port?: number }
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} on ${address} is taken; --port 0 picks a free one`
    case 'EACCES':
      return `port ${port} on ${address} needs more rights; choose one above 1023`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `this machine has no address ${address ?? (error as Error).message}; see --host`
    default:
      return stack ?? String(error)
  }
}
