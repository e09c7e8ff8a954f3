import type { Decision } from './domain/lifecycle.ts'
import type { ClockState } from './world/clock.ts'
import type { CreatedWorld } from './world/create.ts'
import type { CertificateDocument, WorldDocument } from './world/document.ts'
import type { EventView } from './world/events.ts'
import type { FaultDocument, FaultView } from './world/faults.ts'
import type { RequestFilter, RequestView } from './world/requests.ts'
import type { Reviewed } from './world/review.ts'
import type { WorldSettings } from './world/settings.ts'
import type { Snapshot } from './world/snapshot.ts'
import type { WorldChange } from './world/update.ts'
import type { Expectation, Verdict } from './world/verify.ts'
import type { CertificateView } from './world/view.ts'

export type { WorldSettings }

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

/** How control calls reach an emulator: in this process, or over HTTP. */
export interface Transport {
  /** The answer's JSON; `undefined` where it has none. @throws ControlError */
  call(method: string, path: string, body?: unknown): Promise<unknown>
  follow(project_id: string, after: number, signal: AbortSignal): AsyncIterable<EventView>
}

/** What can be done to all worlds of an emulator. */
export type Control = ReturnType<typeof createControl>

/** What can be done to one world. */
export type WorldHandle = ReturnType<typeof createHandle>

/** A world that was just made: what a client of it needs to start, and what can be done to it. */
export type World = WorldHandle & Omit<CreatedWorld, keyof WorldHandle>

/** The verbs for worlds over a transport. */
export function createControl(transport: Transport) {
  const { call } = transport
  return {
    /** Makes a world. */
    async createProject(document: WorldDocument = {}): Promise<World> {
      const created = (await call('POST', '/projects', document)) as CreatedWorld
      return { ...created, ...createHandle(transport, created.project_id) }
    },
    /** A world that is there. */
    project: (project_id: string): WorldHandle => createHandle(transport, project_id),
    async projects(): Promise<WorldSettings[]> {
      return ((await call('GET', '/projects')) as { projects: WorldSettings[] }).projects
    },
  }
}

function createHandle({ call, follow }: Transport, project_id: string) {
  const at = `/projects/${encodeURIComponent(project_id)}`
  const ask = <T>(method: string, path: string, body?: unknown) => call(method, at + path, body) as Promise<T>
  const one = (id: string) => `/certificates/${encodeURIComponent(id)}`
  return {
    project_id,
    settings: () => ask<WorldSettings>('GET', ''),
    /** Changes settings and users; whoever gets another password, key or policies loses the tokens that IAM gave them. */
    update: (change: WorldChange) => ask<WorldSettings>('PATCH', '', change),
    /** Back to how it was made, at the present time. */
    reset: () => ask<WorldSettings>('POST', '/reset'),
    delete: () => ask<void>('DELETE', ''),
    clock: {
      read: () => ask<ClockState>('GET', '/clock'),
      /** Sets the clock; going back undoes nothing. */
      set: (change: { now?: string; frozen?: boolean }) => ask<ClockState>('PUT', '/clock', change),
      freeze: (now?: string) => ask<ClockState>('PUT', '/clock', { frozen: true, ...(now !== undefined && { now }) }),
      run: () => ask<ClockState>('PUT', '/clock', { frozen: false }),
      /** Moves it forward by a duration such as `31d`. */
      advance: (by: string) => ask<ClockState>('POST', '/clock/advance', { by }),
    },
    /** Places a certificate in any status. */
    place: (document: CertificateDocument = {}) => ask<CertificateView>('POST', '/certificates', document),
    certificate: (id: string) => ask<CertificateView>('GET', one(id)),
    async listCertificates(): Promise<CertificateView[]> {
      return (await ask<{ certificates: CertificateView[] }>('GET', '/certificates')).certificates
    },
    /** Changes fields of a certificate, whatever its status. */
    change: (id: string, fields: Omit<CertificateDocument, 'id'>) => ask<CertificateView>('PATCH', one(id), fields),
    remove: (id: string) => ask<void>('DELETE', one(id)),
    /** Decides a pending review in the CA's place. */
    review: (id: string, decision: Decision) => ask<Reviewed>('POST', `${one(id)}/review`, { decision }),
    faults: {
      add: (fault: FaultDocument) => ask<FaultView>('POST', '/faults', fault),
      async list(): Promise<FaultView[]> {
        return (await ask<{ faults: FaultView[] }>('GET', '/faults')).faults
      },
      change: (id: number, fields: FaultDocument) => ask<FaultView>('PATCH', `/faults/${id}`, fields),
      /** Removes one fault, or all. */
      remove: (id?: number) => ask<void>('DELETE', id === undefined ? '/faults' : `/faults/${id}`),
    },
    /** The journal, oldest first. */
    async requests(filter: RequestFilter = {}): Promise<RequestView[]> {
      const query = new URLSearchParams(
        Object.entries(filter).map(([field, value]): [string, string] => [field, String(value)]),
      )
      return (await ask<{ requests: RequestView[] }>('GET', `/requests?${query}`)).requests
    },
    forgetRequests: () => ask<void>('DELETE', '/requests'),
    /** Asserts on the journal; a failed assertion is a verdict, not an error. */
    verify: (expectation: Expectation) => ask<Verdict>('POST', '/requests/verify', expectation),
    events: {
      /** A page of the audit trail, after the event with this number. */
      async list(after = 0, limit = 100): Promise<EventView[]> {
        return (await ask<{ events: EventView[] }>('GET', `/events?after=${after}&limit=${limit}`)).events
      },
      /** The audit trail as it goes on, until the signal aborts or the emulator closes. */
      follow: (after = 0, signal: AbortSignal = new AbortController().signal) => follow(project_id, after, signal),
    },
    /** The world as a document, without its identity. */
    snapshot: () => ask<Snapshot>('GET', '/snapshot'),
    /** Puts the world into the state of a document; its identity stays. */
    restore: (document: WorldDocument) => ask<void>('PUT', '/snapshot', document),
  }
}

/**
 * The same verbs for an emulator that runs elsewhere.
 *
 * @param url its address, e.g. `http://127.0.0.1:4640`
 * @param options `key`, where it was started with `--admin-key`
 */
export function connect(url: string, { key }: { key?: string } = {}): Control {
  const base = `${url.replace(/\/$/, '')}/_emulator`
  const headers: Record<string, string> = key === undefined ? {} : { 'x-emulator-key': key }
  return createControl({
    async call(method, path, body) {
      const response = await fetch(base + path, {
        method,
        headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      return answer(response.status, await response.text())
    },
    async *follow(project_id, after, signal) {
      const response = await fetch(`${base}/projects/${encodeURIComponent(project_id)}/events?after=${after}`, {
        headers: { ...headers, accept: 'text/event-stream' },
        signal,
      })
      if (!response.ok) answer(response.status, await response.text())
      yield* read(response.body, signal)
    },
  })
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

/** The events of an event stream. */
async function* read(body: ReadableStream<Uint8Array> | null, signal: AbortSignal): AsyncGenerator<EventView> {
  let text = ''
  try {
    for await (const chunk of (body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      const blocks = (text + chunk).split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const data = block.split('\n').find((line) => line.startsWith('data: '))
        if (data) yield JSON.parse(data.slice(6))
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
