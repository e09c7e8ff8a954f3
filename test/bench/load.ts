import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/**
 * Sends each request once, over keep-alive connections with one request under way on each; requests per second. Bare
 * sockets, because autocannon takes as much of a processor as the bare server does: of two it would leave none for the
 * servers' garbage collection, and a load generator at its limit makes servers look alike.
 *
 * @throws Error where an answer is not 200
 */
export async function load(port: number, requests: readonly Buffer[], connections = 32): Promise<number> {
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
          (answer) => isOk(answer) || refused.push(answer),
        ),
      ),
    )
    const seconds = (performance.now() - start) / 1000
    if (refused.length > 0) {
      throw new Error(`${refused.length} of ${requests.length} answers are not 200, the first:\n${refused[0]}`)
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
    return answers.every(isOk)
  } finally {
    socket.destroy()
  }
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  return socket
}

const isOk = (answer: string) => answer.startsWith('HTTP/1.1 200')

/** Sends a request, hears its answer, sends the next, until there is none. */
function converse(socket: Socket, next: () => Buffer | undefined, hear: (answer: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = ''
    const send = () => {
      const request = next()
      if (request) socket.write(request)
      else resolve()
    }
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1')
      if (!isWhole(received)) return
      hear(received)
      received = ''
      send()
    })
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('the server closed a connection')))
    send()
  })
}

const HEAD_END = '\r\n\r\n'
const LENGTH = 'content-length: '

function isWhole(answer: string): boolean {
  const end = answer.indexOf(HEAD_END)
  if (end < 0) return false
  const length = answer.indexOf(LENGTH)
  return answer.length >= end + HEAD_END.length + Number.parseInt(answer.slice(length + LENGTH.length), 10)
}
