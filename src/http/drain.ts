import type { IncomingMessage } from 'node:http'

/** How much of an unwanted body is still read, and for how long. */
const CAP = { bytes: 64 * 1024 * 1024, milliseconds: 2_000 }

/** Reads a request to its end and forgets it, so that the client gets to read the answer. Bounded. */
export function drain(request: IncomingMessage): Promise<void> {
  if (request.readableEnded || request.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    let left = CAP.bytes
    const timer = setTimeout(resolve, CAP.milliseconds)
    request.on('data', (chunk: Buffer) => {
      left -= chunk.length
      if (left < 0) resolve()
    })
    for (const event of ['end', 'close', 'error']) request.once(event, () => resolve())
    request.resume()
    request.once('close', () => clearTimeout(timer))
  })
}
