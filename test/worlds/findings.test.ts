import t from 'tap'
import { FINDINGS, type FindingName } from '../../src/domain/findings.ts'
import { handle } from '../support/client.ts'
import { emulate } from '../support/emulate.ts'
import { sign } from '../support/sign.ts'

const CERTIFICATE = 'scs1700000000001'
const JSON_TYPE = { 'content-type': 'application/json' }

/** What a client sends: an operation's path after the project, what else there is beside the token. */
interface Sent {
  readonly method: string
  readonly path: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

const revoke = (body: string, headers: Record<string, string> = JSON_TYPE): Sent => ({
  method: 'POST',
  path: `/v2/:p/scm/cert/${CERTIFICATE}/revoke`,
  headers,
  body,
})
const list = (query = '', headers: Record<string, string> = {}): Sent => ({
  method: 'GET',
  path: `/v3/scm/certificates${query}`,
  headers,
})
const buy = (cert_type: string): Sent => ({
  method: 'POST',
  path: '/v2/:p/scm/cert/purchase',
  headers: JSON_TYPE,
  body: JSON.stringify({
    cert_brand: 'GLOBALSIGN',
    cert_type,
    domain_type: 'SINGLE_DOMAIN',
    effective_time: 1,
    domain_numbers: 1,
    order_number: 1,
    agree_privacy_protection: true,
  }),
})
const take = (headers: Record<string, string>, body?: string): Sent => ({
  method: 'POST',
  path: `/v3/scm/certificates/${CERTIFICATE}/export`,
  headers,
  ...(body !== undefined && { body }),
})

/** For each finding a request that provokes it, and one beside it that does not. */
const CASES: Record<Exclude<FindingName, 'both_credentials' | 'unsigned_body' | 'repeated_revoke'>, [Sent, Sent]> = {
  trailing_comma: [revoke('{"reason": "证书信息填写错误",\n}'), revoke('{"reason": ",}"}')],
  unknown_field: [revoke('{"reason": "lost", "resaon": "x"}'), revoke('{"reason": "resaon"}')],
  unknown_parameter: [list('?limit=10&stauts=ISSUED'), list('?limit=10&status=ISSUED')],
  duplicate_key: [revoke('{"reason": "a", "\\u0072eason": "b"}'), revoke('{"reason": "{\\"reason\\": 1}"}')],
  content_type_missing: [revoke('{"reason": "lost"}', {}), revoke('{"reason": "lost"}')],
  content_type_wrong: [take({ 'content-type': 'text/plain' }, 'null'), take(JSON_TYPE, 'null')],
  charset: [
    revoke('{"reason": "lost"}', { 'content-type': 'application/json; charset=gbk' }),
    revoke('{"reason": "lost"}', { 'content-type': 'application/json; charset="UTF-8"' }),
  ],
  unread_body: [{ ...list('', JSON_TYPE), body: '{}' }, list()],
  project_header: [
    { method: 'GET', path: '/v3/projects', headers: { 'x-project-id': '0'.repeat(32) } },
    { method: 'GET', path: '/v3/projects', headers: { 'x-project-id': ':p' } },
  ],
  account_header: [list('', { 'x-domain-id': '0'.repeat(32) }), list('', { 'x-domain-id': ':d' })],
  language: [list('', { 'x-language': 'de-de' }), list('', { 'x-language': 'zh-cn' })],
  lenient_value: [buy('OV_SSL_CERT '), buy('OV_SSL_CERT')],
}

t.test('what only happens to work', async (t) => {
  const target = await emulate(t)

  async function site() {
    const world = await target.world({ review: 'manual', certificates: [{ id: CERTIFICATE }] })
    const filled = (text: string) => text.replace(':p', world.project_id).replace(':d', world.account.id)
    const send = ({ method, path, headers = {}, body }: Sent) =>
      target.ask({
        method,
        path: filled(path),
        headers: {
          'x-auth-token': world.token,
          ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, filled(value)])),
        },
        ...(body !== undefined && { body: Buffer.from(body) }),
      })
    return { world, send, ...handle(target, world) }
  }

  for (const [name, [provokes, does]] of Object.entries(CASES)) {
    await t.test(`200 ${name}`, async (t) => {
      const { send, requests, verify } = await site()
      const answer = await send(provokes)
      t.equal(answer.status, 200, answer.text)
      t.notMatch(answer.text + JSON.stringify(answer.headers), name, 'never in a reply')
      t.same((await requests())[0]?.findings, [name], 'noted')
      const verdict = await verify({ findings: 0 })
      t.equal(verdict.verified, false)
      t.match(verdict.message, FINDINGS[name as FindingName].found)
      t.equal(verdict.nearest?.request.id, 1)
      const { send: sendOther, requests: others, verify: verifyOther } = await site()
      t.equal((await sendOther(does)).status, 200)
      t.same((await others())[0]?.findings, [], 'the one beside it is in order')
      t.match(await verifyOther({ findings: 0 }), { verified: true, message: /nothing was let pass/ })
    })
  }

  await t.test('200 both_credentials, unsigned_body', async (t) => {
    const { world, requests } = await site()
    const request = { path: '/v3/scm/certificates', headers: { host: '127.0.0.1' } }
    const both = { ...request, headers: { ...request.headers, 'x-auth-token': 'expired long ago' } }
    const { access_key: key } = world
    t.equal((await target.ask(sign(request, key))).status, 200)
    t.equal((await target.ask(sign(both, key))).status, 200)
    t.equal((await target.ask(sign(request, key, { contentHash: 'UNSIGNED-PAYLOAD' }))).status, 200)
    t.same(
      (await requests()).map(({ findings }) => findings),
      [[], ['both_credentials'], ['unsigned_body']],
    )
  })

  await t.test('400 repeated_revoke', async (t) => {
    const { send, requests, verify } = await site()
    for (const status of [200, 400]) t.equal((await send(revoke('{"reason": "lost"}'))).status, status)
    t.same(
      (await requests()).map(({ findings, rule }) => [rule, findings]),
      [
        [null, []],
        ['status', ['repeated_revoke']],
      ],
    )
    t.equal((await verify({ operation: 'ShowCertificate', findings: 0, times: 0 })).verified, true, 'only what matches')
  })
})
