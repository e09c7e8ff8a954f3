import type { EventView } from './documents/event.ts'
import { answer, createControl } from './library/control.ts'
import type { Control } from './library/verbs.ts'

export type * from './documents/index.ts'
export { ControlError } from './library/control.ts'
export type * from './library/verbs.ts'

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
      const response = await fetch(`${base}/worlds/${encodeURIComponent(project_id)}/events?after=${after}`, {
        headers: { ...headers, accept: 'text/event-stream' },
        signal,
      })
      if (!response.ok) answer(response.status, await response.text())
      yield* read(response.body, signal)
    },
  })
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
