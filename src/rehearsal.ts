import type { FastifyRequest, InjectOptions, LightMyRequestResponse } from 'fastify'
import type { Ca } from './ca/ca.ts'
import { refuse } from './domain/rules.ts'
import type { Store } from './store/store.ts'
import type { ContractOperation } from './worlds/coverage.ts'
import type { Rehearse, Rehearsed, RehearsedRequest } from './worlds/explanation.ts'
import { forget } from './worlds/forget.ts'

/** Told of each request that is answered, before its reply leaves. */
export type Observe = (request: FastifyRequest) => void

/** What of an emulator a rehearsal stands on. */
interface Stage {
  readonly store: Store
  readonly ca: Ca
  inject(request: InjectOptions): Promise<LightMyRequestResponse>
  close(): Promise<void>
}

/** Makes the emulator that rehearses: in memory, with the same options; it is to tell `observe` of its requests. */
type OpenStage = (observe: Observe) => Promise<Stage>

/**
 * The dry run of a request: the real pipeline on a copy of the worlds that the request names, in an emulator of its own
 * that is made when first needed. So nothing is written, noted, counted or used up here, and a request that is not
 * rehearsed pays nothing for those that are.
 */
export function createRehearsal(store: Store, openStage: OpenStage) {
  let stage: Promise<Stage> | undefined
  let seen: FastifyRequest | undefined
  /** One after the other: the stage holds the worlds of one rehearsal at a time. */
  let last: Promise<unknown> = Promise.resolve()

  async function run(request: RehearsedRequest): Promise<Rehearsed> {
    stage ??= openStage((request) => {
      seen = request
    })
    const emulator = await stage
    const copied = namedWorlds(store, request)
    seen = undefined
    await emulator.store.write(() => {
      for (const project_id of copied) copy(store, emulator.store, project_id, request.certificate_id)
      if (request.caller) emulator.store.identities.addToken(request.caller)
    })
    const before = new Map(copied.map((project_id) => [project_id, emulator.store.events.last(project_id)]))
    try {
      const reply = await emulator.inject(request as InjectOptions).then(received, cut)
      return { reply, ...resultOf(emulator.store, seen, before) }
    } finally {
      await emulator.store.write(() => {
        for (const project_id of copied) clear(emulator, project_id)
      })
    }
  }

  const rehearse: Rehearse = (request) => {
    const rehearsed = last.then(() => run(request))
    last = rehearsed.catch(() => undefined)
    return rehearsed
  }
  return {
    rehearse,
    async close(): Promise<void> {
      await last
      await (await stage)?.close()
    },
  }
}

/** The worlds that a request names: by its path, a header, its credentials, or the account that it logs in to. */
function namedWorlds({ worlds, identities }: Store, { url, headers, payload, caller }: RehearsedRequest): string[] {
  const tokens = [headers['x-auth-token'], headers['x-subject-token']]
  const [, ak] = /Access=([^,\s]+)/.exec(headers.authorization ?? '') ?? []
  const ids = [
    ...(url.match(/[0-9a-f]{32}/g) ?? []),
    headers['x-project-id'],
    caller?.project_id,
    ...tokens.map((token) => (token === undefined ? undefined : identities.token(token)?.project_id)),
    ak === undefined ? undefined : identities.accessKey(ak)?.project_id,
    ...accountsIn(payload).map((name) => worlds.ofDomain(name)?.project_id),
  ]
  return [...new Set(ids)].filter((id) => id !== undefined).filter((id) => worlds.get(id) !== undefined)
}

/** The accounts that a login names. */
function accountsIn(payload: Buffer | undefined): string[] {
  const text = payload?.toString() ?? ''
  return [...text.matchAll(/"domain"\s*:\s*\{[^{}]*"name"\s*:\s*"([^"\\]*)"/g)].map(([, name = '']) => name)
}

/** Copies a world into the store of the stage: rows, faults, the throttle's window. Nobody waits there: faults do not delay. */
function copy(from: Store, to: Store, project_id: string, certificate_id: string | undefined): void {
  to.copy.write(from.copy.read(project_id, certificate_id))
  to.faults.load(
    project_id,
    from.faults.of(project_id).map(({ delay, ...fault }) => fault),
  )
  to.windows.load(project_id, from.windows.of(project_id))
}

function received({ statusCode, headers, rawPayload }: LightMyRequestResponse): Rehearsed['reply'] {
  const fields = Object.entries(headers).map(([name, value]) => [name, String(value)])
  return { status: statusCode, headers: Object.fromEntries(fields), body: Buffer.from(rawPayload) }
}

/** Leaves the stage as it was. For use inside `Store.write`. */
function clear({ store, ca }: Stage, project_id: string): void {
  const world = store.worlds.get(project_id)
  store.worlds.remove(project_id)
  if (world) forget({ store, ca, world }, 'deleted')
}

/** A reply that a fault drops never comes. */
const cut = () => null

/** The rules that can refuse what was asked; where no API is published the path and the method are all that is looked at. */
function rulesOf(request: FastifyRequest | undefined): ContractOperation['rules'] {
  const { route, server, method } = request ?? {}
  const operation = server?.contract().find((known) => known.url === route?.url && known.method === method)
  return operation?.rules ?? ['path', 'method']
}

function resultOf(store: Store, request: FastifyRequest | undefined, before: ReadonlyMap<string, number>) {
  const { world = null, refusal = null, fault, credentials, route } = request ?? {}
  const events = world ? store.events.after(world.project_id, before.get(world.project_id) ?? 0, 1000) : []
  const id = events.findLast(({ resource }) => resource !== null)?.resource
  return {
    world,
    operation: route?.operation ?? null,
    rules: rulesOf(request),
    credentials: credentials?.by ?? 'nothing',
    // What cannot even be routed never becomes a request.
    refusal: request ? refusal : refuse('malformed'),
    fault: fault?.id ?? null,
    events,
    certificate: (world && store.certificates.all(world.project_id).find((row) => row.id === id)) ?? null,
  }
}
