import { load } from '../load.ts'
import type { Comparison } from '../measure.ts'
import { show } from '../requests.ts'
import { startOn } from '../server.ts'
import { createWorld, inTurn, temporaryFolder } from '../world.ts'

const REQUESTS = 1_000_000
const STEP = 50_000

/** Resident memory after a million requests, to that after 300,000, when it has settled: it must not grow. Takes minutes. */
export async function flat(): Promise<Comparison> {
  using folder = temporaryFolder()
  await using server = await startOn(await createWorld(folder.path, 1_000))
  const requests = inTurn(1_000)(STEP).map(show)
  let early = 0
  for (let sent = STEP; sent <= REQUESTS; sent += STEP) {
    await load(server.port, requests)
    if (sent === 6 * STEP) early = server.memory()
  }
  const late = server.memory()
  return { ratio: late / early, detail: `${Math.round(late)} MB of ${Math.round(early)} MB` }
}
