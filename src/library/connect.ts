import { EventSourceParserStream } from 'eventsource-parser/stream'
import type { EventView } from '../documents/event.ts'
import { addressOf } from './address.ts'
import { answer, createControl, toJson } from './control.ts'
import type { Control } from './verbs.ts'

/**
 * The same verbs for an emulator that runs elsewhere.
 *
 * @param url its address; `SCM_EMULATOR_ENDPOINT` unless given, else `http://127.0.0.1:4640`
 * @param options `key`, where it was started with `--admin-key`
 * @throws TypeError where the address is none
 */
export function connect(url?: string, { key }: { key?: string } = {}): Control {
  const base = `${addressOf(url)}/_emulator`
  const headers: Record<string, string> = key === undefined ? {} : { 'x-emulator-key': key }
  return createControl({
    async call(method, path, body) {
      const response = await fetch(base + path, {
        method,
        headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: toJson(body) }),
      })
      return answer(response.status, await response.text())
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

/** The events of an event stream; ends where the signal aborts. */
async function* eventsOf(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<EventView> {
  try {
    const messages = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
    for await (const { data } of messages) yield JSON.parse(data)
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
