import { X509Certificate } from 'node:crypto'
import t from 'tap'
import { refuses, succeeds } from '../support/answers.ts'
import { buy, clientFor, isListed } from '../support/client.ts'
import { emulate, suite } from '../support/emulate.ts'
import { BUY, EC, FORM, FREE, FROZEN, ORDER } from '../support/samples.ts'

t.test('further domains', async (t) => {
  const target = await emulate(t)
  const several = { ...EC, type: 'OV_SSL_CERT', domain_type: 'MULTI_DOMAIN', domain: 'a.com', sans: 'b.com' }
  const client = await clientFor(target, { review: 'manual', clock: FROZEN })
  const namesOf = async (id: string) =>
    new X509Certificate((await client.v3('POST', `/certificates/${id}/export`)).json.certificate).subjectAltName
  const add = (id: string, add_sans: string) =>
    client.v2('POST', `/cert/${id}/supplement`, { ori_sans: 'b.com', add_sans })

  await t.test('200 approved: the certificate that is exported is for them too', async (t) => {
    const id = await client.place({ ...several, domain_count: 4 })
    t.equal(await namesOf(id), 'DNS:a.com, DNS:b.com')
    succeeds(t, await add(id, 'c.com;*.d.com'))
    t.match((await client.v2('GET', `/cert/${id}`)).json, { status: 'SUPPLEMENTCHECKING', domain_name: 'a.com;b.com' })
    t.equal(await namesOf(id), 'DNS:a.com, DNS:b.com', 'what was issued can still be had')
    await client.review(id)
    t.match((await client.v2('GET', `/cert/${id}`)).json, {
      status: 'ISSUED',
      domain_name: 'a.com;b.com;c.com;*.d.com',
    })
    t.equal(await namesOf(id), 'DNS:a.com, DNS:b.com, DNS:c.com, DNS:*.d.com')
    refuses(t, await add(id, 'e.com'), 400, 'SCM.0010', 'no quota is left')
  })

  await t.test('200 refused or withdrawn: it stays as it was', async (t) => {
    const id = await client.place({ ...several, domain_count: 4 })
    succeeds(t, await add(id, 'c.com'))
    await client.review(id, 'reject')
    succeeds(t, await add(id, 'c.com'))
    succeeds(t, await client.v3('POST', `/certificates/${id}/cancel-cert`))
    t.equal(await client.current(id), 'CANCELSUPPLEMENTING')
    await client.review(id)
    t.match((await client.v2('GET', `/cert/${id}`)).json, { status: 'ISSUED', domain_name: 'a.com;b.com' })
    t.equal(await namesOf(id), 'DNS:a.com, DNS:b.com')
  })

  await t.test('200 approved while the certificate is being made: what is exported next is for them too', async (t) => {
    // An RSA key takes its time.
    const id = await client.place({ ...several, encrypt_type: 'SHA256withRSA2048', domain_count: 4 })
    const [early] = await Promise.all([namesOf(id), add(id, 'c.com').then(() => client.review(id))])
    t.ok(['DNS:a.com, DNS:b.com', 'DNS:a.com, DNS:b.com, DNS:c.com'].includes(early ?? ''), early ?? '')
    t.equal(await namesOf(id), 'DNS:a.com, DNS:b.com, DNS:c.com')
  })

  await t.test('200 revoked afterwards: each certificate that was ever issued is on the CRL', async (t) => {
    const id = await client.place({ ...several, domain_count: 4 })
    const certificates: string[] = []
    const take = async () =>
      certificates.push((await client.v3('POST', `/certificates/${id}/export`)).json.certificate as string)
    await take()
    succeeds(t, await add(id, 'c.com'))
    await client.review(id)
    await take()
    t.not(certificates[0], certificates[1])
    succeeds(t, await client.v2('POST', `/cert/${id}/revoke`, { reason: '' }))
    await client.review(id)
    for (const pem of certificates) t.ok(await isListed(target, client, pem))
  })
})

