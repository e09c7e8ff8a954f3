import { load } from '../load.ts'
import { type Comparison, sideBySide } from '../measure.ts'
import { startBare, startOn } from '../server.ts'
import { createWorld, inTurn, temporaryFolder } from '../world.ts'

const ROUNDS = 11
const A_ROUND = 10_000
const WARM_UP = 10_000
const CERTIFICATES = ROUNDS * A_ROUND + WARM_UP

/** Revokes a second of a database file, each of another certificate, to those that the bare server answers. */
export async function throughput(request: (id: string) => Buffer): Promise<Comparison> {
  using folder = temporaryFolder()
  await using emulator = await startOn(await createWorld(folder.path, CERTIFICATES))
  await using bare = await startBare()
  const deal = inTurn(CERTIFICATES)
  let requests = deal(WARM_UP).map(request)
  await load(emulator.port, requests)
  await load(bare.port, requests)
  return await sideBySide(
    { rounds: ROUNDS, unit: '/s' },
    () => {
      requests = deal(A_ROUND).map(request)
      return load(emulator.port, requests)
    },
    () => load(bare.port, requests),
  )
}
