import type { Status } from '../../src/domain/certificate.ts'
import { createEmulator } from '../../src/index.ts'
import { EC } from './samples.ts'

/** How one call is made otherwise than usual. */
export interface Asking {
  id?: string
  body?: unknown
  query?: string
  headers?: Record<string, string>
  params?: Record<string, string>
}

/** A certificate of the world that the calls are made in. */
export type Name = 'issued' | 'several' | 'paid' | 'paidOv' | 'checking'

export type Refused = [code: string, name: string, asking: Asking & { on?: Name }]

/** One operation: how it is called, what it answers, and what it refuses. */
export interface Call {
  /** Family, method and route. */
  call: string
  /** The certificate that it is about; `issued` unless told. */
  on?: Name
  params?: Record<string, string>
  /** Sent where nothing else is. Each of its fields is also sent with other kinds of values, and left out. */
  body?: unknown
  /** The fields of the body that may be left out. */
  optional?: string[]
  /** 200 unless told. */
  status?: number
  type?: string
  /** The whole answer. */
  text?: string
  /** Its fields in their order, and those of the rows of a list. */
  keys?: string[]
  rows?: [list: string, keys: string[]]
  like?: object
  /** What succeeds too. */
  good?: [name: string, asking: Asking][]
  /** Values of fields that are `SCM.0005`. */
  wrong?: Record<string, unknown[]>
  /** What else is refused with status 400. */
  refused?: Refused[]
  /** The statuses in which it can be made. */
  allowed?: Status[] | 'any'
  /** What other statuses than those answer, where it is not SCM.0010. */
  otherwise?: Partial<Record<Status, [status: number, code: string]>>
  /** The body for a certificate for several domains. */
  inStatuses?: unknown
}

/** A CSR to be made. */
export const CSR = {
  name: 'a-csr',
  domain_name: 'www.xzz.com',
  sans: '',
  private_key_algo: 'EC_P256',
  usage: 'PERSONAL',
  company_country: 'CN',
  company_province: '四川',
  company_city: '成都',
  company_name: '华为',
}
export const CSR_KEYS = [
  'id',
  'name',
  'domain_name',
  'sans',
  'private_key_algo',
  'usage',
  'company_country',
  'company_province',
  'company_city',
  'company_name',
  'create_time',
  'update_time',
]
export const CSR_SHOWN = ['id', 'name', 'csr', ...CSR_KEYS.slice(2)]

/** A certificate with its key, and two CSRs, made by another emulator. */
export const { material, csr, csrKey, others } = await (async () => {
  const emulator = await createEmulator({ fixtures: 'none' })
  const { token, certificates } = await emulator.createWorld({ certificates: [{ ...EC, domain: 'www.xzz.com' }] })
  const headers = { 'x-auth-token': token }
  const ask = async (method: 'GET' | 'POST', path: string, payload?: object) =>
    (await emulator.inject({ method, url: `/v3/scm${path}`, headers, ...(payload && { payload }) })).json()
  const make = async (domain_name: string) => {
    const { id } = await ask('POST', '/csr', { ...CSR, domain_name })
    const [{ csr }, { private_key }] = [await ask('GET', `/csr/${id}`), await ask('GET', `/csr/${id}/private-key`)]
    return { csr: csr as string, key: private_key as string }
  }
  const { csr, key } = await make('www.xzz.com')
  const made = {
    material: await ask('POST', `/certificates/${certificates[0]?.id}/export`),
    csr,
    csrKey: key,
    others: (await make('other.example.com')).csr,
  }
  await emulator.close()
  return made
})()

/** The same CSR under a signature that is not its key's: the last byte of it is another. */
export const forged = (() => {
  const der = Buffer.from(csr.replace(/-----[^-]+-----/g, ''), 'base64')
  der[der.length - 1] = (der.at(-1) as number) ^ 1
  return `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`
})()

/** A lone surrogate, which SQLite cannot keep. */
export const SURROGATE = '\ud800'
export const REQUESTED = '{"request_info":"success"}'
export const DOWNLOADABLE: Status[] = ['ISSUED', 'UPLOAD', 'SUPPLEMENTCHECKING']
export const BOUGHT = { order_id: /^CS\d{10}[0-9A-Z]{5}$/, cert: [{ cert_id: /^scs\d{13}$/ }] }

/** One case a value, under the value's name. */
export const good = (values: string[], asking: (value: string) => Asking) =>
  values.map((value): [string, Asking] => [value, asking(value)])
export const refused = (code: string, values: string[], asking: (value: string) => Asking) =>
  values.map((value): Refused => [code, value, asking(value)])

/** Which of an application's fields are not marked as required (reference, ApplyCertificate and SaveApplication of v2). */
export const OPTIONAL = ['sans', 'csr', 'company_unit', 'contact_name', 'contact_phone', 'contact_email']
export const NAMED = ['company_name', 'company_unit', 'company_province', 'company_city', 'contact_name']
export const WRONG_FORM = {
  ...Object.fromEntries(NAMED.map((field) => [field, ['华'.repeat(64), SURROGATE]])),
  domain: ['', SURROGATE],
  country: ['C', 'CHN', '1!'],
  agree_privacy_protection: [false],
  csr: ['x', '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----', forged, `${csr}${csr}`],
}
export const LONGEST = Object.fromEntries(NAMED.map((field) => [field, '😀'.repeat(63)]))
export const misfits = (form: object): Refused[] => [
  ['SCM.0015', 'a name that is no domain', { body: { ...form, domain: 'not a domain' } }],
  ['SCM.0015', 'a wildcard where one domain was bought', { body: { ...form, domain: '*.xzz.com' } }],
  ['SCM.0015', 'a further domain where one was bought', { body: { ...form, sans: 'mail.xzz.com' } }],
  ['SCM.0015', 'a CSR for another domain', { body: { ...form, csr: others } }],
]
