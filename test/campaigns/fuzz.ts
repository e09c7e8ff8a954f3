import { Buffer } from 'node:buffer'
import { connect } from 'node:net'
import { encode } from '../support/ask.ts'
import type { Campaign, Given } from './campaign.ts'
import { validRequests } from './contract.ts'
import { mutate, raw } from './mutations.ts'
import { start } from './server.ts'

/** Sockets at a time. */
const WIDTH = 16
/** Milliseconds after which a client gives a request up. */
const PATIENCE = 2_000
/** How many MB more than after the first tenth there may be in the end. */
const GROWTH = 120
/** Errors of the service that a request may meet by right: what a fault orders, and what no CA can issue. */
const EXPECTED = /"error_code":"SCM\.0007"|x-emulator-reason: fault /i

/** Bytes to a server, which may break them, and what came back. */
interface Sent {
  readonly bytes: Buffer
  readonly answer: string
}

/** Sends bytes in pieces, and reads until the server ends it, or patience does. */
function exchange(url: string, pieces: readonly Buffer[], isAborted: boolean): Promise<Sent> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const socket = connect(Number(port), hostname)
    const timer = setTimeout(() => socket.destroy(), PATIENCE)
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(timer)
      resolve({ bytes: Buffer.concat(pieces), answer: Buffer.concat(chunks).toString('latin1') })
    })
    for (const piece of pieces.slice(0, -1)) socket.write(piece)
    // A client that goes away does not wait for an answer; one that only stops sending does.
    socket.write(pieces.at(-1) ?? Buffer.alloc(0), () => (isAborted ? socket.destroy() : socket.end()))
  })
}

/** All statuses of what came back: a connection may have answered several requests. */
const statusesOf = (answer: string) => [...answer.matchAll(/(?:^|\n)HTTP\/1\.1 (\d{3})/g)].map(([, one]) => Number(one))

export const fuzz: Campaign = {
  does: 'raw HTTP: mutations of valid requests of every operation, smuggling, encodings, nesting, other protocols, aborts',
  unit: 'requests',
  long: 1_000_000,
  short: 3_000,
  async run({ count, random, find }: Given) {
    await using server = await start(['--in-memory'])
    let valid = await validRequests(server)
    const statuses = new Map<number, number>()
    let sent = 0
    let early: number | undefined
    while (sent < count) {
      const wave = Array.from({ length: Math.min(WIDTH, count - sent) }, () => {
        const { operation, ask } = random.pick(valid)
        const { headers, payload = Buffer.alloc(0) } = encode(ask)
        const request = { method: ask.method ?? 'GET', path: ask.path, headers: Object.entries(headers), body: payload }
        return { operation, shape: mutate({ ...request, isAborted: false, pieces: 1, before: '' }, random) }
      })
      const answers = await Promise.all(
        wave.map(({ shape }) => exchange(server.url, raw(shape, random), shape.isAborted)),
      )
      for (const [index, { bytes, answer }] of answers.entries()) {
        for (const status of statusesOf(answer)) {
          statuses.set(status, (statuses.get(status) ?? 0) + 1)
          if (status < 500 || EXPECTED.test(answer)) continue
          find(
            `${wave[index]?.operation.id} answers ${status}: ${bytes.subarray(0, 2_000).toString('base64')}\n${answer}`,
          )
        }
      }
      sent += wave.length
      if (!server.isAlive()) find(`the server ended within the ${WIDTH} requests before ${sent}`)
      for (const defect of server.defects().splice(0)) find(`within the requests before ${sent}: ${defect}`)
      if (!server.isAlive()) break
      if (early === undefined && sent >= count / 10) early = server.memory()
      // What was mutated may have deleted the worlds; clocks, faults and settings begin anew as well.
      if (sent % 1_600 === 0) valid = await validRequests(server)
    }
    const late = server.memory()
    if (early !== undefined && late !== undefined && late - early > GROWTH) {
      find(`memory grew from ${early} MB to ${late} MB`)
    }
    const table = [...statuses].sort(([a], [b]) => a - b).map(([status, times]) => `${status}: ${times}`)
    return `${sent} requests of ${valid.length} examples (${table.join(', ')}), memory ${early} MB then ${late} MB`
  },
}
