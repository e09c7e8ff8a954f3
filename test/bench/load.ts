import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/**
 * Sends each request once, over keep-alive connections with one request under way on each; requests per second. Bare
 * sockets, because autocannon takes as much of a processor as the bare server does: of two it would leave none for the
 * servers' garbage collection, and a load generator at its limit makes servers look alike.
 *
 * @throws Error where an answer has another status
 */
export async function load(port: number, requests: readonly Buffer[], connections = 32, status = 200): Promise<number> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)))
  const refused: string[] = []
  let next = 0
  try {
    const start = performance.now()
    await Promise.all(
      sockets.map((socket) =>
        converse(
          socket,
          () => requests[next++],
          (answer) => hasStatus(answer, status) || refused.push(answer),
        ),
      ),
    )
    const seconds = (performance.now() - start) / 1000
    if (refused.length > 0) {
      throw new Error(`${refused.length} of ${requests.length} answers are not ${status}, the first:\n${refused[0]}`)
    }
    return requests.length / seconds
  } finally {
    for (const socket of sockets) socket.destroy()
  }
}

/** One request on a connection of its own. Resolves whether the answer is 200. */
export async function ask(port: number, request: Buffer): Promise<boolean> {
  const socket = await open(port)
  const answers: string[] = []
  try {
    await converse(
      socket,
      () => (answers.length === 0 ? request : undefined),
      (answer) => answers.push(answer),
    )
    return answers.every((answer) => hasStatus(answer, 200))
  } finally {
    socket.destroy()
  }
}

/** What one request is answered with. */
export async function fetchBytes(port: number, request: Buffer): Promise<Buffer> {
  const socket = await open(port)
  let body = Buffer.alloc(0)
  let asked = false
  const next = () => {
    if (asked) return undefined
    asked = true
    return request
  }
  try {
    await converse(socket, next, (answer) => {
      body = Buffer.from(answer.slice(answer.indexOf(HEAD_END) + HEAD_END.length), 'latin1')
    })
    return body
  } finally {
    socket.destroy()
  }
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  return socket
}

const hasStatus = (answer: string, status: number) => answer.startsWith(`HTTP/1.1 ${status}`)

/** Sends a request, hears its answer, sends the next, until there is none. */
function converse(socket: Socket, next: () => Buffer | undefined, hear: (answer: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = ''
    let whole = 0
    const send = () => {
      const request = next()
      if (request) socket.write(request)
      else resolve()
    }
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1')
      whole ||= lengthOf(received)
      if (whole === 0 || received.length < whole) return
      hear(received)
      received = ''
      whole = 0
      send()
    })
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('the server closed a connection')))
    send()
  })
}

const HEAD_END = '\r\n\r\n'
const LENGTH = 'content-length: '

/** How long the answer is that begins so; 0 where its head is not there yet. */
function lengthOf(answer: string): number {
  const end = answer.indexOf(HEAD_END)
  if (end < 0) return 0
  const length = answer.indexOf(LENGTH)
  return end + HEAD_END.length + Number.parseInt(answer.slice(length + LENGTH.length), 10)
}
