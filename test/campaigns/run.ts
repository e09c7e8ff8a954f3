import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import type { Campaign } from './campaign.ts'
import { disk } from './disk.ts'
import { fuzz } from './fuzz.ts'
import { isolation } from './isolation.ts'
import { kill } from './kill.ts'
import { createRandom } from './random.ts'
import { schemathesis } from './schemathesis.ts'
import { signatures } from './signatures.ts'

/** Every campaign by its name: `npm run campaign -- fuzz --seed 7 --count 1000`, or `kill fuzz --short` as CI does. */
const CAMPAIGNS: Record<string, Campaign> = { kill, disk, fuzz, isolation, signatures, schemathesis }

/** How many findings are shown; the first are what one needs. */
const SHOWN = 20

// Its servers and folders go with it, however it ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, count: { type: 'string' }, short: { type: 'boolean' } },
})
const names = positionals[0] === 'all' ? Object.keys(CAMPAIGNS) : positionals.length > 0 ? positionals : ['']
const seed = Number(values.seed ?? randomInt(2 ** 31))
const given = values.count === undefined ? undefined : Number(values.count)

for (const name of names) {
  const campaign = CAMPAIGNS[name]
  const isRight = [seed, given ?? 1].every((number) => Number.isSafeInteger(number) && number > 0)
  if (!campaign || !isRight) {
    console.error('npm run campaign -- NAME... [--seed N] [--count N] [--short]: campaigns of these, or all')
    for (const [one, { does, unit, long, short }] of Object.entries(CAMPAIGNS)) {
      console.error(
        `  ${one}: ${does} (${long.toLocaleString('en')} ${unit}; ${short.toLocaleString('en')} with --short)`,
      )
    }
    process.exit(2)
  }
  const count = given ?? (values.short ? campaign.short : campaign.long)
  console.log(`${name}: ${count} ${campaign.unit}, --seed ${seed}`)
  const found: string[] = []
  const figures = await campaign.run({ seed, count, random: createRandom(seed), find: (what) => void found.push(what) })
  console.log(`${name}: ${figures}; ${found.length} findings`)
  for (const what of found.slice(0, SHOWN)) console.log(`  ${what.slice(0, 4_000)}`)
  if (found.length === 0) continue
  console.log(`  again: npm run campaign -- ${name} --seed ${seed} --count ${count}`)
  process.exitCode = 1
}
