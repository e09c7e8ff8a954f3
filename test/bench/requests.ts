import { sign } from '../support/sign.ts'
import { KEY, PROJECT, TOKEN } from './world.ts'

/** A request's bytes, made before any clock runs. */
function request(method: string, path: string, headers: string[], body = ''): Buffer {
  const sent = body && ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`, ...headers]
  const lines = [`${method} ${path} HTTP/1.1`, 'Host: 127.0.0.1', ...(sent || headers)]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`)
}

const WITH_TOKEN = [`X-Auth-Token: ${TOKEN}`]
const BODY = JSON.stringify({ reason: 'the private key was lost' })
const certificate = (id: string) => `/v2/${PROJECT}/scm/cert/${id}`

export const health = request('GET', '/_emulator/health', [])

export const reset = request('POST', `/_emulator/worlds/${PROJECT}/reset`, ['Content-Length: 0'])

export const show = (id: string) => request('GET', certificate(id), WITH_TOKEN)

export const revoke = (id: string) => request('POST', `${certificate(id)}/revoke`, WITH_TOKEN, BODY)

/** A control call. */
export const control = (method: string, path: string, body: object) =>
  request(method, `/_emulator${path}`, [], JSON.stringify(body))

export const exportOf = (id: string) => request('POST', `/v3/scm/certificates/${id}/export`, WITH_TOKEN, 'null')
export const caCertificate = request('GET', `/pki/${PROJECT}/ca.pem`, [])
export const caCrl = request('GET', `/pki/${PROJECT}/ca.crl`, [])
export const ocsp = (der: Buffer) => request('GET', `/pki/${PROJECT}/ocsp/${der.toString('base64url')}`, [])

/** Only the date is signed beside the body. */
export function signedRevoke(id: string): Buffer {
  const path = `${certificate(id)}/revoke`
  const { headers = {} } = sign({ method: 'POST', path, body: BODY }, KEY, { signed: [] })
  return request(
    'POST',
    path,
    Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    BODY,
  )
}
