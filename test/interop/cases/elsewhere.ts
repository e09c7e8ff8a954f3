import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startEmulator } from '../../../src/index.ts'

/** Addresses where a client should not succeed, by what is there. */
export interface Elsewhere {
  /** An emulator with an admin key. */
  readonly locked: string
  /** What never answers. */
  readonly silent: string
  /** Another kind of server. */
  readonly stranger: string
  /** An emulator of a later version. */
  readonly later: string
}

/** Servers that are no use to a client; `close` ends them. */
export async function openElsewhere(): Promise<Elsewhere & { close(): Promise<void> }> {
  const emulator = await startEmulator({ fixtures: 'none', adminKey: 'not-told-to-anybody' })
  const servers = [
    await listen(() => undefined),
    await listen((_, response) => response.setHeader('content-type', 'text/html').end('<h1>It works!</h1>')),
    await listen((_, response) => response.end('{"status":"ok","version":"99.0.0"}')),
  ]
  const [silent = '', stranger = '', later = ''] = servers.map(({ url }) => url)
  return {
    locked: emulator.url,
    silent,
    stranger,
    later,
    async close() {
      await emulator.close()
      for (const { close } of servers) close()
    },
  }
}

async function listen(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
