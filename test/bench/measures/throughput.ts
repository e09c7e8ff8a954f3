import { load } from '../load.ts'
import { type Comparison, compare, inRounds, type Pair } from '../measure.ts'
import { startBare, startOn } from '../server.ts'
import { createWorld, inTurn, temporaryFolder } from '../world.ts'

const PROCESSES = 3
const ROUNDS = 4
const A_ROUND = 10_000
const WARM_UP = 10_000
const CERTIFICATES = ROUNDS * A_ROUND + WARM_UP

/**
 * Revokes a second of a database file, each of another certificate, to those that the bare server answers. Over several
 * processes of each, since two of one program differ by some per cent for as long as they live.
 */
export async function throughput(request: (id: string) => Buffer): Promise<Comparison> {
  const pairs: Pair[] = []
  for (let process = 0; process < PROCESSES; process++) pairs.push(...(await inProcesses(request)))
  return compare(pairs, '/s')
}

/** The rounds of one process of each. */
async function inProcesses(request: (id: string) => Buffer): Promise<Pair[]> {
  using folder = temporaryFolder()
  await using emulator = await startOn(await createWorld(folder.path, CERTIFICATES))
  await using bare = await startBare()
  const deal = inTurn(CERTIFICATES)
  let requests = deal(WARM_UP).map(request)
  await load(emulator.port, requests)
  await load(bare.port, requests)
  return await inRounds(
    ROUNDS,
    () => {
      requests = deal(A_ROUND).map(request)
      return load(emulator.port, requests)
    },
    () => load(bare.port, requests),
  )
}
