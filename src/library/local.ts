import type { Emulator } from '../emulator.ts'
import { followEvents } from '../worlds/events.ts'
import { answer, type Transport, toJson } from './control.ts'

/** Control calls to an emulator in this process: the same routes, without a socket. */
export function localTransport({ inject, store, config, closing }: Emulator): Transport {
  return {
    async call(method, path, body) {
      const reply = await inject({
        method,
        url: `/_emulator${path}`,
        headers: {
          host: 'localhost',
          ...(config.adminKey !== '' && { 'x-emulator-key': config.adminKey }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { payload: toJson(body) }),
      })
      return answer(reply.statusCode, reply.payload)
    },
    async *follow(project_id, after, signal) {
      const end = AbortSignal.any([signal, closing])
      for await (const events of followEvents(store, project_id, { after, signal: end })) yield* events
    },
  }
}
