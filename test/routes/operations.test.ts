import t, { type Test } from 'tap'
import { STATUSES, type Status } from '../../src/domain/certificate.ts'
import { operations as v2 } from '../../src/routes/scm/v2/index.ts'
import { operations as v3 } from '../../src/routes/scm/v3/index.ts'
import { refuses, succeeds } from '../support/answers.ts'
import { APPLICATION, CALLS, CERTIFICATES, IDS, make, SEVERAL } from '../support/calls.ts'
import { clientFor } from '../support/client.ts'
import { emulate, suite, type Target } from '../support/emulate.ts'
import type { Asking, Call } from '../support/operations.ts'
import { EC, FORM } from '../support/samples.ts'

const NOW = '2026-11-24T08:00:00.000Z'
const FOREIGN = 'scs1700000000999'
const NOWHERE = 'scs1700000000998'

/** One certificate in each status but the one that nothing leads to. */
const EVERY: Status[] = STATUSES.filter((status) => status !== 'CANCLEREVOKING')
const inEvery = EVERY.map((status, n) => ({
  ...{ ...SEVERAL, id: `scs17000000001${String(n).padStart(2, '0')}`, status, sans: 'abc.com;xyz.com' },
  ...(status !== 'UPLOAD' && { application: APPLICATION }),
}))

const world = (target: Target, certificates: object[]) =>
  clientFor(target, {
    review: 'manual',
    clock: { now: NOW, frozen: true },
    certificates,
    foreign_certificates: [FOREIGN],
  })
const usual = (target: Target) =>
  world(
    target,
    Object.entries(CERTIFICATES).map(([name, document]) => ({ id: IDS[name], ...document })),
  )

const about = ({ call }: Call) => /:cert(?:ificate)?_id/.test(call)
const takes = ({ call, body }: Call) => typeof body === 'object' && !/^\S+ (?:GET|DELETE)/.test(call)
const without = (body: unknown, field: string) =>
  Object.fromEntries(Object.entries(body as object).filter(([name]) => name !== field))

/** What is not of the kind of a value. Nothing is coerced by guess: null and "5" are errors. */
function otherKinds(value: unknown): unknown[] {
  if (typeof value === 'string') return [5, true, null, {}, ['x']]
  if (typeof value === 'number') return ['1', 1.5, true, null, {}]
  if (typeof value === 'boolean') return ['true', 1, null, {}]
  return Array.isArray(value) ? ['x', 5, null, {}, [5], [null]] : ['x', 5, null, []]
}

t.test('each operation of both families is in the table, with a case for each thing that it can refuse', async (t) => {
  const published = [
    ...v2.map(({ method, url }) => `v2 ${method} ${url}`),
    ...v3.map(({ method, url }) => `v3 ${method} ${url}`),
  ]
  t.equal(v2.length, 20, 'the reference has twenty operations of v2')
  t.same(CALLS.map(({ call }) => call).sort(), published.sort())
  for (const one of CALLS) t.ok(!about(one) || one.allowed !== undefined, `${one.call} says in which statuses`)
})

suite('good calls', async (t, target) => {
  for (const one of CALLS) await t.test(`${one.status ?? 200} ${one.call}`, (t) => good(t, target, one))
})

t.test('bad calls', async (t) => {
  const target = await emulate(t)
  for (const one of CALLS) {
    const { call } = one
    if (takes(one)) await t.test(`400 SCM.0005 other bodies: ${call}`, (t) => badBodies(t, target, one))
    for (const code of new Set(one.refused?.map(([code]) => code))) {
      await t.test(`400 ${code} ${call}`, (t) => ownRefusals(t, target, one, code))
    }
    if (!about(one)) continue
    await t.test(`400 SCM.0008 SCM.0020 SCM.0003, 403 SCM.0002 certificates: ${call}`, (t) => badIds(t, target, one))
    await t.test(`400 SCM.0010 statuses: ${call}`, (t) => statuses(t, target, one))
    const bad = laterRefusals(one)
    if (bad.length === 0) continue
    await t.test(`400 SCM.0020 SCM.0010 before what is sent: ${call}`, (t) => inOrder(t, target, one, bad))
  }
})

async function good(t: Test, target: Target, one: Call) {
  const cases: [string, Asking][] = [['usual', {}], ...(one.good ?? [])]
  // Unknown fields are ignored (assumed).
  if (takes(one) && !Array.isArray(one.body))
    cases.push(['an unknown field', { body: { ...(one.body as object), unknown: { a: [1] } } }])
  for (const [name, asking] of cases) {
    const answer = await make(one, await usual(target), asking)
    const json = succeeds(t, answer, one.status ?? 200, name)
    t.equal(answer.headers['content-type'], answer.status === 204 ? undefined : (one.type ?? 'application/json'), name)
    t.notOk('x-emulator-reason' in answer.headers, `${name}: nothing to explain`)
    if (one.text !== undefined) t.equal(answer.text, one.text, `${name}: byte for byte`)
    if (one.keys) t.same(Object.keys(json), one.keys, `${name}: fields in their order`)
    if (one.like && name === 'usual') t.match(json, one.like, name)
    const [list, row] = one.rows ?? []
    if (list && row && json[list].length > 0)
      t.same(Object.keys(json[list][0]), row, `${name}: the fields of a row in their order`)
  }
}

