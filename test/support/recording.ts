import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { Answer, Ask } from './ask.ts'
import { handle } from './client.ts'
import { folder, type Target, type World } from './emulate.ts'
import { FORM, FROZEN, NOW, PASSWORD } from './samples.ts'
import { sign } from './sign.ts'

/** A HAR as a recorder writes it; tests spoil it at will. */
export type Har = any

/** A recorder between a client and an emulator that stands for the real service. */
export interface Recorder {
  ask(ask: Ask): Promise<Answer>
  /** What is recorded from now on was at this instant. */
  at(instant: string): void
  har(): Har
}

/** What an emulator says beside what the service would. */
const OWN = /^(?:x-emulator-.*|connection)$/

export function createRecorder(target: Target, host = 'https://scm.cn-north-4.myhuaweicloud.com'): Recorder {
  const entries: Har[] = []
  let now = NOW
  return {
    at(instant) {
      now = instant
    },
    async ask(ask) {
      const answer = await target.ask(ask)
      const { method = 'GET', path, body } = ask
      const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
      const headers: Record<string, string> = { Host: new URL(host).host, 'User-Agent': 'recorded/1.0', ...ask.headers }
      if (body !== undefined && typeof body !== 'string') headers['Content-Type'] = 'application/json'
      entries.push({
        startedDateTime: now,
        time: 12.5,
        request: {
          method,
          url: host + path,
          httpVersion: 'HTTP/1.1',
          cookies: [],
          queryString: [],
          headersSize: -1,
          headers: pairs(headers),
          ...(text !== undefined && { postData: { mimeType: 'application/json', text } }),
          bodySize: text?.length ?? 0,
        },
        response: {
          status: answer.status,
          statusText: '',
          httpVersion: 'HTTP/1.1',
          cookies: [],
          redirectURL: '',
          headers: pairs(answer.headers as Record<string, string>).filter(({ name }) => !OWN.test(name)),
          content: { size: answer.text.length, mimeType: 'application/json', text: answer.text },
          headersSize: -1,
          bodySize: -1,
        },
        cache: {},
        timings: { send: 0, wait: 1, receive: 1 },
      })
      return answer
    },
    har: () => ({ log: { version: '1.2', creator: { name: 'recorder', version: '1' }, entries } }),
  }
}

const pairs = (fields: Record<string, string>) => Object.entries(fields).map(([name, value]) => ({ name, value }))

/** Writes a recording; its path. */
export function save(t: Test, har: unknown): string {
  const file = join(folder(t), 'recording.har')
  writeFileSync(file, typeof har === 'string' ? har : JSON.stringify(har))
  return file
}

export const SECRETS = { cookie: 'sessionSecret0001', wrong: 'wrongToken00000001', foreign: 'scs1700000000009' }
const UNKNOWN = 'scs1700000000099'

