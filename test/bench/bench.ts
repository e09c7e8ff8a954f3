import { type Comparison, isMet, type Measure } from './measure.ts'
import { flat } from './measures/flat.ts'
import { memory } from './measures/memory.ts'
import { firstCrl, keptCrl, ocspAnswers } from './measures/pki.ts'
import { coverage, explaining, findings } from './measures/rehearsal.ts'
import { revokeAtScale, showAtScale } from './measures/scale.ts'
import { installedStartup, startup } from './measures/startup.ts'
import { throughput } from './measures/throughput.ts'
import { crowded, evidence, making, resetting, second } from './measures/worlds.ts'
import { revoke, signedRevoke } from './requests.ts'
import { table } from './table.ts'

/** What must hold, as ratios: to a bare Fastify server, or of a full table to an empty one. */
const MEASURES: readonly Measure[] = [
  { name: 'revokes a second, to bare', limit: { atLeast: 0.5 }, run: () => throughput(revoke) },
  { name: 'signed revokes a second, to bare', limit: { atLeast: 0.4 }, run: () => throughput(signedRevoke) },
  { name: 'start to first answer, to bare', limit: { atMost: 1.5 }, run: startup },
  { name: 'installed command to first answer, to bare', limit: { atMost: 0.6 }, run: installedStartup },
  { name: 'memory after 50,000 requests, to bare', limit: { atMost: 1.6 }, run: memory },
  { name: 'show among 1,000,000, to 1,000', limit: { atMost: 1.5 }, run: showAtScale },
  { name: 'revoke among 1,000,000, to 1,000', limit: { atMost: 1.5 }, run: revokeAtScale },
  { name: 'making a world of 20 certificates, ms', limit: { atMost: 3 }, run: making },
  { name: 'resetting it, ms', limit: { atMost: 5 }, run: resetting },
  { name: 'a second emulator in a process, ms', limit: { atMost: 60 }, run: second },
  { name: 'revokes with journal and faults, to without', limit: { atLeast: 0.9 }, run: evidence },
  { name: 'counting for coverage, to a revoke', limit: { atMost: 0.01 }, run: coverage },
  { name: 'explaining a revoke, to a revoke', limit: { atMost: 10 }, run: explaining },
  { name: 'findings of 1,000 requests, ms', limit: { atMost: 50 }, run: findings },
  { name: 'revoke among 10,000 worlds, to one', limit: { atMost: 1.5 }, run: crowded },
  { name: 'OCSP answers a second, to bare', limit: { atLeast: 0.2 }, run: ocspAnswers },
  { name: 'first CRL of 10,000, s', limit: { atMost: 2 }, run: firstCrl },
  { name: 'kept CRL a second, to bare of its size', limit: { atLeast: 0.5 }, run: keptCrl },
]

/** What takes minutes, and is measured only where it is named. */
const LONG: readonly Measure[] = [
  { name: 'memory after a million requests, to 300,000', limit: { atMost: 1.1 }, run: flat },
]

/** Nothing here takes longer than this, in milliseconds; what has not ended by then hangs. */
const DEADLINE = 540_000

// However the process ends, it takes its servers and folders along: they go at its `exit`.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))
setTimeout(() => {
  console.error(`the bench has not ended after ${DEADLINE / 1000} s`)
  process.exit(1)
}, DEADLINE).unref()

const wanted = process.argv.slice(2).join(' ').toLowerCase()
const named = (measures: readonly Measure[]) => measures.filter(({ name }) => name.toLowerCase().includes(wanted))
const chosen = wanted === '' ? MEASURES : [...named(MEASURES), ...named(LONG)]
if (chosen.length === 0) {
  console.error(`no measure has "${wanted}" in its name; there are:\n${MEASURES.map(({ name }) => name).join('\n')}`)
  process.exit(1)
}

const results: [Measure, Comparison][] = []
const failures: string[] = []
for (const measure of chosen) {
  console.error(`measuring: ${measure.name}`)
  try {
    results.push([measure, await measure.run()])
  } catch (error) {
    failures.push(`${measure.name}: ${error instanceof Error ? error.message : error}`)
  }
}
console.log(table(results))
for (const failure of failures) console.error(`\nfailed: ${failure}`)
if (failures.length > 0 || !results.every(([measure, comparison]) => isMet(measure, comparison))) process.exitCode = 1
