import { signal } from '@preact/signals'

/** A call that did not succeed. `status` is 0 where the server was not reached. */
export class Failure extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** How we stand with the server: not asked yet, answering, not reached, or asking for the admin key. */
export const link = signal<'new' | 'live' | 'lost' | 'locked'>('new')

const KEY = 'scm-emulator-key'
let adminKey = sessionStorage.getItem(KEY) ?? ''

/** Keeps the admin key for this tab, and for nobody else. */
export function useKey(key: string): void {
  adminKey = key
  sessionStorage.setItem(KEY, key)
}

/** Asks this server. @throws Failure where it is not reached */
export async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(path, { cache: 'no-store', ...init })
  } catch (error) {
    if (init.signal?.aborted) throw error
    link.value = 'lost'
    throw new Failure(0, '', String(error))
  }
}

/** Makes a control call. @throws Failure where it does not succeed */
export async function call<T = void>(method: string, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { 'x-emulator-key': adminKey }
  if (body !== undefined) headers['content-type'] = 'application/json'
  const reply = await ask(`/_emulator${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  if (!reply.ok) throw await failure(reply)
  return reply.status === 204 ? (undefined as T) : reply.json()
}

async function failure(reply: Response): Promise<Failure> {
  const { error } = await reply.json().catch(() => ({}))
  if (reply.status === 401) link.value = 'locked'
  return new Failure(reply.status, error?.code ?? '', error?.message ?? `${reply.status} ${reply.statusText}`)
}

/**
 * Reads an event stream over `fetch`, which unlike `EventSource` sends the admin key, until the server ends it.
 *
 * @param take is given each event's data, and nothing for a comment: a sign of life, or that something changed
 * @throws Failure where the stream breaks or is refused
 */
export async function read(path: string, signal: AbortSignal, take: (data?: string) => void): Promise<void> {
  const reply = await ask(`/_emulator${path}`, {
    signal,
    headers: { 'x-emulator-key': adminKey, accept: 'text/event-stream' },
  })
  if (!reply.ok || !reply.body) throw await failure(reply)
  const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader()
  // The stream is our own server's: an event has its data on one line, and what has none is a comment.
  let rest = ''
  const feed = (text: string) => {
    const frames = (rest + text).split('\n\n')
    rest = frames.pop() ?? ''
    for (const frame of frames) take(/^data: (.*)$/m.exec(frame)?.[1])
  }
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) feed(part.value)
  } catch (error) {
    if (!signal.aborted) link.value = 'lost'
    throw error
  }
}

/** Waits. */
export const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