/** A whole life, in both families and at IAM, as somebody records it who has the world's credentials. */
export async function life(target: Target, document: object = {}): Promise<{ har: Har; world: World }> {
  const world = await target.world({
    clock: FROZEN,
    review: 'manual',
    foreign_certificates: [SECRETS.foreign],
    users: [
      { name: 'owner', password: PASSWORD },
      { name: 'reader', policies: ['SCM ReadOnlyAccess'] },
    ],
    certificates: [
      { id: 'scs1700000000001', domain: 'www.example.com', name: 'first' },
      { id: 'scs1700000000002', type: 'OV_SSL_CERT', domain: 'a.example.com', sans: 'b.example.com', domain_count: 5 },
      { id: 'scs1700000000003', status: 'UPLOAD' },
      { id: 'scs1700000000004', not_after: '+10d' },
      { id: 'scs1700000000005', status: 'REVOKED', revoke_reason: 'gone' },
      { id: 'scs1700000000006', status: 'PAID' },
      { id: 'scs1700000000007', application: { company_name: 'Example', country: 'CN' } },
    ],
    ...document,
  })
  const recorder = createRecorder(target)
  const { clock, review } = handle(target, world)
  const v2 = `/v2/${world.project_id}/scm`
  const v3 = '/v3/scm/certificates'
  const token = { 'x-auth-token': world.token, cookie: `session=${SECRETS.cookie}` }
  const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = token) =>
    recorder.ask({ method, path, headers, ...(body !== undefined && { body }) })
  const revoke = (id: string, headers = token) =>
    ask('POST', `${v2}/cert/${id}/revoke`, { reason: 'key lost' }, headers)
  const pass = async (by: string) => recorder.at((await clock.advance(by)).now)

  await ask('GET', `${v2}/certlist?limit=10`)
  await ask('GET', `${v3}?limit=50`)
  for (const id of [1, 2, 5, 6, 7]) await ask('GET', `${v2}/cert/scs170000000000${id}`)
  for (const id of [1, 3, 4, 5, 6, 7]) await ask('GET', `${v3}/scs170000000000${id}`)
  await revoke('scs1700000000001')
  await revoke('scs1700000000001')
  await revoke('scs1700000000003')
  await revoke('scs1700000000004')
  await revoke(UNKNOWN)
  await revoke('nonsense')
  await revoke(SECRETS.foreign)
  await ask('POST', `${v2}/cert/scs1700000000002/revoke`, { reason: 5 })
  await ask('GET', `${v3}/${UNKNOWN}`)
  await ask('GET', `${v2}/certlist`, undefined, { 'x-auth-token': SECRETS.wrong })
  await ask('GET', `${v2}/certlist`, undefined, {})
  await ask('GET', `/v2/${'0'.repeat(32)}/scm/certlist`)
  await revoke('scs1700000000002', { 'x-auth-token': world.users[1]?.token } as never)
  await pass('2h')
  await review('scs1700000000001', 'approve')
  await ask('GET', `${v2}/cert/scs1700000000001`)
  await ask('DELETE', `${v2}/cert/scs1700000000001`)
  await ask('GET', `${v2}/cert/scs1700000000001`)

  const bought = await ask('POST', `${v2}/cert/purchase`, {
    cert_brand: 'GEOTRUST',
    cert_type: 'OV_SSL_CERT',
    domain_type: 'SINGLE_DOMAIN',
    effective_time: 1,
    domain_numbers: 1,
    order_number: 1,
    agree_privacy_protection: true,
  })
  const own = bought.json.cert[0].cert_id
  await ask('GET', `${v2}/cert/${own}`)
  await ask('POST', `${v2}/cert/${own}/complete`, FORM)
  await ask('GET', `${v3}/${own}`)
  await pass('1d')
  for (let count = 0; count < 3; count += 1) await review(own, 'approve')
  await ask('GET', `${v2}/cert/${own}`)
  await revoke(own)
  await ask('POST', `${v2}/cert/scs1700000000006/complete`, FORM)
  await ask('POST', `${v2}/cert/scs1700000000006/cancel-cert`)

  const exported = await ask('POST', `${v3}/scs1700000000002/export`)
  const imported = await ask('POST', `${v3}/import`, {
    name: 'again',
    certificate: exported.json.certificate,
    certificate_chain: exported.json.certificate_chain,
    private_key: exported.json.private_key,
  })
  const { certificate_id } = imported.json
  await ask('POST', `${v3}/${certificate_id}/push`, { target_project: 'cn-north-4', target_service: 'WAF' })
  await ask('POST', `/v3/scm/${certificate_id}/tags`, { tag: { key: 'env', value: 'test' } })
  await ask('GET', `/v3/scm/${certificate_id}/tags`)
  await ask('DELETE', `${v3}/${certificate_id}`)
  await ask('GET', `${v3}/${certificate_id}`)
  await ask('GET', `${v2}/cert/scs1700000000002/cert_file`)

  const login = (password: string, scope: object = { project: { id: world.project_id } }) =>
    ask('POST', '/v3/auth/tokens', loginBody(world, password, scope), {})
  const issued = String((await login(PASSWORD)).headers['x-subject-token'])
  const unscoped = String((await login(PASSWORD, {})).headers['x-subject-token'])
  await login('Wrong@12345')
  await ask('POST', '/v3/auth/tokens', {}, {})
  await ask('GET', `${v2}/certlist`, undefined, { 'x-auth-token': issued })
  await ask('GET', `${v2}/certlist`, undefined, { 'x-auth-token': unscoped })
  await ask('GET', '/v3/auth/tokens', undefined, { 'x-auth-token': world.token, 'x-subject-token': issued })
  await ask('GET', '/v3/auth/tokens', undefined, { 'x-auth-token': world.token, 'x-subject-token': SECRETS.wrong })
  for (const path of ['/v3/projects', '/v3/auth/domains', '/v3/regions']) await ask('GET', path)
  await pass('25h')
  await ask('GET', `${v2}/certlist`, undefined, { 'x-auth-token': issued })
  await recorder.ask(sign({ path: `${v2}/cert/scs1700000000002` }, world.access_key))
  await recorder.ask(sign({ path: `${v2}/certlist` }, { ...world.access_key, sk: 'anotherSecret0001' }))
  const made = await ask('POST', '/v3/scm/csr', {
    name: 'n',
    domain_name: 'a.example.com',
    private_key_algo: 'EC_P256',
    usage: 'PERSONAL',
  })
  await ask('GET', `/v3/scm/csr/${made.json.id}/private-key`)
  await ask('GET', '/v2/nothing/scm/unpublished')
  await ask('PATCH', `${v2}/certlist`)
  return { har: recorder.har(), world }
}

const loginBody = (world: World, password: string, scope: object) => ({
  auth: {
    identity: {
      methods: ['password'],
      password: { user: { name: 'owner', password, domain: { name: world.account.name } } },
    },
    scope,
  },
})