async function badBodies(t: Test, target: Target, one: Call) {
  const client = await usual(target)
  const before = await client.control('GET', '/certificates')
  const body = one.body as Record<string, unknown>
  const optional = one.optional ?? []
  const refused = async (what: string, asking: Asking) =>
    refuses(t, await make(one, client, asking), 400, 'SCM.0005', what)
  for (const [field, value] of Object.entries(body)) {
    if (!optional.includes(field)) await refused(`no ${field}`, { body: without(body, field) })
    for (const other of otherKinds(value)) {
      await refused(`${field} ${JSON.stringify(other)}`, { body: { ...body, [field]: other } })
    }
  }
  for (const [field, values] of Object.entries(one.wrong ?? {})) {
    for (const value of values) {
      await refused(`${field} ${JSON.stringify(value)?.slice(0, 40)}`, { body: { ...body, [field]: value } })
    }
  }
  for (const text of ['', 'x', '[]', 'null', '"x"', '{', `${JSON.stringify(body)} x`, "{'a': 1}", '\ufeff{}']) {
    await refused(JSON.stringify(text).slice(0, 20), { body: text })
  }
  const json = JSON.stringify(body)
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'nonsense']) {
    await refused(type, { body: json, headers: { 'content-type': type } })
  }
  await refused('gzip', { body: json, headers: { 'content-encoding': 'gzip' } })
  t.same(await client.control('GET', '/certificates'), before, 'nothing has changed')
  if (!one.call.includes('/csr/:id')) t.same((await client.v3('GET', '/csr')).json.total, 0, 'no CSR was kept')
}

async function ownRefusals(t: Test, target: Target, one: Call, code: string) {
  const client = await usual(target)
  const before = await client.control('GET', '/certificates')
  for (const [expected, name, { on, ...asking }] of one.refused ?? []) {
    if (expected !== code) continue
    const id = on === undefined ? {} : { id: IDS[on] as string }
    refuses(t, await make(one, client, { ...id, ...asking }), 400, code, name)
  }
  t.same(await client.control('GET', '/certificates'), before, 'nothing has changed')
}

async function badIds(t: Test, target: Target, one: Call) {
  const [client, other] = [await usual(target), await world(target, [{ id: NOWHERE, status: 'ISSUED' }])]
  const isV3 = one.call.startsWith('v3')
  for (const id of ['scs1', 'SCS1700000000000', 'scs17000000000000', 'x', '证书', "' OR 1=1 --"]) {
    refuses(t, await make(one, client, { id }), 400, 'SCM.0008', id)
  }
  // Terraform waits for 404 after a delete (ccm/resource_huaweicloud_ccm_certificate.go): v3 answers it.
  refuses(t, await make(one, client, { id: NOWHERE }), isV3 ? 404 : 400, 'SCM.0020', "another tenant's, here unknown")
  refuses(t, await make(one, client, { id: FOREIGN }), 400, 'SCM.0003', 'known as foreign')
  const token = { 'x-auth-token': client.world.token }
  const elsewhere = isV3
    ? await make(one, client, { id: NOWHERE, headers: { 'x-project-id': other.world.project_id } })
    : await make(one, { ...client, v2: (method, path, body) => other.v2(method, path, body, token) })
  refuses(t, elsewhere, 403, 'SCM.0002', 'the project of another tenant')
  t.equal(await other.current(NOWHERE), 'ISSUED')
}

async function statuses(t: Test, target: Target, one: Call) {
  const client = await world(target, inEvery)
  const allowed = one.allowed === 'any' ? EVERY : (one.allowed ?? [])
  for (const { id, status } of inEvery) {
    const answer = await make(one, client, { id, ...(one.inStatuses !== undefined && { body: one.inStatuses }) })
    if (allowed.includes(status)) succeeds(t, answer, one.status ?? 200, status)
    else {
      const [code, error] = one.otherwise?.[status] ?? [400, 'SCM.0010']
      refuses(t, answer, code, error, status)
      t.equal(await client.current(id), status, 'it stays as it is')
    }
  }
}

/** What the ladder judges after the certificate's id and status. */
function laterRefusals({ refused = [], body }: Call): Asking[] {
  const later = ['SCM.0015', 'SCM.0023', 'SCM.0024', 'SCM.0030']
  const bad: Asking[] = refused.filter(([code]) => later.includes(code)).map(([, , asking]) => asking)
  const hasCsr = body !== null && typeof body === 'object' && 'csr' in body
  return hasCsr ? [...bad, { body: { ...body, csr: 'x' } }] : bad
}

async function inOrder(t: Test, target: Target, one: Call, bad: Asking[]) {
  const client = await world(target, inEvery)
  for (const asking of bad) {
    const unknown = await make(one, client, { ...asking, id: NOWHERE })
    refuses(t, unknown, one.call.startsWith('v3') ? 404 : 400, 'SCM.0020', JSON.stringify(asking).slice(0, 200))
    for (const { id, status } of inEvery) {
      if (one.allowed === 'any' || one.allowed?.includes(status)) continue
      const [code, error] = one.otherwise?.[status] ?? [400, 'SCM.0010']
      refuses(t, await make(one, client, { ...asking, id }), code, error, status)
    }
  }
}

