import { type Comparison, sideBySide } from '../measure.ts'
import { installed } from '../package.ts'
import { type Server, startBare, startCommand, startEmulator } from '../server.ts'

/** Time from the start of the process to the first answer, from sources, with nothing but a demo world in memory. */
export const startup = (): Promise<Comparison> => toBare(() => startEmulator('--in-memory'))

/** The same for the command of the installed package, as at its second start: Node.js has compiled it once. */
export async function installedStartup(): Promise<Comparison> {
  const { command } = installed()
  return toBare(() => startCommand(command, '--in-memory'))
}

async function toBare(emulator: () => Promise<Server>): Promise<Comparison> {
  await take(startBare)
  await take(emulator)
  return sideBySide(
    { rounds: 11, unit: ' ms' },
    () => take(emulator),
    () => take(startBare),
  )
}

async function take(start: () => Promise<Server>): Promise<number> {
  await using server = await start()
  return server.startup
}
