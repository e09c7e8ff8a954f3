import { createEmulator } from '../../../src/index.ts'
import { load } from '../load.ts'
import { type Comparison, median, sideBySide } from '../measure.ts'
import { control, revoke } from '../requests.ts'
import { type Server, startOn } from '../server.ts'
import { createWorld, inTurn, PROJECT, temporaryFolder } from '../world.ts'

const CERTIFICATES = Array.from({ length: 20 }, () => ({}))

/** How long a world with 20 certificates takes to make, in milliseconds. */
export async function making(): Promise<Comparison> {
  await using emulator = await createEmulator({ fixtures: 'none' })
  return await inMilliseconds(() => emulator.createWorld({ certificates: CERTIFICATES }))
}

/** How long it takes to reset. */
export async function resetting(): Promise<Comparison> {
  await using emulator = await createEmulator({ fixtures: 'none' })
  const world = await emulator.createWorld({ certificates: CERTIFICATES })
  return await inMilliseconds(() => world.reset())
}

/** How long a second emulator in a process takes. */
export async function second(): Promise<Comparison> {
  await using first = await createEmulator({ fixtures: 'none' })
  await first.worlds()
  return await inMilliseconds(async () => {
    await using emulator = await createEmulator({ fixtures: 'none' })
    await emulator.worlds()
  }, 15)
}

/**
 * Revokes a second with a journal and five faults that do not match, to those without. On one server, whose settings
 * change from round to round: two processes of the same program differ by more than what is measured here.
 */
export async function evidence(): Promise<Comparison> {
  using folder = temporaryFolder()
  const count = (2 * EVIDENCE_ROUNDS + 2) * A_ROUND
  await using server = await startOn(await createWorld(folder.path, count))
  const deal = inTurn(count)
  const world = `/worlds/${PROJECT}`
  const ask = (method: string, path: string, body: object, status: number) =>
    load(server.port, [control(method, world + path, body)], 1, status)
  const take = () => load(server.port, deal(A_ROUND).map(revoke))
  const plain = async () => {
    await ask('DELETE', '/faults', {}, 204)
    await ask('PATCH', '', { journal: { limit: 0 } }, 200)
    return await take()
  }
  const full = async () => {
    await ask('PATCH', '', { journal: { limit: 1_000 } }, 200)
    for (let index = 0; index < 5; index++) {
      await ask(
        'POST',
        '/faults',
        { operation: 'RevokeCertificate', certificate_id: 'scs9999999999999', error: 'SCM.0010' },
        201,
      )
    }
    return await take()
  }
  await plain()
  await full()
  return await sideBySide({ rounds: EVIDENCE_ROUNDS, unit: '/s' }, full, plain)
}

/** A revoke on a server of 10,000 worlds, as many as there may be, to one on a server of one. */
export async function crowded(): Promise<Comparison> {
  return twoServers(async (_, full) => {
    const made = Array.from({ length: 9_999 }, () => control('POST', '/worlds', { certificates: [{}] }))
    await load(full.port, made, 32, 201)
  }, true)
}

const ROUNDS = 7
const EVIDENCE_ROUNDS = 25
const A_ROUND = 5_000

/** Compares the second server to the first, each on a file of its own, once both were made ready. */
async function twoServers(prepare: (plain: Server, full: Server) => Promise<void>, isTime = false) {
  using folder = temporaryFolder()
  using other = temporaryFolder()
  const count = (ROUNDS + 1) * A_ROUND
  await using plain = await startOn(await createWorld(folder.path, count))
  await using full = await startOn(await createWorld(other.path, count))
  await prepare(plain, full)
  const [dealPlain, dealFull] = [inTurn(count), inTurn(count)]
  const take = async (server: Server, deal: typeof dealPlain) => {
    const perSecond = await load(server.port, deal(A_ROUND).map(revoke))
    return isTime ? 1_000_000 / perSecond : perSecond
  }
  await take(plain, dealPlain)
  await take(full, dealFull)
  return await sideBySide(
    { rounds: ROUNDS, unit: isTime ? ' µs' : '/s' },
    () => take(full, dealFull),
    () => take(plain, dealPlain),
  )
}

async function inMilliseconds(run: () => Promise<unknown>, times = 200): Promise<Comparison> {
  const taken: number[] = []
  for (let index = 0; index < times; index++) {
    const begin = performance.now()
    await run()
    taken.push(performance.now() - begin)
  }
  const ratio = median(taken)
  return { ratio, detail: `${ratio.toFixed(1)} ms, the median of ${times}` }
}