suite('unsubscribing', async (t, target) => {
  const WEEK = 7 * 24 // An unsubscription is open within 7 × 24 hours of the payment.
  await t.test('404 once it was reviewed, whatever is asked first', async (t) => {
    const reads: ['v2' | 'v3', string, (id: string) => string][] = [
      ['v3', 'GET', (id) => `/certificates/${id}`],
      ['v3', 'GET', (id) => `/${id}/tags`],
      ['v2', 'GET', (id) => `/cert/${id}`],
      ['v2', 'POST', (id) => `/cert/${id}/read`],
      ['v2', 'GET', (id) => `/cert/${id}/push-history`],
    ]
    for (const [family, method, path] of reads) {
      const client = await clientFor(target, { review: '1h', clock: FROZEN })
      const id = await buy(client)
      succeeds(t, await client.v3('POST', `/${id}/tags`, { tag: { key: 'foo', value: 'bar' } }))
      const answer = await client.v3('DELETE', `/certificates/${id}/unsubscribe`)
      t.same(succeeds(t, answer), { unsubscribe_results: 'SUCCESS' })
      succeeds(t, await client[family](method, path(id)), 200, 'under review')
      refuses(t, await client.v3('DELETE', `/certificates/${id}/unsubscribe`), 400, 'SCM.0010', 'twice')
      refuses(t, await client.v2('POST', `/cert/${id}/complete`, FORM), 400, 'SCM.0010', 'applied for')
      await client.advance('1h')
      refuses(t, await client[family](method, path(id)), family === 'v3' ? 404 : 400, 'SCM.0020', path('{id}'))
      t.same((await client.v3('GET', '/tags')).json, { tags: [] }, 'its tags are gone with it')
      t.same((await client.v3('GET', '/certificates')).json, { certificates: [], total_count: 0 })
    }
  })

  await t.test('400 SCM.0010 after seven days; 200 just before, and for a revoked one', async (t) => {
    const client = await clientFor(target, { review: 'manual', clock: FROZEN })
    const [late, early, revoked] = [await buy(client), await buy(client), await client.place({ status: 'REVOKED' })]
    const issued = await client.place({})
    await client.advance(`${WEEK}h`)
    const unsubscribe = (id: string) => client.v3('DELETE', `/certificates/${id}/unsubscribe`)
    succeeds(t, await unsubscribe(early))
    succeeds(t, await unsubscribe(revoked))
    refuses(t, await unsubscribe(issued), 400, 'SCM.0010', 'what is issued')
    await client.advance('1ms')
    refuses(t, await unsubscribe(late), 400, 'SCM.0010')
    t.same(await client.review(early, 'reject'), { id: early, status: 'PAID' })
    t.same(await client.review(revoked), { id: revoked, status: null })
    refuses(t, await client.v3('GET', `/certificates/${revoked}`), 404, 'SCM.0020')
  })
})

t.test('drop privacy data: personal fields are cleared, the company and the certificate stay', async (t) => {
  const client = await clientFor(await emulate(t), { review: 'manual' })
  const id = await buy(client, ORDER)
  const drop = () => client.v2('DELETE', `/privacy-protection/${id}`)
  refuses(t, await drop(), 400, 'SCM.0010', 'it was never applied for')
  succeeds(t, await client.v2('POST', `/cert/${id}/complete`, FORM))
  for (const status of ['CHECKING', 'CHECKING_ORG', 'ISSUING']) {
    t.equal(await client.current(id), status)
    refuses(t, await drop(), 400, 'SCM.0010', status)
    await client.review(id)
  }
  succeeds(t, await drop())
  const nobody = Object.fromEntries(
    ['applicant', 'contact'].flatMap((who) => ['name', 'phone', 'email'].map((what) => [`${who}_${what}`, ''])),
  )
  const { company_name, company_province, company_city, country, domain } = FORM
  const company = { company_name, company_province, company_city, country }
  t.match((await client.v2('GET', `/cert/${id}`)).json, {
    ...nobody,
    ...company,
    domain_name: domain,
    status: 'ISSUED',
  })
  t.match((await client.v2('POST', `/cert/${id}/read`)).json, { ...nobody, ...company, domain_name: domain })
  t.same((await client.v3('GET', `/certificates/${id}`)).json.application_info, { ...company, ...nobody })
  t.notMatch(JSON.stringify(await client.control('GET', '/snapshot')), new RegExp(FORM.applicant_email))
})

t.test('400 SCM.0011 more free certificates than an account may have', async (t) => {
  const client = await clientFor(await emulate(t))
  const remain = async () => (await client.v2('GET', '/certlist')).json.free_remain
  const order = (order_number: number) => client.v3('POST', '/certificates/buy', { ...FREE, order_number })
  const { cert } = succeeds(t, await order(19))
  t.equal(await remain(), 1, 'the sample shows 19 left with one in use: 20 in all')
  refuses(t, await order(2), 400, 'SCM.0011', 'all of an order or none')
  t.equal(await remain(), 1)
  const last = succeeds(t, await order(1)).cert[0].cert_id
  refuses(t, await order(1), 400, 'SCM.0011', 'the 21st')
  succeeds(t, await client.v3('POST', '/certificates/buy', { ...BUY, order_number: 100 }), 200, 'others are not free')
  // A free one is deleted while it is PAID, too.
  succeeds(t, await client.v3('DELETE', `/certificates/${last}`), 204)
  succeeds(t, await order(1))
  t.match((await client.v3('GET', `/certificates/${cert[0].cert_id}`)).json, { validity_period: 3 }, 'three months')
})

