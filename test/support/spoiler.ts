import { createServer, type IncomingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

/** An answer on its way to whoever asked. */
export interface Passing {
  /** The probe case that asked, as its `User-Agent` says. */
  name: string
  method: string
  path: string
  sent: IncomingHttpHeaders
  status: number
  headers: IncomingHttpHeaders
  text: string
}

/** Makes an answer wrong, in place; false cuts the connection instead. */
export type Spoil = (answer: Passing) => boolean | undefined

/** A server that passes everything on to another one, and spoils what comes back. */
export async function spoiler(t: Test, upstream: string) {
  const seen: Passing[] = []
  const door = { url: '', seen, spoil: (() => undefined) as Spoil }
  const { hostname, port } = new URL(upstream)
  const server = createServer({ maxHeaderSize: 1024 * 1024 }, (incoming, outgoing) => {
    const { method = '', url = '', headers: sent } = incoming
    const onward = request(
      { hostname, port, method, path: url, headers: sent, agent: false, maxHeaderSize: 1024 * 1024 },
      async (reply) => {
        const chunks: Buffer[] = []
        for await (const chunk of reply) chunks.push(chunk)
        const name = /\(([\w-]+)\)$/.exec(String(sent['user-agent']))?.[1] ?? ''
        const status = reply.statusCode ?? 0
        const { ...headers } = reply.headers
        const answer = { name, method, path: url, sent, status, headers, text: Buffer.concat(chunks).toString() }
        seen.push(answer)
        if (door.spoil(answer) === false) return outgoing.destroy()
        delete answer.headers['content-length']
        outgoing.writeHead(answer.status, answer.headers).end(answer.text)
      },
    )
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  door.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return door
}
