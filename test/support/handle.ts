import type { Control, WorldHandle } from '../../src/index.ts'
import { answer, createControl } from '../../src/library/control.ts'
import type { Answer } from './ask.ts'
import type { Target, World } from './emulate.ts'

/** What most worlds of these tests begin with: a clock that stands still, so that nothing depends on the machine's. */
export const NOW = '2026-11-24T08:00:00.000Z'
export const FROZEN = { now: NOW, frozen: true } as const

/** `NOW` and some hours, as control calls show instants. */
export const hoursLater = (hours: number) => new Date(Date.parse(NOW) + hours * 3_600_000).toISOString()

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

/** A client of a world. Paths are those of v2, after `/scm`; one that begins with `/v3` or `/pki` is meant as it is. */
export function client(
  target: Target,
  world: World,
  headers: Record<string, string> = { 'x-auth-token': world.token },
) {
  const ask = (method: string, path: string, body?: unknown): Promise<Answer> =>
    target.ask({
      method,
      path: /^\/(?:v3|pki)\//.test(path) ? path : `/v2/${world.project_id}/scm${path}`,
      headers,
      ...(body !== undefined && { body }),
    })
  return {
    ask,
    revoke: (id: string, reason = 'key lost') => ask('POST', `/cert/${id}/revoke`, { reason }),
    show: (id: string) => ask('GET', `/cert/${id}`),
    /** The status that a client sees, which counts as a read; the error's code where there is one. */
    async status(id: string): Promise<string> {
      const { json } = await ask('GET', `/cert/${id}`)
      return json.status ?? json.error_code
    },
    list: (query = '') => ask('GET', `/certlist?${query}`),
  }
}

/** The ids of a world's certificates, in the order in which the document names them. */
export const idsOf = ({ certificates }: World) => certificates.map(({ id }) => id)

/** What a client fills in to apply for a certificate. */
export const FORM = {
  domain: 'www.example.com',
  company_name: 'Example',
  company_province: 'Guangdong',
  company_city: 'Shenzhen',
  country: 'CN',
  applicant_name: 'A',
  applicant_phone: '13800000000',
  applicant_email: 'a@example.com',
  agree_privacy_protection: true,
}
