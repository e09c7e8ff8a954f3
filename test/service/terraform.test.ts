import type { Test } from 'tap'
import type { Answer } from '../support/ask.ts'
import { type Client, clientFor } from '../support/client.ts'
import { suite, type Target } from '../support/emulate.ts'
import { EC } from '../support/samples.ts'
import { type Key, sign } from '../support/sign.ts'

/**
 * The calls of the vendor's Terraform provider, as it makes them, waits for them and reads them: huaweicloud/
 * terraform-provider-huaweicloud, snapshot a0345b8d (2026-08-21), huaweicloud/services/ccm/ and the vendored
 * chnsz/golangsdk. Each test names the provider's file that it follows. The clock is moved where the provider waits.
 */

/** What golangsdk takes for success unless a call says otherwise (golangsdk/provider_client.go, defaultOkCodes). */
const OK: Record<string, number[]> = {
  GET: [200],
  POST: [200, 201, 202],
  PUT: [200, 201, 202],
  DELETE: [200, 202, 204],
}
const ENGLISH = { 'x-language': 'en-us' }
const JSON_TYPE = { 'content-type': 'application/json' }

interface Sending {
  body?: unknown
  headers?: Record<string, string>
  /** The statuses that are taken for success. */
  ok?: number[]
}

/** The provider with an access key: every call is signed and names the project in a header. */
function provider(t: Test, target: Target, { world }: Client, key: Key = world.access_key) {
  const send = (method: string, path: string, { body, headers = {} }: Sending = {}): Promise<Answer> => {
    const { host } = new URL(target.url || 'http://127.0.0.1')
    const usual = { host, accept: 'application/json', 'x-project-id': world.project_id }
    // JSON ends in a line feed, its keys are sorted (encoding/json).
    const text = body === undefined ? undefined : `${JSON.stringify(sorted(body))}\n`
    const all = { ...usual, ...(text !== undefined && JSON_TYPE), ...headers }
    const ask = { method, path: `/v3/scm${path}`, headers: all, ...(text !== undefined && { body: text }) }
    // The body goes as text, so that what is signed is what is sent.
    return target.ask(sign(ask, key))
  }
  return {
    send,
    /** A call that must succeed; its JSON. A 204 on POST or PUT is an error to the provider. */
    async call(method: string, path: string, sending: Sending = {}): Promise<any> {
      const answer = await send(method, path, sending)
      const ok = sending.ok ?? (OK[method] as number[])
      t.ok(ok.includes(answer.status), `${method} ${path}: ${answer.status} ${answer.text.slice(0, 200)}`)
      if (answer.status !== 204) t.match(answer.headers['content-type'], /^application\/json/, 'it is read as JSON')
      return answer.json
    },
    /** Whether the resource leaves the state: a 404, and nothing else. */
    async isGone(path: string, headers: Record<string, string> = {}): Promise<boolean> {
      const { status } = await send('GET', path, { headers })
      t.ok(status === 200 || status === 404, `any other status than 200 and 404 fails the plan: ${status}`)
      return status === 404
    },
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]))
}

/** Asserts that fields have the types that the provider's schema reads them as; null and missing are always fine. */
function reads(t: Test, json: any, types: Record<string, string>): void {
  for (const [type, names] of Object.entries(types)) {
    for (const name of names.split(' ')) {
      const value = json[name]
      t.ok(value === null || value === undefined || typeof value === type, `${name} is ${JSON.stringify(value)}`)
      if (type === 'number' && value !== null && value !== undefined) t.ok(Number.isInteger(value), `${name} is an Int`)
    }
  }
}