t.test('the audit trail tells whom a refusal was about, in both families, and of CSRs and tags', async (t) => {
  const client = await clientFor(await emulate(t), { review: 'manual', certificates: [{ status: 'PAID' }] })
  const [id] = client.ids
  const csr = { name: 'c', domain_name: 'a.com', private_key_algo: 'EC_P256', usage: 'PERSONAL' }
  refuses(t, await client.v2('POST', `/cert/${id}/push`, { service_type: 'WAF', remote_project: 'x' }), 400, 'SCM.0010')
  const push = { target_project: 'x', target_service: 'WAF' }
  refuses(t, await client.v3('POST', `/certificates/${id}/push`, push), 400, 'SCM.0010')
  succeeds(t, await client.v3('POST', `/${id}/tags`, { tag: { key: 'foo' } }))
  succeeds(t, await client.v3('DELETE', `/csr/${(await client.v3('POST', '/csr', csr)).json.id}`), 204)
  const { events } = await client.control('GET', '/events')
  const seen = events.map(({ name, resource, code }: { name: string; resource: string; code: string }) => [
    name,
    resource,
    code,
  ])
  // The audit service records each request with its result, refused ones too.
  t.match(seen, [
    ['pushScmCertToELB', id, 'SCM.0010'],
    ['pushScmCertToELB', id, 'SCM.0010'],
    ['CreateCertificateTag', id, null],
    ['CreateCsr', /^/, null],
    ['DeleteCsr', /^/, null],
  ])
})

t.test('reads:N counts a Show and a row of a list, and no other look at a certificate', async (t) => {
  const client = await clientFor(await emulate(t), { review: 'reads:1', certificates: [{ status: 'PAID' }] })
  const [id] = client.ids
  succeeds(t, await client.v2('POST', `/cert/${id}/complete`, FORM))
  for (let look = 0; look < 3; look += 1) {
    succeeds(t, await client.v2('POST', `/cert/${id}/read`))
    succeeds(t, await client.v2('GET', `/cert/${id}/push-history`))
    succeeds(t, await client.v3('GET', `/${id}/tags`))
    succeeds(t, await client.v3('POST', '/resource_instances/action', { action: 'filter' }))
    t.equal(await client.current(id), 'CHECKING')
  }
  t.equal((await client.v3('GET', `/certificates/${id}`)).json.status, 'CHECKING')
  t.equal((await client.v2('GET', '/certlist')).json.order_list[0].order_status, 'ISSUED')
})

t.test('what cannot be issued can be shown; 500 SCM.0007 it cannot be exported', async (t) => {
  const client = await clientFor(await emulate(t), {
    certificates: [
      { ...EC, domain: 'not a domain' },
      { ...EC, application: { csr: 'garbage' } },
    ],
  })
  for (const id of client.ids) {
    t.match(succeeds(t, await client.v3('GET', `/certificates/${id}`)), { status: 'ISSUED', fingerprint: null })
    refuses(t, await client.v3('POST', `/certificates/${id}/export`), 500, 'SCM.0007', 'v3')
    refuses(t, await client.v2('GET', `/cert/${id}/cert_file`), 500, 'SCM.0007', 'v2')
  }
})

t.test('a world with the largest of what can be bought and applied for comes back from its snapshot', async (t) => {
  const client = await clientFor(await emulate(t), { review: 'immediate', clock: FROZEN })
  const several = { domain_type: 'MULTI_DOMAIN', domain_numbers: 100, wildcard_domain_number: 99 }
  const id = await buy(client, { ...ORDER, ...several })
  const sans = Array.from({ length: 50 }, (_, n) => `n${n}.example.com`).join(';')
  const form = { ...FORM, sans, domain_method: 'DNS', applicant_name: 'a'.repeat(100), key_algorithm: 'EC_P256' }
  succeeds(t, await client.v3('POST', `/certificates/${id}/apply`, form))
  const add_sans = Array.from({ length: 49 }, (_, n) => `${'x'.repeat(60)}.n${n}.example.com`).join(';')
  succeeds(t, await client.v2('POST', `/cert/${id}/supplement`, { ori_sans: sans, add_sans }))
  const snapshot = await client.control('GET', '/snapshot')
  t.equal(snapshot.certificates[0].sans.split(';').length, 99)
  await client.control('PUT', '/snapshot', snapshot)
  t.same(await client.control('GET', '/snapshot'), snapshot)
})

t.test('the push history is that of a certificate, not of its id', async (t) => {
  const client = await clientFor(await emulate(t), { clock: FROZEN, certificates: [EC] })
  const [id] = client.ids
  succeeds(t, await client.v2('POST', `/cert/${id}/push`, { service_type: 'WAF', remote_project: 'cn-north-7' }))
  // "What the document leaves out becomes as in a new world" (world/snapshot.ts): its id is free again then.
  await client.control('PUT', '/snapshot', { clock: FROZEN })
  t.equal(await client.place({ ...EC, id }), id)
  t.same((await client.v2('GET', `/cert/${id}/push-history`)).json, { push_history_list: [] })
})
