import { type ClientRequest, request } from 'node:http'
import type { Options } from '../config.ts'
import type { Case, CaseRequest, CaseStep } from '../documents/case.ts'
import type { FaultState } from '../documents/contents.ts'
import type { WorldDocument } from '../documents/world.ts'
import { Invalid } from '../domain/check.ts'
import { set, wallClock } from '../domain/clock.ts'
import { assemble } from '../emulator.ts'
import type { Exchange } from '../store/memory/journal.ts'
import { createWorld } from '../worlds/create.ts'
import { createCredentials } from './credentials.ts'

/**
 * An emulator of its own with the world of a case, as it was before the first request.
 *
 * @param what how messages name the case
 * @throws Invalid where there can be no such world
 */
export async function createStage({ emulator: saved, tokens, requests }: Case, beginning: WorldDocument, what: string) {
  const { auth, strict_json: strictJson, allowed_hosts: allowedHosts } = saved
  const options: Options = { auth, strictJson, allowedHosts, inMemory: true, fixtures: 'none', port: 0 }
  const emulator = await assemble(options)
  try {
    const { store, config } = emulator
    const making = { store, config, now: wallClock() }
    const world = await createWorld(making, withoutDelays(beginning))
    for (const project_id of strangersIn(requests, world.project_id)) await createWorld(making, { project_id })
    const credentials = createCredentials(store, world)
    await credentials.know(tokens)
    return { ...play(emulator, world.project_id, new URL(await emulator.listen()), credentials), close: emulator.close }
  } catch (error) {
    await emulator.close()
    throw error instanceof Invalid ? new Invalid(`${what} /beginning${error.message}`) : error
  }
}

type Emulator = Awaited<ReturnType<typeof assemble>>
type Credentials = ReturnType<typeof createCredentials>

function play({ store, inject }: Emulator, project_id: string, address: URL, credentials: Credentials) {
  const { hostname, port } = address
  const setClock = (at: string) => store.write(() => store.worlds.setClock(project_id, set(Date.parse(at), true)))

  return {
    /** Makes a control call again. @throws Error with what it was answered */
    async step({ at, method, path, body }: CaseStep): Promise<void> {
      await setClock(at)
      const reply = await inject({
        method,
        url: `/_emulator/worlds/${project_id}${path}`,
        headers: { host: 'localhost', ...(body !== null && { 'content-type': 'application/json' }) },
        ...(body !== null && { payload: JSON.stringify(withoutDelay(body)) }),
      })
      if (reply.statusCode >= 300) throw new Error(reply.json().error.message)
    },
    /** Makes a request again; what the journal here says of it, nothing where it came to no world. */
    async ask(recorded: CaseRequest): Promise<Exchange | undefined> {
      await setClock(recorded.at)
      const { method, url: path } = recorded
      const body = credentials.bodyOf(recorded)
      const headers = await credentials.headersOf(recorded, body.length)
      const last = store.journal.last(project_id)
      await sent(request({ hostname, port, method, path, headers, agent: false }), body)
      const entry = store.journal.entries(project_id).at(-1)
      if (!entry || entry.id <= last) return undefined
      credentials.learn(recorded, JSON.parse(entry.exchange.response_headers)['x-subject-token'])
      return entry.exchange
    },
  }
}

/** Resolves once there is an answer, or the connection is cut. */
function sent(outgoing: ClientRequest, body: Buffer): Promise<void> {
  return new Promise((resolve) => {
    outgoing.on('response', (incoming) => incoming.on('close', resolve).resume())
    outgoing.on('error', () => resolve())
    outgoing.end(body)
  })
}

function withoutDelays({ faults, ...world }: WorldDocument): WorldDocument {
  return { ...world, ...(faults && { faults: faults.map((fault) => withoutDelay(fault) as FaultState) }) }
}

/** Nobody waits here: a fault's delay is none, but its chances are drawn as they were. */
function withoutDelay(body: unknown): unknown {
  const { delay, ...rest } = (body ?? {}) as { delay?: unknown }
  if (delay === undefined) return body
  return { ...rest, delay: typeof delay === 'string' ? '0s' : { min: '0s', max: '0s' } }
}

/** Projects that are somebody else's. */
function strangersIn(requests: readonly CaseRequest[], own: string): Set<string> {
  const ids = requests
    .filter(({ rule }) => rule === 'project_foreign')
    .flatMap(
      ({ url, headers }) => [url, ...headers.map(({ value }) => value)].join(' ').match(/\b[0-9a-f]{32}\b/g) ?? [],
    )
  return new Set(ids.filter((id) => id !== own))
}
