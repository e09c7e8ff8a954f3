import { type Comparison, sideBySide } from '../measure.ts'
import { type Server, startBare, startEmulator } from '../server.ts'

/** Time from the start of the process to the first answer, from sources, with nothing but a demo world in memory. */
export async function startup(): Promise<Comparison> {
  await take(startBare)
  await take(() => startEmulator('--in-memory'))
  return sideBySide(
    { rounds: 11, unit: ' ms' },
    () => take(() => startEmulator('--in-memory')),
    () => take(startBare),
  )
}

async function take(start: () => Promise<Server>): Promise<number> {
  await using server = await start()
  return server.startup
}
