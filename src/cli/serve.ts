import { type Logger, pino } from 'pino'
import { configure, type Options } from '../config.ts'
import { isLoopback } from '../domain/host.ts'
import { assemble } from '../emulator.ts'
import { banner } from './banner.ts'
import { openBrowser } from './browser.ts'
import { createLines } from './lines.ts'
import { parentToEndWith, stopWhenTold } from './stop.ts'

/** Starts a server, which lives until it is told to stop. @throws where an option, a file, the port is unusable */
export async function serve(options: Options, environment: NodeJS.ProcessEnv): Promise<void> {
  // Before anything else: the parent may be gone by the time the server listens.
  const parent = parentToEndWith(environment)
  const isTerminal = process.stdout.isTTY === true
  const logger = createLogger(configure(options).logLevel, isTerminal)
  const emulator = await assemble(options, logger)
  // Before the server listens: whoever waits for that may stop it at once.
  stopWhenTold(emulator, logger, parent)
  let url: string
  try {
    // On a terminal the banner says where, above all else.
    if (isTerminal) logger.level = 'silent'
    url = await emulator.listen()
    logger.level = emulator.config.logLevel
  } catch (error) {
    await emulator.close()
    throw error
  }
  if (isTerminal) console.log(banner(emulator, url))
  const { auth, host, adminKey, open } = emulator.config
  if (open) {
    openBrowser(`${url}/console/`, ({ message }) => logger.warn(`no browser could be opened: ${message}`))
  }
  if (auth === 'off') logger.warn('authentication is off: any caller is let in')
  if (!isLoopback(host) && adminKey === '') {
    logger.warn(`listening on ${host}: whoever reaches it may make control calls; --admin-key asks for a key`)
  }
}

/** JSON lines, or readable ones on a terminal. */
function createLogger(level: string, isTerminal: boolean): Logger {
  const options = { level, redact: ['req.headers', 'res.headers'] }
  return isTerminal ? pino(options, createLines(process.stdout)) : pino(options)
}
