import type { Answer } from './ask.ts'
import type { Client } from './client.ts'
import { type Asking, type Call, CSR } from './operations.ts'
import { V2 } from './operations-v2.ts'
import { V3 } from './operations-v3.ts'
import { EC } from './samples.ts'

/** Every operation of both families. */
export const CALLS = [...V2, ...V3]

export const APPLICATION = { applicant_name: '华卫', applicant_phone: '13212345678', company_name: '华为成都分公司' }
export const SEVERAL = {
  ...EC,
  type: 'OV_SSL_CERT',
  domain_type: 'MULTI_DOMAIN',
  domain: 'a.example.com',
  domain_count: 5,
}

/** What each call is made about, by name. */
export const CERTIFICATES = {
  issued: { ...EC, status: 'ISSUED', domain: 'www.example.com', application: APPLICATION },
  several: { ...SEVERAL, status: 'ISSUED', sans: 'abc.com;xyz.com', application: APPLICATION },
  paid: { status: 'PAID', domain: '', domain_type: 'SINGLE_DOMAIN', domain_count: 1 },
  paidOv: { status: 'PAID', domain: '', domain_type: 'SINGLE_DOMAIN', domain_count: 1, type: 'OV_SSL_CERT' },
  checking: { status: 'CHECKING', application: APPLICATION },
}
export const IDS = Object.fromEntries(Object.keys(CERTIFICATES).map((name, n) => [name, `scs170000000000${n}`]))

/** Makes a call, good but for what is told; a CSR is made for those that are about one. */
export async function make(
  { call, on = 'issued', ...usually }: Call,
  client: Client,
  asking: Asking = {},
): Promise<Answer> {
  const { id = IDS[on] as string, body = usually.body, query = '', headers, params = {} } = asking
  const [family, method, url] = call.split(' ') as ['v2' | 'v3', string, string]
  const values: Record<string, string> = { cert_id: id, certificate_id: id, ...usually.params, ...params }
  if (url.startsWith('/csr/:id')) values.id ??= (await client.v3('POST', '/csr', CSR)).json.id
  const path = url.replace(/:(\w+)/g, (_, name) => encodeURIComponent(values[name] ?? ''))
  return client[family](method, path + query, method === 'GET' ? undefined : body, headers)
}
