import { ask, load } from '../load.ts'
import { type Comparison, sideBySide } from '../measure.ts'
import { reset, revoke, show } from '../requests.ts'
import { type Server, startOn } from '../server.ts'
import { createWorld, inTurn, scattered, temporaryFolder, WRITTEN } from '../world.ts'

const FEW = WRITTEN
const MANY = 1_000_000
const WARM_UP = 10_000

/** What a show takes among a million certificates, to what it takes among a thousand. */
export function showAtScale(): Promise<Comparison> {
  return atScale((few, many) => {
    const [dealFew, dealMany] = [scattered(FEW), scattered(MANY)]
    const round = 5_000
    return sideBySide(
      { rounds: 9, unit: ' µs' },
      async () => microseconds(await load(many.port, dealMany(round).map(show))),
      async () => microseconds(await load(few.port, dealFew(round).map(show))),
    )
  })
}

/** The same of a revoke. A round revokes all of the thousand; a reset then brings them back. */
export function revokeAtScale(): Promise<Comparison> {
  return atScale((few, many) => {
    const [dealFew, dealMany] = [scattered(FEW), scattered(MANY)]
    return sideBySide(
      { rounds: 25, unit: ' µs' },
      async () => microseconds(await load(many.port, dealMany(FEW).map(revoke))),
      async () => {
        const perSecond = await load(few.port, dealFew(FEW).map(revoke))
        if (!(await ask(few.port, reset))) throw new Error('the reset of the small world was refused')
        return microseconds(perSecond)
      },
    )
  })
}

/** Runs with a server of few certificates and one of many, both warm. */
async function atScale(compare: (few: Server, many: Server) => Promise<Comparison>): Promise<Comparison> {
  using folder = temporaryFolder()
  using other = temporaryFolder()
  await using few = await startOn(await createWorld(folder.path, FEW))
  await using many = await startOn(await createWorld(other.path, MANY))
  for (const { port } of [few, many]) await load(port, inTurn(FEW)(WARM_UP).map(show))
  return await compare(few, many)
}

const microseconds = (perSecond: number) => 1_000_000 / perSecond
