import { connect } from 'node:net'
import type { Answer } from './ask.ts'

/**
 * Sends bytes over a socket just as they are, and reads what comes back until the server ends it. Reading goes on while
 * sending does, as a client does it that is not alone.
 *
 * @param halfClose ends our side once everything is sent
 */
export function exchange(url: string, bytes: string | Buffer, halfClose = false): Promise<Answer> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const socket = connect(Number(port), hostname)
    socket.on('data', (chunk) => chunks.push(chunk))
    // A reset ends the exchange, too: what counts is what the client got to read before.
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(parse(Buffer.concat(chunks))))
    socket.write(bytes)
    if (halfClose) socket.end()
  })
}

/** The text of a request. `connection: close` and the length of a body are added. */
export function request(line: string, headers: readonly string[], body: string | Buffer = ''): Buffer {
  const bytes = Buffer.from(body as string)
  const length = bytes.length > 0 ? [`content-length: ${bytes.length}`] : []
  const head = [`${line} HTTP/1.1`, 'host: 127.0.0.1', 'connection: close', ...length, ...headers, '', ''].join('\r\n')
  return Buffer.concat([Buffer.from(head), bytes])
}

/** What came back; status 0 where nothing did. */
function parse(bytes: Buffer): Answer {
  const [head = '', ...rest] = bytes.toString().split('\r\n\r\n')
  const [line = '', ...lines] = head.split('\r\n')
  const text = rest.join('\r\n\r\n')
  const headers = Object.fromEntries(
    lines.map((field) => {
      const colon = field.indexOf(':')
      return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()]
    }),
  )
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    json = undefined
  }
  return { status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(line)?.[1] ?? 0), headers, text, json }
}
