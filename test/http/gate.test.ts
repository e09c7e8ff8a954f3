import t from 'tap'
import type { RuleName } from '../../src/domain/rules.ts'
import { assemble } from '../../src/emulator.ts'
import type { ContractOperation } from '../../src/worlds/coverage.ts'
import { CALLS, CERTIFICATES, make } from '../support/calls.ts'
import { askToken, client, handle } from '../support/client.ts'
import { emulate } from '../support/emulate.ts'
import { gathered } from '../support/met.ts'
import { CSR, material } from '../support/operations.ts'
import { BUY, FORM, FROZEN, IDS, PASSWORD } from '../support/samples.ts'

const [ISSUED, OV, ODD, OTHER, LAST] = IDS
const KB = 1024

/** What stands before every operation, and a request that it stops; the answer is what the contract says of the rule. */
const GATES: Partial<
  Record<RuleName, { status: number; code: string; headers?: Record<string, string>; query?: string; payload?: Buffer }>
> = {
  malformed: { status: 400, code: 'APIGW.0201', headers: { origin: 'https://elsewhere.example' } },
  uri_size: { status: 414, code: 'APIGW.0201', query: `?a=${'a'.repeat(32 * KB)}` },
  header_size: { status: 494, code: 'APIGW.0201', headers: { 'x-long': 'a'.repeat(32 * KB) } },
  body_size: { status: 413, code: 'APIGW.0201', payload: Buffer.alloc(12 * KB * KB + 1) },
  throttle: { status: 429, code: 'APIGW.0308' },
  credentials_missing: { status: 401, code: 'APIGW.0301', headers: { 'x-auth-token': '' } },
  token_unscoped: { status: 401, code: 'SCM.1000', headers: { 'x-auth-token': 'unscoped-token' } },
  unexpected: { status: 500, code: 'APIGW.0601' },
}

t.test('before every operation: each gate that the contract names stops it; and each reply can be lost', async (t) => {
  const emulator = await assemble({ inMemory: true, fixtures: 'none' })
  const { store } = emulator
  t.teardown(async () => {
    await gathered(emulator)
    await emulator.close()
  })
  const control = async (method: 'POST' | 'PATCH' | 'DELETE', path: string, payload: object) => {
    const reply = await emulator.inject({
      method,
      url: `/_emulator/worlds${path}`,
      headers: { host: 'localhost' },
      payload,
    })
    return reply.payload === '' ? undefined : reply.json()
  }
  const users = [{ name: 'owner', password: PASSWORD }]
  const world = await control('POST', '', { users, certificates: [{ id: ISSUED }] })
  const { project_id, token } = world
  /** What an operation takes, for this world. */
  const bodyOf = ({ operation, method, example }: ContractOperation) => {
    if (operation === 'KeystoneCreateUserTokenByPassword') return { payload: askToken(world, 'owner', PASSWORD) }
    return method === 'POST' && example !== undefined ? { payload: example as object } : {}
  }
  await store.write(() =>
    store.identities.addToken({
      token: 'unscoped-token',
      project_id,
      user_id: world.users[0].id,
      scope: 'none',
      method: 'password',
      issued_at: 0,
      expires_at: null,
    }),
  )
  const { strike } = store.faults
  const prepare: Partial<Record<RuleName, () => unknown>> = {
    throttle: () => control('PATCH', `/${project_id}`, { throttle: '1/1000d' }),
    unexpected: () => {
      store.faults.strike = () => {
        throw new Error('the sky fell')
      }
    },
  }
  const repair: Partial<Record<RuleName, () => unknown>> = {
    throttle: () => control('PATCH', `/${project_id}`, { throttle: null }),
    unexpected: () => {
      store.faults.strike = strike
    },
  }
  const ask = (
    method: string,
    url: string,
    {
      headers = {},
      query = '',
      payload,
    }: { headers?: Record<string, string>; query?: string; payload?: Buffer | object },
  ) => {
    const path = url
      .replace(':project_id', project_id)
      .replace(/:cert(?:ificate)?_id/, ISSUED)
      .replace(/:\w+|\*/g, '0'.repeat(32))
    return emulator.inject({
      method: method as 'GET',
      url: path + query,
      headers: { host: 'localhost', 'x-auth-token': token, 'x-subject-token': token, ...headers },
      ...(payload !== undefined && { payload }),
    })
  }
  for (const [rule, { status, code, ...asking }] of Object.entries(GATES) as [
    RuleName,
    NonNullable<(typeof GATES)[RuleName]>,
  ][]) {
    await prepare[rule]?.()
    if (rule === 'throttle') await ask('GET', '/v2/:project_id/scm/certlist', {})
    const answers = []
    for (const one of emulator.contract()) {
      const { operation, method, url, rules } = one
      if (!rules.includes(rule)) continue
      const reply = await ask(method, url, { ...bodyOf(one), ...asking })
      // The answer to a HEAD has no body.
      const has = method === 'HEAD' ? reply.payload === '' : reply.payload.includes(code)
      answers.push([operation, reply.statusCode, has])
    }
    await repair[rule]?.()
    t.same(
      answers.filter(([, got, has]) => got !== status || !has),
      [],
      `${status} ${code}: ${rule}, ${answers.length} times`,
    )
  }

  const heard: string[] = []
  for (const one of emulator.contract()) {
    const { operation, method, url } = one
    await control('POST', `/${project_id}/faults`, { operation, times: 1, drop: 'after' })
    const answered = await ask(method, url, bodyOf(one)).then(
      () => true,
      () => false,
    )
    if (answered) heard.push(operation)
    await control('DELETE', `/${project_id}/faults`, {})
  }
  t.same(heard, [], 'no reply arrives')
})