const BUY = {
  cert_brand: 'GEOTRUST',
  cert_type: 'OV_SSL_CERT',
  domain_type: 'SINGLE_DOMAIN',
  effective_time: 1,
  domain_numbers: 1,
  order_number: 1,
  agree_privacy_protection: true,
  is_auto_pay: true,
}
const APPLY = {
  domain: 'www.example.com',
  applicant_name: 'name',
  applicant_phone: '13212345678',
  applicant_email: 'a@b.cc',
  domain_method: 'dns',
  agree_privacy_protection: true,
  auto_dns_auth: false,
}
const SHOWN = {
  string: [
    'id status order_id name type brand push_support revoke_reason signature_algrithm signature_algorithm issue_time',
    'not_before not_after validation_method domain_type multi_domain_type domain sans fingerprint enterprise_project_id',
  ].join(' '),
  number: 'validity_period domain_count wildcard_count',
}

suite('terraform', async (t, target) => {
  // resource_huaweicloud_ccm_certificate.go
  await t.test('huaweicloud_ccm_certificate: create, read, update of tags, delete until 404', async (t) => {
    const client = await clientFor(target, { review: '1m', clock: { frozen: true } })
    const { call, send, isGone } = provider(t, target, client)
    const several = { domain_type: 'MULTI_DOMAIN', domain_numbers: 3, primary_domain_type: 'WILDCARD_DOMAIN' }
    const orders = [
      { ...BUY, ...several, single_domain_number: 1, wildcard_domain_number: 1, enterprise_project_id: 'a-b-c' },
      { ...BUY, cert_brand: 'SYMANTEC', cert_type: 'DV_SSL_CERT_BASIC', effective_time: 0 },
      BUY,
    ]
    for (const order of orders) {
      const id = (await call('POST', '/certificates/buy', { body: order })).cert[0].cert_id
      t.match(id, /^scs\d{13}$/, 'an empty one is an error')
      await client.advance('10s')
      const shown = await call('GET', `/certificates/${id}`)
      t.equal(shown.status, 'PAID', 'create waits for this and nothing else')
      reads(t, shown, SHOWN)
      t.ok(Array.isArray(shown.authentification))
      // ForceNew attributes are overwritten by what is read: another value would destroy and buy again.
      t.match(shown, { brand: order.cert_brand, type: order.cert_type, domain_type: order.domain_type })
      t.equal(shown.domain_count, order.domain_numbers)
      t.equal(shown.validity_period, order.effective_time * 12 || 3)
      if ('wildcard_domain_number' in order) {
        t.match(shown, { multi_domain_type: 'primary_wildcard', wildcard_count: 1, enterprise_project_id: 'a-b-c' })
      }

      const tags = [{ key: 'foo', value: 'bar' }, { key: 'empty' }]
      const change = (action: string, tags: object[]) =>
        call('POST', `/${id}/tags/action`, { body: { action, tags }, ok: [200, 201, 202] })
      const kept = async () => (await call('GET', `/${id}/tags`)).tags
      await change('create', tags)
      t.same(await kept(), [
        { key: 'empty', value: '' },
        { key: 'foo', value: 'bar' },
      ])
      await change('delete', [
        { key: 'foo', value: 'bar' },
        { key: 'empty', value: '' },
      ])
      await change('create', [{ key: 'foo', value: 'bar_update' }])
      t.same(await kept(), [{ key: 'foo', value: 'bar_update' }])

      const answer = await send('DELETE', `/certificates/${id}/unsubscribe`)
      t.equal(answer.status, 200)
      t.same(answer.json, { unsubscribe_results: 'SUCCESS' }, 'exactly this')
      await client.advance('20s')
      const polls = []
      for (let poll = 0; poll < 6; poll += 1) {
        polls.push(await isGone(`/certificates/${id}`))
        await client.advance('10s')
      }
      t.same(polls, [false, false, false, false, true, true], '200 while it is under review, then 404')
      const again = await send('DELETE', `/certificates/${id}/unsubscribe`)
      t.equal(again.status, 404)
    }
    const { certificates } = await call('GET', '/certificates')
    t.same(certificates, [])
  })

  // resource_huaweicloud_ccm_certificate_import.go; huaweicloud_scm_certificate is the same code.
  await t.test('huaweicloud_ccm_certificate_import: create with targets, read, update, delete until 404', async (t) => {
    const elsewhere = await clientFor(target, { certificates: [{ ...EC, domain: 'www.own.com' }] })
    const own = await provider(t, target, elsewhere).call('POST', `/certificates/${elsewhere.ids[0]}/export`)
    const client = await clientFor(target)
    const { call, send, isGone } = provider(t, target, client)
    // Line ends around PEM are cut off before they are sent.
    const pem = (text: string) => text.replace(/^[\r\n]+|[\r\n]+$/g, '')
    const body = {
      name: 'tf-acc-test',
      certificate: pem(own.certificate),
      private_key: pem(own.private_key),
      certificate_chain: pem(own.certificate_chain),
    }
    const imported = { body, headers: ENGLISH, ok: [200, 201] }
    const { certificate_id: id } = await call('POST', '/certificates/import', imported)
    const push = (target_service: string, target_project: string) =>
      send('POST', `/certificates/${id}/push`, { body: { target_project, target_service }, headers: ENGLISH })
    for (const [service, project] of [
      ['CDN', ''],
      ['ELB', 'la-south-2'],
      ['WAF', 'cn-north-4'],
    ] as const) {
      const answer = await push(service, project)
      t.equal(answer.status, 204, 'this and nothing else')
      t.equal(answer.text, '')
    }
    const headers = { ...JSON_TYPE, ...ENGLISH }
    const shown = await call('GET', `/certificates/${id}`, { headers })
    reads(t, shown, SHOWN)
    t.match(shown, { status: 'UPLOAD', name: 'tf-acc-test', enterprise_project_id: '0', domain: 'www.own.com' })
    for (const field of ['push_support', 'not_before', 'not_after']) t.ok(shown[field], `${field} is not empty`)
    t.equal((await push('ELB', 'cn-north-9')).status, 204, 'update pushes what is new')
    t.equal((await send('DELETE', `/certificates/${id}`)).status, 204)
    t.ok(await isGone(`/certificates/${id}`, headers))
    t.equal((await send('DELETE', `/certificates/${id}`)).status, 404, 'gone already is a warning, not an error')
    const { error_msg } = (await send('POST', '/certificates/import', { ...imported, body: { ...body, name: 'a b' } }))
      .json
    t.equal(error_msg, 'Incorrect certificate name.', 'in English, as it asks')
  })

  // resource_huaweicloud_ccm_certificate_apply.go, resource_huaweicloud_ccm_certificate_cancel_request.go
  await t.test('huaweicloud_ccm_certificate_apply and _cancel_request: one call each', async (t) => {
    const client = await clientFor(target, { review: 'manual', certificates: [{ status: 'PAID' }] })
    const [id] = client.ids
    const { call, send } = provider(t, target, client)
    t.equal((await call('POST', `/certificates/${id}/apply`, { body: APPLY })).request_info, 'success')
    // With an empty body, without a type.
    await call('POST', `/certificates/${id}/cancel-cert`, { headers: { 'content-length': '0' } })
    await client.review(id)
    t.equal(await client.current(id), 'PAID')
    const full = { key_algorithm: 'EC_P256', ca_hash_algorithm: 'DEFAULT', country: 'CN', contact_name: 'contact' }
    t.equal((await call('POST', `/certificates/${id}/apply`, { body: { ...APPLY, ...full } })).request_info, 'success')
    t.equal((await send('POST', `/certificates/${id}/apply`, { body: APPLY })).json.error_code, 'SCM.0010')
    await client.review(id)
    // The documentation points to the data source for the status.
    const { certificates } = await call('GET', '/certificates?status=ISSUED')
    t.match(certificates, [{ id, domain: APPLY.domain, status: 'ISSUED' }])
  })

  // resource_huaweicloud_ccm_certificate_push.go
  await t.test('huaweicloud_ccm_certificate_push: batch-push, and again for what is added', async (t) => {
    const client = await clientFor(target, { certificates: [EC] })
    const [id] = client.ids
    const { call } = provider(t, target, client)
    for (const target_projects of [['zz', 'cn-north-4'], ['la-south-2']]) {
      const body = { target_projects, target_service: 'ELB' }
      const { results } = await call('POST', `/certificates/${id}/batch-push`, { body })
      t.same(
        results.map(({ project_name }: { project_name: string }) => project_name),
        target_projects,
      )
      // An empty cert_id stands for a failure: of a region that there is not, with this message.
      for (const { project_name, cert_id, message } of results) {
        if (project_name === 'zz') t.same([cert_id, message], ['', 'Invalid region id.'])
        else t.match([cert_id, message], [/^[0-9a-f]{32}$/, 'success'])
      }
    }
  })

  // resource_huaweicloud_ccm_csr.go
  await t.test('huaweicloud_ccm_csr: create, read, update, delete until 404 or SCM.0707', async (t) => {
    const { call, send } = provider(t, target, await clientFor(target))
    const company = { company_country: 'CN', company_province: 'SC', company_city: 'CD', company_name: 'HW' }
    const csr = { name: 'tf', domain_name: 'www.own.com', private_key_algo: 'EC_P256', usage: 'ENTERPRISE', ...company }
    const { id } = await call('POST', '/csr', { body: csr })
    const shown = await call('GET', `/csr/${id}`)
    const numbers = 'create_time update_time'
    reads(t, shown, { string: `${Object.keys(csr).join(' ')} csr sans`, number: numbers })
    t.match(shown, csr)
    await call('PUT', `/csr/${id}`, { body: { name: 'tf-update' } })
    t.match(await call('GET', `/csr/${id}`), { ...csr, name: 'tf-update' })
    // data_source_huaweicloud_ccm_csr_private_key.go
    const { private_key } = await call('GET', `/csr/${id}/private-key`, { headers: { ...JSON_TYPE, ...ENGLISH } })
    t.match(private_key, /^-----BEGIN PRIVATE KEY-----/)
    // data_source_huaweicloud_ccm_csrs.go: the first page only; a name goes as it is, the signer escapes it.
    const list = async (query: string) => (await call('GET', `/csr?limit=50${query}`)).csr_list
    t.match(await list(''), [{ id, name: 'tf-update' }])
    t.match(await list('&name=update&private_key_algo=EC_P256'), [{ id }])
    t.same(await list('&name=a%20b'), [])
    t.equal((await send('DELETE', `/csr/${id}`)).status, 204)
    const gone = await send('GET', `/csr/${id}`)
    t.same([gone.status, gone.json.error_code], [400, 'SCM.0707'])
  })

  // data_source_huaweicloud_ccm_certificates.go = huaweicloud_scm_certificates
  await t.test('data huaweicloud_ccm_certificates: pages without a limit until one is empty', async (t) => {
    const certificates = Array.from({ length: 25 }, (_, n) => ({
      ...EC,
      name: `c${n}`,
      status: n % 5 ? 'ISSUED' : 'PAID',
    }))
    const { call } = provider(t, target, await clientFor(target, { certificates }))
    const all = async (query: string) => {
      const [rows, sizes]: [any[], number[]] = [[], []]
      for (;;) {
        const offset = rows.length > 0 ? `offset=${rows.length}` : ''
        const path = `/certificates${[query, offset].some(Boolean) ? '?' : ''}${[query, offset].filter(Boolean).join('&')}`
        const answer = await call('GET', path, { headers: { 'content-type': 'application/json;charset=utf8' } })
        t.equal(Object.values(answer).filter(Array.isArray).length, 1, 'one array: the provider takes any')
        const page = answer.certificates
        sizes.push(page.length)
        if (page.length === 0 || sizes.length > 10) return { rows, sizes }
        rows.push(...page)
      }
    }
    const { rows, sizes } = await all('')
    t.same(sizes, [10, 10, 5, 0], 'four calls for 25')
    t.equal(new Set(rows.map(({ id }) => id)).size, 25)
    for (const row of rows) {
      reads(t, row, {
        string:
          'id name domain sans signature_algorithm type brand expire_time domain_type status description enterprise_project_id',
        number: 'validity_period domain_count wildcard_count',
        boolean: 'deploy_support',
      })
    }
    t.equal((await all('status=PAID&enterprise_project_id=0')).rows.length, 5)
    t.equal((await all('deploy_support=true')).rows.length, 20)
  })

  // data_source_huaweicloud_ccm_certificate_export.go
  await t.test('data huaweicloud_ccm_certificate_export: the body null, in English', async (t) => {
    const client = await clientFor(target, { certificates: [EC, { status: 'PAID' }] })
    const [id, paid] = client.ids
    const { call, send } = provider(t, target, client)
    const exported = await call('POST', `/certificates/${id}/export`, { body: null, headers: ENGLISH })
    reads(t, exported, { string: 'entire_certificate certificate certificate_chain private_key enc_certificate' })
    t.ok(exported.certificate && exported.certificate_chain && exported.private_key)
    const refused = await send('POST', `/certificates/${paid}/export`, { body: null, headers: ENGLISH })
    t.same([refused.status, refused.json.error_code], [400, 'SCM.0010'])
    t.match(refused.json.error_msg, /^This operation/)
  })

  // data_source_huaweicloud_ccm_certificate_tags.go, data_source_huaweicloud_ccm_certificates_by_tags.go
  await t.test('data huaweicloud_ccm_certificate_tags and _certificates_by_tags', async (t) => {
    const certificates = Array.from({ length: 12 }, (_, n) => ({ ...EC, name: `tagged-${n}` }))
    const client = await clientFor(target, { certificates })
    const { call } = provider(t, target, client)
    const { ids } = client
    const tag = (id: string | undefined, value: string) =>
      call('POST', `/${id}/tags/action`, { body: { action: 'create', tags: [{ key: 'foo', value }] } })
    await tag(ids[0], 'a')
    await tag(ids[1], 'b')
    await tag(ids[2], 'a')
    t.same((await call('GET', '/tags', { headers: JSON_TYPE })).tags, [{ key: 'foo', values: ['a', 'b'] }])

    const action = (body: object) => call('POST', '/resource_instances/action', { body })
    const filter = async (more: object) => {
      const rows: any[] = []
      for (let calls = 0; calls < 5; calls += 1) {
        const all = { action: 'filter', limit: 50, offset: rows.length, without_any_tag: false, ...more }
        const { resources } = await action(all)
        if (resources.length === 0) return rows
        rows.push(...resources)
      }
      throw new Error('it never ends')
    }
    const count = async (more: object) =>
      (await action({ action: 'count', without_any_tag: false, ...more })).total_count
    const cases: [more: object, expected: number][] = [
      [{}, 12],
      [{ tags: [{ key: 'foo', values: [] }] }, 3],
      [{ tags: [{ key: 'foo', values: ['a'] }] }, 2],
      [{ tags: [{ key: 'none', values: [] }] }, 0],
      [{ without_any_tag: true }, 9],
      [{ matches: [{ key: 'resource_name', value: 'tagged-11' }] }, 1],
      [{ matches: [{ key: 'resource_name', value: 'unknown' }] }, 0],
    ]
    for (const [more, expected] of cases) {
      t.equal((await filter(more)).length, expected, `filter ${JSON.stringify(more)}`)
      t.equal(await count(more), expected, `count ${JSON.stringify(more)}`)
    }
    const [{ resource_detail, ...resource }] = await filter({ tags: [{ key: 'foo', values: ['b'] }] })
    t.same(resource, { resource_id: ids[1], resource_name: 'tagged-1', tags: [{ key: 'foo', value: 'b' }] })
    const text = 'cert_id cert_name domain cert_type cert_brand domain_type expired_time order_status sans'
    const number = 'purchase_period domain_num wildcard_number'
    reads(t, resource_detail, {
      string: `${text} cert_issued_time signature_algorithm enterprise_project_id cert_des fail_reason`,
      number: `${number} auto_renew_status remain_cert_number`,
      boolean: 'push_support unsubscribe_support auto_deploy_support',
    })
    for (const name of `${text} ${number}`.split(' ')) t.not(resource_detail[name] ?? null, null, `${name} is set`)
  })
})
