import type { AccessKey } from '../../documents/index.ts'
import type { Call } from '../calls.ts'

/** Browsers have cryptography only for pages of this machine, or over https. */
export const canSign = !!globalThis.crypto?.subtle

const ALGORITHM = 'SDK-HMAC-SHA256'
const bytes = (text: string) => new TextEncoder().encode(text)
const hex = (buffer: ArrayBuffer) =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('')
const sha256 = async (text: string) => hex(await crypto.subtle.digest('SHA-256', bytes(text)))
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)

/** The request with a signature of an access key instead of its token, as the vendor's signing guide says. It ends after 15 minutes. */
export async function signed({ headers, ...call }: Call, { ak, sk }: AccessKey): Promise<Call> {
  const { 'x-auth-token': _, ...kept } = headers
  const now = new Date(performance.timeOrigin + performance.now())
  const date = now.toISOString().replace(/[-:]|\.\d+/g, '')
  const sent: Record<string, string> = { ...kept, 'x-sdk-date': date }
  const names = Object.keys(sent).sort()
  const { pathname, searchParams } = new URL(call.url)
  const canonical = [
    call.method,
    pathname.replace(/\/?$/, '/'),
    [...searchParams]
      .map((pair) => pair.map(encode).join('='))
      .sort()
      .join('&'),
    ...names.map((name) => `${name}:${sent[name]}`),
    '',
    names.join(';'),
    await sha256(call.body ?? ''),
  ].join('\n')
  const key = await crypto.subtle.importKey('raw', bytes(sk), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const text = `${ALGORITHM}\n${date}\n${await sha256(canonical)}`
  const signature = hex(await crypto.subtle.sign('HMAC', key, bytes(text)))
  const authorization = `${ALGORITHM} Access=${ak}, SignedHeaders=${names.join(';')}, Signature=${signature}`
  return { ...call, headers: { ...sent, authorization } }
}
