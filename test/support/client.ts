import { X509Certificate } from 'node:crypto'
import type { Status } from '../../src/domain/certificate.ts'
import type { Control, WorldHandle } from '../../src/index.ts'
import { answer, createControl } from '../../src/library/control.ts'
import type { Answer, Ask } from './ask.ts'
import type { Target, World } from './emulate.ts'
import { BUY } from './samples.ts'

/** The library's verbs through whichever door the target has. */
export function verbs(target: Target): Control {
  return createControl({
    async call(method, path, body) {
      const { status, text } = await target.ask({
        method,
        path: `/_emulator${path}`,
        ...(body !== undefined && { body }),
      })
      return answer(status, text)
    },
    follow() {
      throw new Error('event streams are asked for over a socket')
    },
  })
}

/** The verbs for a world that was made. */
export const handle = (target: Target, { project_id }: Pick<World, 'project_id'>): WorldHandle =>
  verbs(target).world(project_id)

/** A client of one world, in both of the service's dialects; `control` and what follows it look from outside. */
export type Client = ReturnType<typeof client>

/** Paths are those of v2, after `/scm`; one that begins with `/v2`, `/v3` or `/pki` is meant as it is. */
export function client(
  target: Target,
  world: World,
  headers: Record<string, string> = { 'x-auth-token': world.token },
) {
  const ask = (method: string, path: string, body?: unknown, more: Record<string, string> = {}): Promise<Answer> =>
    target.ask({
      method,
      path: /^\/(?:v[23]|pki)\//.test(path) ? path : `/v2/${world.project_id}/scm${path}`,
      headers: { ...headers, ...more },
      ...(body !== undefined && { body }),
    })
  const control = (method: string, path: string, body?: unknown) =>
    target.control(method, `/worlds/${world.project_id}${path}`, body)
  return {
    world,
    /** Those of the certificates that the world was made with. */
    get ids() {
      return idsOf(world) as [string, ...string[]]
    },
    ask,
    v2: ask,
    v3: (method: string, path: string, body?: unknown, more?: Record<string, string>) =>
      ask(method, `/v3/scm${path}`, body, more),
    revoke: (id: string, reason = 'key lost') => ask('POST', `/cert/${id}/revoke`, { reason }),
    show: (id: string) => ask('GET', `/cert/${id}`),
    /** The status that a client sees, which counts as a read; the error's code where there is one. */
    async status(id: string): Promise<string> {
      const { json } = await ask('GET', `/cert/${id}`)
      return json.status ?? json.error_code
    },
    list: (query = '') => ask('GET', `/certlist?${query}`),
    control,
    review: (id: string, decision: 'approve' | 'reject' = 'approve') =>
      control('POST', `/certificates/${id}/review`, { decision }),
    advance: (by: string) => control('POST', '/clock/advance', { by }),
    /** A certificate as control calls show it: looking from there changes nothing. */
    certificate: (id: string) => control('GET', `/certificates/${id}`),
    /** Its status, looked at likewise. */
    current: async (id: string): Promise<Status> => (await control('GET', `/certificates/${id}`)).status,
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
  return client(target, await target.world(document))
}

/** The ids of a world's certificates, in the order in which the document names them. */
export const idsOf = ({ certificates }: World) => certificates.map(({ id }) => id)

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

export const pathOf = ({ project_id }: Pick<World, 'project_id'>, id: string) =>
  `/v2/${project_id}/scm/cert/${id}/revoke`

/** A revoke of the world's first certificate that succeeds, but for what is changed. */
export function revoke(world: World, change: Partial<Ask> & { id?: string } = {}): Ask {
  const { id = world.certificates[0]?.id ?? '', headers, ...rest } = change
  return {
    method: 'POST',
    path: pathOf(world, id),
    body: { reason: 'key lost' },
    ...rest,
    headers: headers ?? { 'x-auth-token': world.token },
  }
}

/** The id of a certificate that a control call places. */
export async function place(target: Target, world: World, document: object = { status: 'ISSUED' }): Promise<string> {
  return (await target.control('POST', `/worlds/${world.project_id}/certificates`, document)).id
}

/** All certificates of a world as control calls show them: looking from there changes nothing. */
export async function certificates(target: Target, { project_id }: Pick<World, 'project_id'>) {
  return (await target.control('GET', `/worlds/${project_id}/certificates`)).certificates
}

/** The body with which IAM is asked for a token. */
export const askToken = (world: World, name: string, password: string, scope: object | null = null) => ({
  auth: {
    identity: { methods: ['password'], password: { user: { name, password, domain: { name: world.account.name } } } },
    ...(scope && { scope }),
  },
})

/** A token of 24 hours that IAM issues; scoped to the world's project unless told otherwise. */
export async function issueToken(
  target: Target,
  world: World,
  name: string,
  password: string,
  scope: object | null = { project: { id: world.project_id } },
): Promise<string> {
  const { status, text, headers } = await target.ask({
    method: 'POST',
    path: '/v3/auth/tokens',
    body: askToken(world, name, password, scope),
  })
  if (status !== 201) throw new Error(`no token for ${name}: ${status} ${text}`)
  return String(headers['x-subject-token'])
}