t.test('each operation can succeed, and its reply be lost', async (t) => {
  const target = await emulate(t)
  const world = await target.world({ review: 'manual', clock: FROZEN })
  const site = client(target, world)
  const { place, faults, requests } = handle(target, world)
  // Bodies name this one.
  await place({ ...(CERTIFICATES.issued as object), id: 'scs1700000000000' })
  for (const one of CALLS) {
    const { id } = await place(CERTIFICATES[one.on ?? 'issued'] as object)
    // Those about a CSR make it first.
    const params = one.call.includes('/csr/:id') ? { id: (await site.v3('POST', '/csr', CSR)).json.id } : {}
    await faults.add({ drop: 'after', times: 1 })
    await t.rejects(make(one, site, { id, params }), one.call)
    const [last] = (await requests({ dropped: true })).slice(-1)
    t.match(last, { status: one.status ?? 200, dropped: true }, `${one.call}: it has happened`)
    await faults.remove()
  }
})

t.test('what few meet', async (t) => {
  const target = await emulate(t)
  const world = await target.world({
    review: 'manual',
    clock: FROZEN,
    certificates: [
      { id: OV, status: 'PAID', type: 'OV_SSL_CERT', domain: '', domain_count: 1 },
      { id: ODD, status: 'CANCLEREVOKING' },
      { id: OTHER, status: 'PAID', type: 'OV_SSL_CERT', domain: '', domain_count: 1 },
      { id: LAST, name: 'for-cdn' },
    ],
  })
  const { v2, v3, ask } = client(target, world)
  const { review, update } = handle(target, world)

  await t.test('400 SCM.0005 an id of a CSR that is longer than any', async (t) => {
    const id = 'a'.repeat(65)
    for (const [method, path] of [
      ['GET', `/csr/${id}`],
      ['GET', `/csr/${id}/private-key`],
      ['DELETE', `/csr/${id}`],
    ] as const) {
      const { status, json } = await v3(method, path)
      t.same([status, json.error_code], [400, 'SCM.0005'], `${method} ${path}`)
    }
  })
  await t.test('404 APIGW.0101 the CA of a project that there is not', async (t) => {
    const nowhere = 'f'.repeat(32)
    for (const path of ['ca.pem', 'ca.crl']) {
      const { status, json } = await ask('GET', `/pki/${nowhere}/${path}`)
      t.same([status, json.error_code], [404, 'APIGW.0101'], path)
    }
    const { status, json } = await ask('POST', `/pki/${nowhere}/ocsp`, Buffer.from('x'))
    t.same([status, json.error_code], [404, 'APIGW.0101'], 'OCSP')
  })
  await t.test('200 the CA rejects what it was about to issue: UNPASSED', async (t) => {
    t.equal((await v2('POST', `/cert/${OV}/complete`, FORM)).status, 200)
    for (const status of ['CHECKING_ORG', 'ISSUING']) t.same(await review(OV, 'approve'), { id: OV, status })
    t.same(await review(OV, 'reject'), { id: OV, status: 'UNPASSED' })
  })
  await t.test('200 the CA rejects an organisation: UNPASSED', async (t) => {
    t.equal((await v2('POST', `/cert/${OTHER}/complete`, FORM)).status, 200)
    t.same(await review(OTHER, 'approve'), { id: OTHER, status: 'CHECKING_ORG' })
    t.same(await review(OTHER, 'reject'), { id: OTHER, status: 'UNPASSED' })
  })
  await t.test('200 what was bought is paid for, or is gone', async (t) => {
    await update({ purchase: 'manual' })
    const [paid = '', unpaid = ''] = (await v3('POST', '/certificates/buy', { ...BUY, order_number: 2 })).json.cert.map(
      ({ cert_id }: { cert_id: string }) => cert_id,
    )
    t.equal((await v3('GET', `/certificates/${paid}`)).json.status, 'UNPAID')
    t.same(await review(paid, 'approve'), { id: paid, status: 'PAID' })
    t.same(await review(unpaid, 'reject'), { id: unpaid, status: null })
    t.equal((await v3('GET', `/certificates/${unpaid}`)).status, 404)
  })
  await t.test('400 SCM.0211 a name that CDN has already', async (t) => {
    const target = { target_project: '', target_service: 'CDN' }
    t.equal((await v3('POST', `/certificates/${LAST}/push`, target)).status, 204)
    const several = { target_projects: ['cn-north-4'], target_service: 'CDN' }
    for (const again of [
      v2('POST', `/cert/${LAST}/push`, { service_type: 'CDN' }),
      v3('POST', `/certificates/${LAST}/push`, target),
      v3('POST', `/certificates/${LAST}/batch-push`, several),
    ]) {
      const { status, json } = await again
      t.same([status, json.error_code], [400, 'SCM.0211'])
    }
  })
  await t.test('400 SCM.0013 a certificate without its chain, where the world asks for one', async (t) => {
    await update({ upload_chain: 'needed' })
    const { certificate, certificate_chain, private_key } = material
    const v2Body = (cert: string) => ({ cert_name: 'alone', cert, private_key })
    for (const sent of [
      v2('POST', '/cert/upload', v2Body(certificate)),
      v3('POST', '/certificates/import', { name: 'alone', certificate, private_key }),
    ]) {
      const { status, json } = await sent
      t.same([status, json.error_code], [400, 'SCM.0013'])
    }
    t.equal((await v2('POST', '/cert/upload', v2Body(certificate + certificate_chain))).status, 200)
  })
  await t.test('200 a certificate in the status that nothing leads to is renamed like any other', async (t) => {
    t.equal((await v2('PUT', `/cert/${ODD}`, { modify_key: 'CERT_NAME', modify_value: 'renamed' })).status, 200)
  })
})
