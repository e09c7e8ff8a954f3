import { load } from '../load.ts'
import { type Comparison, sideBySide } from '../measure.ts'
import { revoke } from '../requests.ts'
import { type Server, startBare, startOn } from '../server.ts'
import { createWorld, inTurn, temporaryFolder } from '../world.ts'

const REQUESTS = 50_000

/** Resident memory of a new process once it has answered 50,000 revokes, each of another certificate. */
export async function memory(): Promise<Comparison> {
  const requests = inTurn(REQUESTS)(REQUESTS).map(revoke)
  return sideBySide(
    { rounds: 3, unit: ' MB' },
    async () => {
      using folder = temporaryFolder()
      return await take(await startOn(await createWorld(folder.path, REQUESTS)), requests)
    },
    async () => take(await startBare(), requests),
  )
}

async function take(started: Server, requests: Buffer[]): Promise<number> {
  await using server = started
  await load(server.port, requests)
  return server.memory()
}
