import { readFileSync } from 'node:fs'
import type { Ask } from '../support/ask.ts'
import { type Operation, whole } from './document.ts'

/** Sends a request; the answer's body, as JSON where it is that. @throws Error where it does not succeed */
export type Send = (request: Ask) => Promise<any>

const { worlds } = JSON.parse(readFileSync(new URL('../../fixtures/demo.json', import.meta.url), 'utf8'))

/** The demo world, which the examples are about, and who asks. */
const PROJECT: string = worlds[0].project_id
const HEADERS = { 'x-auth-token': worlds[0].users[0].token }
const WORLD = `/_emulator/worlds/${PROJECT}`

/** How an operation's example is sent otherwise than it is written: values of its path, and its body. */
interface Given {
  readonly values?: Readonly<Record<string, string>>
  readonly body?: unknown
}

const v3 = (method: string, path: string, body?: unknown): Ask => ({
  method,
  path: `/v3/scm${path}`,
  headers: HEADERS,
  ...(body !== undefined && { body }),
})

const CSR = { name: 'example', domain_name: 'www.xzz.com', private_key_algo: 'EC_P256', usage: 'PERSONAL' }

/** A CSR that was made. */
async function csr(send: Send): Promise<Given> {
  return { values: { id: (await send(v3('POST', '/csr', CSR))).id } }
}

/** The text of a CSR, and of a certificate: in the examples they are cut short. */
async function csrText(send: Send): Promise<string> {
  const { values } = await csr(send)
  return (await send(v3('GET', `/csr/${values?.id}`))).csr
}
const exported = (send: Send) => send(v3('POST', '/certificates/scs1700000000001/export'))

async function fault(send: Send): Promise<Given> {
  const { id } = await send({ method: 'POST', path: `${WORLD}/faults`, body: { delay: '1ms' } })
  return { values: { fault_id: String(id) } }
}

/** What must be so before an operation's example can succeed. */
const SETTINGS: Readonly<Record<string, (send: Send) => Promise<Given>>> = {
  ShowCsr: csr,
  UpdateCsr: csr,
  DeleteCsr: csr,
  ShowCsrPrivateKey: csr,
  changeFault: fault,
  removeFault: fault,
  reviewCertificate: async () => ({ values: { cert_id: 'scs1700000000005' } }),
  CheckCsr: async (send) => ({ body: { csr: await csrText(send) } }),
  UploadCsr: async (send) => ({ body: { name: 'example', csr: await csrText(send) } }),
  async UploadCertificate(send) {
    const { entire_certificate, private_key } = await exported(send)
    return { body: { cert_name: 'example', cert: entire_certificate, private_key } }
  },
  async ImportCertificate(send) {
    const { certificate, certificate_chain, private_key } = await exported(send)
    return { body: { name: 'example', certificate, certificate_chain, private_key } }
  },
  PostOcsp: async () => ({ body: Buffer.from('no request') }),
  GetOcsp: async () => ({ values: { request: 'AAAA' } }),
}

/** The demo worlds as they were made, whatever became of them, and what the operation's examples need there. */
export async function prepare({ id }: Operation, send: Send): Promise<Given> {
  const { worlds: made } = await send({ path: '/_emulator/worlds' })
  for (const { project_id } of made) await send({ method: 'DELETE', path: `/_emulator/worlds/${project_id}` })
  for (const body of worlds) await send({ method: 'POST', path: '/_emulator/worlds', body })
  return (await SETTINGS[id]?.(send)) ?? {}
}

/** The bodies by which an operation is shown; one that is nothing where it takes none. */
export function bodiesOf({ spec }: Operation): unknown[] {
  const examples = spec.requestBody?.content['application/json']?.examples
  return examples ? Object.values(examples as Record<string, any>).map(({ value }) => value) : [undefined]
}

/** A request as the examples of an operation have it. */
export function requestOf({ method, path, spec }: Operation, body: unknown, given: Given = {}): Ask {
  const parameters = (spec.parameters ?? []).map(whole) as { name: string; in: string; example?: string }[]
  const shown = parameters.filter(({ example }) => example !== undefined)
  const valuesIn = (place: string) =>
    Object.fromEntries(shown.flatMap((one) => (one.in === place ? [[one.name, one.example as string]] : [])))
  const values = { ...valuesIn('path'), ...given.values }
  const url = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name] ?? ''))
  const query = new URLSearchParams(valuesIn('query'))
  const sent = given.body ?? body
  return {
    method,
    path: query.size > 0 ? `${url}?${query}` : url,
    headers: { ...HEADERS, ...valuesIn('header') },
    ...(sent !== undefined && { body: sent }),
  }
}

/** Puts a fault in force that answers the operation's next call with an error of the catalogue. */
export const order = ({ spec }: Operation, error: string): Ask => ({
  method: 'POST',
  path: `${WORLD}/faults`,
  body: { error, times: 1, operation: spec['x-operation'] },
})
