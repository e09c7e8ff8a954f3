import { X509Certificate } from 'node:crypto'
import type { Test } from 'tap'
import type { Status } from '../../src/domain/certificate.ts'
import type { Answer } from './ask.ts'
import type { Target, World } from './emulate.ts'

/** A client of one world, in both of the service's dialects; `control` is about that world too. */
export type Client = ReturnType<typeof clientOf>

export function clientOf(target: Target, world: World) {
  const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
    target.ask({
      method,
      path,
      headers: { 'x-auth-token': world.token, ...headers },
      ...(body !== undefined && { body }),
    })
  const control = (method: string, path: string, body?: unknown) =>
    target.control(method, `/worlds/${world.project_id}${path}`, body)
  return {
    world,
    /** Those of the certificates that the world was made with. */
    ids: world.certificates.map(({ id }) => id) as [string, ...string[]],
    control,
    v2: (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
      ask(method, `/v2/${world.project_id}/scm${path}`, body, headers),
    v3: (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
      ask(method, `/v3/scm${path}`, body, headers),
    review: (id: string, decision: 'approve' | 'reject' = 'approve') =>
      control('POST', `/certificates/${id}/review`, { decision }),
    advance: (by: string) => control('POST', '/clock/advance', { by }),
    /** A certificate as control calls show it: looking from there changes nothing. */
    certificate: (id: string) => control('GET', `/certificates/${id}`),
    status: async (id: string): Promise<Status> => (await control('GET', `/certificates/${id}`)).status,
    place: async (document: object): Promise<string> => (await control('POST', '/certificates', document)).id,
    /** The audit trail, as `name` or `name code`. */
    async trail(): Promise<string[]> {
      const { events } = await control('GET', '/events?limit=999')
      return events.map(({ name, code }: { name: string; code: string | null }) => (code ? `${name} ${code}` : name))
    },
  }
}

/** A world of its own, and its client. */
export async function clientFor(target: Target, document: object = {}): Promise<Client> {
  return clientOf(target, await target.world(document))
}

/** Asserts that the service refused: status, code, its two fields, and that it is said why. */
export function refuses(t: Test, answer: Answer, status: number, code: string, what = ''): void {
  t.equal(answer.status, status, `${what} status`)
  t.same(Object.keys(answer.json ?? {}), ['error_code', 'error_msg'], `${what} fields`)
  t.equal(answer.json?.error_code, code, `${what} ${answer.headers['x-emulator-reason']}`)
  t.match(answer.headers['x-emulator-reason'], /^[\x20-\x7e]+ \((?:documented|sdk|observed|assumed)\)$/, `${what} why`)
}

/** Asserts that it succeeded; the answer's JSON. */
export function succeeds(t: Test, answer: Answer, status = 200, what = ''): Answer['json'] {
  t.equal(answer.status, status, `${what} ${answer.text.slice(0, 300)} ${answer.headers['x-emulator-reason'] ?? ''}`)
  return answer.json
}

/** The sample of an application (reference, ApplyCertificate v2). */
export const FORM = {
  domain: 'www.xzz.com',
  company_name: '华为成都分公司',
  company_province: '四川',
  company_city: '成都',
  applicant_name: '华卫',
  applicant_phone: '13212345678',
  applicant_email: '9997342346@qq.com',
  csr: '',
  sans: '',
  country: 'CN',
  company_unit: '人力部',
  contact_name: '环境',
  contact_phone: '13512345678',
  contact_email: 'jk@jk.ff',
  agree_privacy_protection: true,
}

/** What makes a key quickly: an RSA key, the default, takes a tenth of a second. */
export const EC = { encrypt_type: 'SHA256withECDSA' }

/** A world's clock that stands still. */
export const NOW = '2026-11-24T08:00:00.000Z'
export const FROZEN = { now: NOW, frozen: true }

/** Orders for one certificate in v3: domain-validated, free, organisation-validated. */
export const BUY = {
  cert_brand: 'GEOTRUST',
  cert_type: 'DV_SSL_CERT',
  domain_type: 'SINGLE_DOMAIN',
  effective_time: 1,
  domain_numbers: 1,
  order_number: 1,
  agree_privacy_protection: true,
}
export const FREE = { ...BUY, cert_brand: 'DIGICERT', cert_type: 'DV_SSL_CERT_BASIC', effective_time: 0 }
export const ORDER = { ...BUY, cert_brand: 'GLOBALSIGN', cert_type: 'OV_SSL_CERT' }

/** Buys one certificate; its id. */
export const buy = async ({ v3 }: Client, order: object = BUY): Promise<string> =>
  (await v3('POST', '/certificates/buy', order)).json.cert[0].cert_id

/** Whether a world's CRL has the serial number of a certificate: as it stands in DER. */
export async function isListed(target: Target, { world }: Client, pem: string): Promise<boolean> {
  const { text } = await target.ask({ path: `/pki/${world.project_id}/ca.crl.pem` })
  const der = Buffer.from(text.replace(/-----[^-]+-----/g, ''), 'base64')
  const serial = Buffer.from(new X509Certificate(pem).serialNumber, 'hex')
  return der.includes(Buffer.concat([Buffer.of(2, serial.length), serial]))
}