t.test('both families see the same rows', async (t) => {
  const target = await emulate(t)
  const client = await clientFor(target, { review: 'manual' })
  const { v2, v3 } = client
  const bought = { cert_brand: 'GEOTRUST', domain_type: 'SINGLE_DOMAIN', effective_time: 1, domain_numbers: 1 }
  const order = { ...bought, cert_type: 'OV_SSL_CERT', order_number: 2, agree_privacy_protection: true }
  const orders = [
    succeeds(t, await v2('POST', '/cert/purchase', order)),
    succeeds(t, await v3('POST', '/certificates/buy', order)),
  ]
  for (const { order_id, cert } of orders) {
    for (const { cert_id } of cert) {
      const [old, today] = [await v2('GET', `/cert/${cert_id}`), await v3('GET', `/certificates/${cert_id}`)]
      // "订单号" of the purchase is the "订单ID" of the detail: an order has one id, however many certificates.
      t.match(old.json, { order_id, cert_type: 'OV_SSL_CERT', cert_brand: 'GEOTRUST', status: 'PAID' }, cert_id)
      t.match(today.json, { order_id, type: 'OV_SSL_CERT', brand: 'GEOTRUST', status: 'PAID', domain_count: 1 })
      t.match(today.json, { validity_period: 12, not_after: null, fingerprint: null })
    }
  }
  const [first, second] = [orders[0].cert[0].cert_id, orders[1].cert[0].cert_id]
  succeeds(t, await v2('PUT', `/cert/${second}`, { modify_key: 'CERT_NAME', modify_value: 'renamed' }))
  t.equal((await v3('GET', `/certificates/${second}`)).json.name, 'renamed')
  succeeds(t, await v2('POST', `/cert/${second}/save`, { ...FORM, country: 'CN' }))
  t.match((await v3('GET', `/certificates/${second}`)).json, {
    domain: FORM.domain,
    application_info: { country: 'CN', company_name: FORM.company_name, contact_email: FORM.contact_email },
  })
  succeeds(t, await v2('POST', `/cert/${first}/complete`, FORM))
  succeeds(
    t,
    await v3('POST', `/certificates/${second}/apply`, {
      ...FORM,
      domain_method: 'email',
      ca_hash_algorithm: 'SHA-256',
    }),
  )
  t.equal((await v2('GET', `/cert/${second}`)).json.auth[0].method, 'EMAIL')
  // "validation_method: DNS、FILE、EMAIL" (reference, ShowCertificate v3) is what apply was told as domain_method.
  t.equal((await v3('GET', `/certificates/${second}`)).json.validation_method, 'EMAIL')
  t.equal((await v3('GET', `/certificates/${first}`)).json.validation_method, 'DNS')
  succeeds(t, await v3('POST', `/certificates/${first}/cancel-cert`))
  t.equal((await v2('GET', `/cert/${first}`)).json.status, 'CANCELCHECKING')
  succeeds(t, await v2('POST', `/cert/${second}/cancel-cert`))
  t.equal((await v3('GET', `/certificates/${second}`)).json.status, 'CANCELCHECKING')

  const issued = await client.place({ ...EC, status: 'ISSUED' })
  succeeds(t, await v3('POST', `/certificates/${issued}/push`, { target_project: '', target_service: 'CDN' }), 204)
  succeeds(t, await v2('POST', `/cert/${issued}/push`, { service_type: 'WAF', remote_project: 'cn-north-7' }))
  const { push_history_list: pushes } = (await v2('GET', `/cert/${issued}/push-history`)).json
  t.match(pushes, [
    { push_service: 'WAF', push_remote_project: 'cn-north-7' },
    { push_service: 'CDN', push_remote_project: null },
  ])
  const { certificate, private_key } = succeeds(t, await v3('POST', `/certificates/${issued}/export`))
  const { cert_id } = succeeds(t, await v2('POST', '/cert/upload', { cert_name: 'a', cert: certificate, private_key }))
  t.match((await v3('GET', `/certificates/${cert_id}`)).json, { name: 'a', status: 'UPLOAD' })
  succeeds(t, await v3('DELETE', `/certificates/${cert_id}`), 204)
  refuses(t, await v2('GET', `/cert/${cert_id}`), 400, 'SCM.0020')
  const rows = (list: { id?: string; cert_id?: string }[]) => list.map(({ id, cert_id }) => id ?? cert_id)
  t.same(
    rows((await v2('GET', '/certlist?sort_key=certStatus')).json.order_list),
    rows((await v3('GET', '/certificates?sort_key=certStatus')).json.certificates),
  )
})

t.test('the statuses of the table are those of the vendor', async (t) => {
  const known: Status[] = CALLS.flatMap(({ allowed = [] }) => (allowed === 'any' ? [] : allowed))
  t.same(
    [...new Set(known)].filter((status) => !EVERY.includes(status)),
    [],
  )
})
