import { type Logger, pino } from 'pino'
import { type Options, parse, VERSION } from '../config.ts'
import { Invalid } from '../domain/check.ts'
import { isLoopback } from '../domain/host.ts'
import { assemble } from '../emulator.ts'
import { ControlError } from '../library/control.ts'
import { UnusableDatabase } from '../store/database.ts'
import { banner } from './banner.ts'
import { command, isCommand } from './command.ts'
import { help } from './help.ts'
import { parentToEndWith, stopWhenTold } from './stop.ts'

/** Runs the emulator as a process: until SIGTERM or SIGINT, or not at all, with one sentence and exit code 1. */
export async function run(argv: string[], environment: NodeJS.ProcessEnv): Promise<void> {
  try {
    if (isCommand(argv)) return await command(argv, environment)
    const options = parse(argv, environment)
    if (options === 'help') return console.log(help())
    if (options === 'version') return console.log(VERSION)
    await serve(options, environment)
  } catch (error) {
    process.exitCode = 1
    console.error(`scm-emulator: ${sentence(error)}`)
  }
}

async function serve(options: Options, environment: NodeJS.ProcessEnv): Promise<void> {
  const parent = parentToEndWith(environment)
  const logger = await createLogger(options.logLevel ?? 'info')
  const emulator = await assemble(options, logger)
  // Before anybody can know that it listens: whoever waits for that may stop it at once.
  stopWhenTold(emulator, logger, parent)
  let url: string
  try {
    // On a terminal the banner says where, above all else.
    if (process.stdout.isTTY) logger.level = 'silent'
    url = await emulator.listen()
    logger.level = emulator.config.logLevel
  } catch (error) {
    await emulator.close()
    throw error
  }
  if (process.stdout.isTTY) console.log(banner(emulator, url))
  const { auth, host, adminKey } = emulator.config
  if (auth === 'off') logger.warn('authentication is off: any caller is let in')
  if (!isLoopback(host) && adminKey === '') {
    logger.warn(`listening on ${host}: whoever reaches it may make control calls; --admin-key asks for a key`)
  }
}

/** JSON lines, or readable ones on a terminal. */
async function createLogger(level: string): Promise<Logger> {
  const redact = ['req.headers', 'res.headers']
  if (!process.stdout.isTTY) return pino({ level, redact })
  const { default: pretty } = await import('pino-pretty')
  return pino({ level, redact }, pretty({ ignore: 'pid,hostname,reqId', translateTime: 'HH:MM:ss', sync: true }))
}

/** What went wrong, for a person; a defect keeps its stack. */
function sentence(error: unknown): string {
  if (error instanceof Invalid || error instanceof UnusableDatabase || error instanceof ControlError)
    return error.message
  if (error instanceof TypeError && error.message === 'fetch failed') {
    return `no emulator answers there (${(error.cause as Error).message}); start one, or see --url`
  }
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
