import type { Emulator } from '../emulator.ts'
import { followEvents } from '../worlds/events.ts'
import { answer, type Transport } from './control.ts'

/** Control calls to an emulator in this process: the same routes, without a socket. */
export function localTransport({ inject, store, config, closing }: Emulator): Transport {
  return {
    async call(method, path, body) {
      const reply = await inject({
        method,
        url: `/_emulator${path}`,
        headers: { host: 'localhost', ...(config.adminKey !== '' && { 'x-emulator-key': config.adminKey }) },
        ...(body !== undefined && { payload: body as object }),
      })
      return answer(reply.statusCode, reply.payload)
    },
    async *follow(project_id, after, signal) {
      for await (const events of followEvents(store, project_id, {
        after,
        signal: AbortSignal.any([signal, closing]),
      })) {
        yield* events
      }
    },
  }
}
