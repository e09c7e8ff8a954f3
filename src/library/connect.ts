import { EventSourceParserStream } from 'eventsource-parser/stream'
import type { EventView } from '../documents/event.ts'
import { addressOf } from './address.ts'
import { answer, createControl, toJson, Unreachable } from './control.ts'
import type { Control } from './verbs.ts'

/** How long an answer to a control call may take, in milliseconds: a test that waits longer hangs. */
const PATIENCE = 10_000

/**
 * The same verbs for an emulator that runs elsewhere.
 *
 * @param url its address; `SCM_EMULATOR_ENDPOINT` unless given, else `http://127.0.0.1:4640`
 * @param options `key`, where it was started with `--admin-key`
 * @throws TypeError where the address is none; every call rejects with `Unreachable` where no emulator answers in time
 */
export function connect(url?: string, { key }: { key?: string } = {}): Control {
  const base = `${addressOf(url)}/_emulator`
  const headers: Record<string, string> = key === undefined ? {} : { 'x-emulator-key': key }
  return createControl({
    async call(method, path, body) {
      const request: RequestInit = { method, headers, signal: AbortSignal.timeout(PATIENCE) }
      if (body !== undefined) {
        request.headers = { ...headers, 'content-type': 'application/json' }
        request.body = toJson(body)
      }
      const { status, text } = await exchange(base + path, request)
      try {
        return answer(status, text)
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error
        throw new Unreachable(`what answers at ${base} is no emulator: ${text.slice(0, 200)}`)
      }
    },
    async *follow(project_id, after, signal) {
      const response = await fetch(`${base}/worlds/${encodeURIComponent(project_id)}/events?after=${after}`, {
        headers: { ...headers, accept: 'text/event-stream' },
        signal,
      })
      if (!response.ok) answer(response.status, await response.text())
      if (response.body) yield* eventsOf(response.body, signal)
    },
  })
}

async function exchange(url: string, request: RequestInit): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(url, request)
    return { status: response.status, text: await response.text() }
  } catch (error) {
    const { message, cause } = error as Error
    throw new Unreachable(`no emulator answers at ${url} (${cause instanceof Error ? cause.message : message})`)
  }
}

/** The events of an event stream; ends where the signal aborts. */
async function* eventsOf(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<EventView> {
  try {
    const messages = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
    for await (const { data } of messages) yield JSON.parse(data)
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
