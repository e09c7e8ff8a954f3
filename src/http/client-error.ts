import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { ConnectionError, FastifyInstance } from 'fastify'
import { type Refusal, refuse } from '../domain/rules.ts'
import { bytesOf, headersOf } from './error-body.ts'
import { requestId } from './gateway.ts'

/** Bytes that are not HTTP never become a request, so the answer is written to the socket, in the gateway's dialect. */
export function refuseSocket(this: FastifyInstance, error: ConnectionError, socket: Socket): void {
  if (isTls(error.rawPacket)) this.log.warn('a client spoke TLS, which this port does not: use http://, not https://')
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const isLate = error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
  // A late error may belong to a request that was already answered; nobody waits for a second answer.
  if (isLate && socket.bytesWritten > 0) socket.destroy()
  else answerSocket(refusalOf(error.code, error.message), socket)
}

/** How a client starts TLS: a handshake record of any version 3.x. Fastify types the Buffer as its JSON form. */
function isTls(bytes: unknown): boolean {
  return Buffer.isBuffer(bytes) && bytes[0] === 0x16 && bytes[1] === 0x03
}

function refusalOf(code: string, message: string): Refusal {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return refuse('malformed', 'the request did not arrive in time')
  return code === 'HPE_HEADER_OVERFLOW'
    ? refuse('header_size')
    : refuse('malformed', `the request is not HTTP: ${message}`)
}

/** CONNECT asks for a tunnel, not for an answer: Node.js would close the connection without one. */
export function refuseTunnel(_request: IncomingMessage, socket: Duplex): void {
  // From here on the socket is ours alone.
  socket.on('error', () => socket.destroy())
  socket.once('finish', () => socket.destroy())
  answerSocket(refuse('path', 'no API is published under CONNECT'), socket)
}

function answerSocket(refusal: Refusal, socket: Duplex): void {
  const id = requestId()
  const text = bytesOf(refusal.row, id).toString()
  const { status } = refusal.row
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Request Header Too Large'}`,
      `x-request-id: ${id}`,
      ...Object.entries(headersOf(refusal)).map(([name, value]) => `${name}: ${value}`),
      `content-length: ${Buffer.byteLength(text)}`,
      'connection: close',
      '',
      text,
    ].join('\r\n'),
  )
}
