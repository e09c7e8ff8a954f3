import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Campaign } from './campaign.ts'
import { createWork, lossesOf, type Work } from './effects.ts'
import { folder, start } from './server.ts'

/** The longest that a round works, in milliseconds. */
const LONGEST = 600

export const kill: Campaign = {
  does: 'SIGKILL under mixed load, on one file: row, reason, event, tag, ledger and CRL of whatever was acknowledged',
  unit: 'rounds',
  long: 100,
  short: 6,
  async run({ count, random, find }) {
    const db = join(folder(), 'kill.db')
    const flags = ['--db', db, '--fixtures', 'none']
    const rounds: Work[] = []
    let checks = 0
    for (let round = 0; round <= count; round += 1) {
      const server = await start(flags)
      // What was done last, and in some round before.
      const looked = new Set(rounds.length > 0 ? [rounds.at(-1) as Work, random.pick(rounds)] : [])
      for (const work of looked) {
        checks += work.count()
        for (const lost of await lossesOf(server, work)) find(`after kill ${round}: ${lost}`)
      }
      for (const defect of server.defects()) find(`round ${round}: ${defect}`)
      if (round < count) {
        const work = await createWork(server)
        rounds.push(work)
        const working = work.run(random)
        await sleep(random.below(LONGEST))
        await server.kill()
        await working
      } else {
        await server[Symbol.asyncDispose]()
      }
    }
    const all = rounds.reduce((sum, work) => sum + work.count(), 0)
    return `${count} kills, ${all} acknowledged effects, ${checks} looked at, some twice`
  },
}
