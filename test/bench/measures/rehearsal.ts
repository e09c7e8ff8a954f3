import { createEmulator, type World } from '../../../src/index.ts'
import { createCoverage } from '../../../src/store/memory/coverage.ts'
import { load } from '../load.ts'
import { type Comparison, compare, inRounds, median } from '../measure.ts'
import { revoke } from '../requests.ts'
import { startOn } from '../server.ts'
import { createWorld, inTurn, temporaryFolder } from '../world.ts'

/**
 * All here is processor time, which a busy machine does not lengthen much, taken in turn: what it does lengthen (cold
 * caches, a lower clock) falls on both.
 */
const ROUNDS = 25
const A_ROUND = 4_000
const CALLS = 50_000
const WORLDS = 50

/** What counting an answer and a move takes of the processor, to what the server takes for the revoke that they are of. */
export async function coverage(): Promise<Comparison> {
  using folder = temporaryFolder()
  const count = (ROUNDS + 2) * A_ROUND
  await using server = await startOn(await createWorld(folder.path, count))
  const deal = inTurn(count)
  const aRevoke = async () => {
    const requests = deal(A_ROUND).map(revoke)
    const before = server.processor()
    await load(server.port, requests)
    return ((server.processor() - before) * 1e6) / A_ROUND
  }
  const counts = createCoverage()
  const worlds = Array.from({ length: WORLDS }, (_, index) => `${index}`.padStart(32, '0'))
  const counting = async () => {
    const { user, system } = process.cpuUsage()
    for (let call = 0; call < CALLS; call++) {
      const world = worlds[call % WORLDS] as string
      counts.answer(world, 'RevokeCertificate', 200, null)
      counts.move(world, 'revoke', 'ISSUED')
    }
    const taken = process.cpuUsage({ user, system })
    return ((taken.user + taken.system) * 1e3) / CALLS
  }
  await aRevoke()
  await counting()
  return compare(await inRounds(ROUNDS, counting, aRevoke), ' ns')
}

/** The dry run of a revoke, to the revoke: both asked in this process. */
export async function explaining(): Promise<Comparison> {
  await using emulator = await createEmulator({ fixtures: 'none' })
  const certificates = Array.from({ length: 1_000 }, () => ({}))
  const world = await emulator.createWorld({ review: 'manual', certificates })
  const ids = world.certificates.map(({ id }) => id)
  const path = (id = '') => `/v2/${world.project_id}/scm/cert/${id}/revoke`
  const ask = (id?: string) =>
    emulator.inject({
      method: 'POST',
      url: path(id),
      headers: { 'x-auth-token': world.token },
      payload: { reason: '' },
    })
  const explain = (id = '') =>
    world.explain({ operation: 'RevokeCertificate', certificate_id: id, body: { reason: '' } })
  const each = (run: (id?: string) => Promise<unknown>) => async () => {
    const before = process.cpuUsage()
    for (let index = 0; index < 40; index++) await run(ids.pop())
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 40
  }
  await each(explain)()
  await each(ask)()
  return compare(await inRounds(11, each(explain), each(ask)), ' µs')
}

/** The findings of a journal of a thousand requests, in milliseconds of the processor: they are looked for when somebody asks. */
export async function findings(): Promise<Comparison> {
  await using emulator = await createEmulator({ fixtures: 'none' })
  const world: World = await emulator.createWorld({ certificates: [{}] })
  const url = `/v2/${world.project_id}/scm/cert/${world.certificates[0]?.id}/revoke`
  for (let index = 0; index < 1_000; index++) {
    const headers = { 'x-auth-token': world.token, 'content-type': 'application/json' }
    await emulator.inject({ method: 'POST', url, headers, payload: '{"reason": "key lost", "unknown": 1,}' })
  }
  const taken: number[] = []
  for (let index = 0; index < 20; index++) {
    const before = process.cpuUsage()
    await world.findings()
    const { user, system } = process.cpuUsage(before)
    taken.push((user + system) / 1e3)
  }
  const ratio = median(taken)
  return { ratio, detail: `${ratio.toFixed(1)} ms, the median of ${taken.length}` }
}
