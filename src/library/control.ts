import type { Case } from '../documents/case.ts'
import type { CertificatePage, CertificateView } from '../documents/certificate.ts'
import type { CoverageReport } from '../documents/coverage.ts'
import type { CreatedWorld } from '../documents/created.ts'
import type { EventView } from '../documents/event.ts'
import type { FaultView } from '../documents/fault.ts'
import type { FindingView } from '../documents/finding.ts'
import type { RequestView } from '../documents/request.ts'
import type { WorldSettings } from '../documents/settings.ts'
import type { WorldDocument } from '../documents/world.ts'
import type { Control, World, WorldHandle } from './verbs.ts'

/** A control call that was refused. The message says what to do. */
export class ControlError extends Error {
  override name = 'ControlError'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** Nothing answers there, or what does is no emulator. */
export class Unreachable extends Error {
  override name = 'Unreachable'
}

/** How control calls reach an emulator: in this process, or over HTTP. */
export interface Transport {
  /** The answer's JSON; `undefined` where it has none. @throws ControlError */
  call(method: string, path: string, body?: unknown): Promise<unknown>
  follow(project_id: string, after: number, signal: AbortSignal): AsyncIterable<EventView>
}

/** How many certificates are asked for at once. */
const PAGE = 1_000

/** The verbs for worlds over a transport. */
export function createControl(transport: Transport): Control {
  const { call } = transport
  async function createWorld(document: WorldDocument = {}): Promise<World> {
    const created = (await call('POST', '/worlds', document)) as CreatedWorld
    return { ...created, ...createHandle(transport, created.project_id) }
  }
  return {
    createWorld,
    async loadWorld(document) {
      const world = await createWorld(likeOf(document))
      try {
        await world.load(document)
      } catch (error) {
        await world.delete()
        throw error
      }
      return { ...world, certificates: (await world.listCertificates()).map(({ id, status }) => ({ id, status })) }
    },
    world: (project_id) => createHandle(transport, project_id),
    async worlds() {
      return ((await call('GET', '/worlds')) as { worlds: WorldSettings[] }).worlds
    },
    coverage: async (operations) => (await call('GET', `/coverage${only(operations)}`)) as CoverageReport,
    async clearCoverage() {
      await call('DELETE', '/coverage')
    },
  }
}

/** The project's name and the users, of the same names and with the same rights, of a world that a case is of. */
function likeOf({ beginning }: Case): WorldDocument {
  const users = beginning?.users?.map(({ name, policies }) => ({ name, ...(policies && { policies }) }))
  return { ...(beginning?.name !== undefined && { name: beginning.name }), ...(users && { users }) }
}

/** A query that asks for some operations only. */
const only = (operations: readonly string[] | undefined) =>
  operations === undefined ? '' : `?operations=${encodeURIComponent(operations.join())}`

function createHandle({ call, follow }: Transport, project_id: string): WorldHandle {
  const at = `/worlds/${encodeURIComponent(project_id)}`
  const ask = <T>(method: string, path: string, body?: unknown) => call(method, at + path, body) as Promise<T>
  const one = (id: string) => `/certificates/${encodeURIComponent(id)}`
  return {
    project_id,
    settings: () => ask('GET', ''),
    update: (change) => ask('PATCH', '', change),
    reset: () => ask('POST', '/reset'),
    delete: () => ask('DELETE', ''),
    clock: {
      read: () => ask('GET', '/clock'),
      set: (change) => ask('PUT', '/clock', change),
      freeze: (now) => ask('PUT', '/clock', { frozen: true, ...(now !== undefined && { now }) }),
      run: () => ask('PUT', '/clock', { frozen: false }),
      advance: (by) => ask('POST', '/clock/advance', { by }),
    },
    place: (document = {}) => ask('POST', '/certificates', document),
    certificate: (id) => ask('GET', one(id)),
    async listCertificates() {
      const all: CertificateView[] = []
      let after: string | null = ''
      while (after !== null) {
        const query: string = after && `&after=${after}`
        const page: CertificatePage = await ask('GET', `/certificates?limit=${PAGE}${query}`)
        all.push(...page.certificates)
        after = page.next
      }
      return all
    },
    change: (id, fields) => ask('PATCH', one(id), fields),
    remove: (id) => ask('DELETE', one(id)),
    review: (id, decision) => ask('POST', `${one(id)}/review`, { decision }),
    faults: {
      add: (fault) => ask('POST', '/faults', fault),
      async list() {
        return (await ask<{ faults: FaultView[] }>('GET', '/faults')).faults
      },
      change: (id, fields) => ask('PATCH', `/faults/${id}`, fields),
      remove: (id) => ask('DELETE', id === undefined ? '/faults' : `/faults/${id}`),
    },
    async requests(filter = {}) {
      const query = new URLSearchParams(
        Object.entries(filter).map(([field, value]): [string, string] => [field, String(value)]),
      )
      return (await ask<{ requests: RequestView[] }>('GET', `/requests?${query}`)).requests
    },
    har: () => ask('GET', '/requests?format=har'),
    forgetRequests: () => ask('DELETE', '/requests'),
    verify: (expectation) => ask('POST', '/requests/verify', expectation),
    events: {
      async list(after = 0, limit = 100) {
        return (await ask<{ events: EventView[] }>('GET', `/events?after=${after}&limit=${limit}`)).events
      },
      follow: (after = 0, signal = new AbortController().signal) => follow(project_id, after, signal),
    },
    explain: (request) => ask('POST', '/explain', request),
    async findings() {
      return (await ask<{ findings: FindingView[] }>('GET', '/findings')).findings
    },
    coverage: (operations) => ask('GET', `/coverage${only(operations)}`),
    async createToken(user) {
      return (await ask<{ token: string }>('POST', '/tokens', user === undefined ? {} : { user })).token
    },
    snapshot: () => ask('GET', '/snapshot'),
    restore: (document) => ask('PUT', '/snapshot', document),
    save: () => ask('GET', '/case'),
    load: (document) => ask('PUT', '/case', document),
  }
}

/** A document as it is sent. @throws ControlError where it cannot be written as JSON */
export function toJson(document: unknown): string {
  try {
    return JSON.stringify(document)
  } catch (error) {
    const why = error instanceof RangeError ? 'it is nested too deep' : (error as Error).message.split('\n', 1)[0]
    throw new ControlError(400, 'invalid', `the document cannot be written as JSON: ${why}`)
  }
}

/** What an answer to a control call holds. @throws ControlError where it is a refusal */
export function answer(status: number, text: string): unknown {
  if (status < 300) return text === '' ? undefined : JSON.parse(text)
  let error: { code?: string; message?: string } = {}
  try {
    error = JSON.parse(text).error ?? {}
  } catch {
    // Whatever answered is no emulator: its words are the message.
  }
  throw new ControlError(status, error.code ?? 'unknown', error.message ?? `${status} ${text.slice(0, 200)}`)
}
