import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FaultView } from '../../documents/fault.ts'
import type { WorldSettings } from '../../documents/settings.ts'
import type { WorldChange } from '../../documents/world.ts'
import { read } from '../../domain/clock.ts'
import { HIDDEN } from '../../domain/redaction.ts'
import { beginTape, noteStep } from '../../worlds/tape.ts'

/** The body of a call that makes the same again: what was drawn by chance is in it, what is secret is not. */
const same = (body: unknown): unknown => body ?? null

/** The calls on which the answers to a world's clients depend, and how each is made again. */
const STEPS: Readonly<Record<string, (body: unknown, answer: string) => unknown>> = {
  changeWorld: (body, answer) => withoutSecrets(body as WorldChange, JSON.parse(answer)),
  setClock: same,
  advanceClock: same,
  placeCertificate: same,
  changeCertificate: same,
  removeCertificate: same,
  reviewCertificate: same,
  addFault: (body, answer) => ({ ...(body as object), seed: (JSON.parse(answer) as FaultView).seed }),
  changeFault: same,
  removeFault: same,
  removeAllFaults: same,
}

function withoutSecrets({ users, ...change }: WorldChange, settings: WorldSettings): WorldChange {
  if (!users) return change
  const known = users.map(({ name, policies, password }) => ({
    id: settings.users.find((user) => user.name === name)?.id ?? '',
    name,
    ...(policies && { policies }),
    ...(password !== undefined && { password: HIDDEN }),
  }))
  return { ...change, users: known }
}

/** Keeps how a world is before the first call that changes it. */
export function beforeStep(request: FastifyRequest): void {
  const { route, server, params } = request
  if (route.id === undefined || !(route.id in STEPS)) return
  const world = server.store.worlds.get((params as { project_id: string }).project_id)
  if (world) beginTape({ store: server.store, world, now: read(world) })
}

/** Notes a call that has changed a world, before its answer leaves. */
export function afterStep(
  { route, server, params, method, url, body, now }: FastifyRequest,
  { statusCode }: FastifyReply,
  payload: unknown,
  done: (error: null, payload: unknown) => void,
): void {
  const repeat = statusCode < 300 ? STEPS[route.id ?? ''] : undefined
  const { project_id } = params as { project_id: string }
  const world = repeat && server.store.worlds.get(project_id)
  if (world) {
    const path = url.slice(url.indexOf(project_id) + project_id.length)
    noteStep(
      { store: server.store, world },
      { at: now, method: method as 'PUT', path, body: repeat(body, String(payload)) },
    )
  }
  done(null, payload)
}
