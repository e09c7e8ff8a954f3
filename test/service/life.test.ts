import { X509Certificate } from 'node:crypto'
import t from 'tap'
import { refuses, succeeds } from '../support/answers.ts'
import { buy, clientFor, isListed } from '../support/client.ts'
import { emulate, suite } from '../support/emulate.ts'
import { BUY, EC, FORM, FROZEN, NOW, ORDER } from '../support/samples.ts'

const APPLY = { ...FORM, domain_method: 'DNS', key_algorithm: 'EC_P256' }
/** What the worked examples send with a list: a body, with a limit that the reference does not know. */
const PAGE = '{\n    "limit": "2", \n    "offset": "0"\n}'

suite("the vendor's worked examples", async (t, target) => {
  await t.test('example 1: delete expired certificates', async (t) => {
    const client = await clientFor(target, {
      clock: FROZEN,
      certificates: [{ not_after: '+31d' }, { not_after: '+32d', status: 'UPLOAD' }, { not_after: '+40d' }],
    })
    await client.advance('35d')
    const { certificates, total_count } = succeeds(t, await client.v3('GET', '/certificates', PAGE))
    t.equal(total_count, 3)
    const expired = certificates.filter(({ status }: { status: string }) => status === 'EXPIRED')
    t.equal(expired.length, 2)
    for (const { id, expire_time } of expired) {
      t.ok(Date.parse(`${expire_time.slice(0, 19)}Z`) <= Date.parse(NOW) + 35 * 86_400_000, expire_time)
      const answer = await client.v3('DELETE', `/certificates/${id}`, `{\n     certificate_id:${id}\n}`)
      succeeds(t, answer, 204)
      refuses(t, await client.v3('DELETE', `/certificates/${id}`), 404, 'SCM.0020', 'a second time')
    }
    const left = await client.v3('GET', '/certificates?status=EXPIRED', PAGE)
    t.same(left.json, { certificates: [], total_count: 0 })
    t.equal((await client.v3('GET', '/certificates')).json.total_count, 1)
  })

  await t.test('example 2: upload a certificate of your own and push it', async (t) => {
    const elsewhere = await clientFor(target, { certificates: [{ ...EC, domain: 'www.zx.com' }] })
    const own = await elsewhere.v3('POST', `/certificates/${elsewhere.ids[0]}/export`)
    const { certificate, certificate_chain, private_key } = own.json
    const client = await clientFor(target)
    const body = { name: 'test', certificate, certificate_chain, private_key }
    const { certificate_id } = succeeds(t, await client.v3('POST', '/certificates/import', body))
    const { certificates } = succeeds(t, await client.v3('GET', '/certificates', PAGE))
    t.match(certificates, [{ id: certificate_id, name: 'test', domain: 'www.zx.com', status: 'UPLOAD' }])
    const push = { target_project: 'cn-north-4', target_service: 'WAF' }
    const answer = await client.v3('POST', `/certificates/${certificate_id}/push`, push)
    succeeds(t, answer, 204)
    t.equal(answer.text, '')
    const back = (await client.v3('POST', `/certificates/${certificate_id}/export`)).json
    t.equal(back.entire_certificate, certificate + certificate_chain, 'it comes back as it went in')
    t.equal(back.private_key, private_key)
    t.same(await client.trail(), ['uploadScmCert', 'pushScmCertToELB', 'downloadScmCert'])
  })

  await t.test('example 3: buy, apply, get issued, push', async (t) => {
    const client = await clientFor(target, { review: '1h', clock: FROZEN })
    const id = await buy(client)
    succeeds(t, await client.v3('POST', `/certificates/${id}/apply`, APPLY))
    const push = { target_project: 'cn-north-4', target_service: 'ELB' }
    refuses(t, await client.v3('POST', `/certificates/${id}/push`, push), 400, 'SCM.0010', 'not yet')
    await client.advance('1h')
    const { certificates } = succeeds(t, await client.v3('GET', '/certificates?status=ISSUED', PAGE))
    t.match(certificates, [{ id, domain: FORM.domain, expire_time: '2027-11-24 17:00:00.0', deploy_support: true }])
    succeeds(t, await client.v3('POST', `/certificates/${id}/push`, push), 204)
    const issued = ['purchaseScmCert', 'completeScmCert', 'pushScmCertToELB SCM.0010', 'approveReview']
    t.same(await client.trail(), [...issued, 'pushScmCertToELB'])
  })
})

/** Each kind, and what it goes through until it is issued. */
const KINDS: [name: string, order: object, stages: string[]][] = [
  ['DV', BUY, ['CHECKING', 'ISSUED']],
  ['OV', ORDER, ['CHECKING', 'CHECKING_ORG', 'ISSUING', 'ISSUED']],
  ['EV', { ...ORDER, cert_type: 'EV_SSL_CERT' }, ['CHECKING', 'CHECKING_ORG', 'ISSUING', 'ISSUED']],
]

suite('the full life', async (t, target) => {
  for (const [kind, order, stages] of KINDS) {
    await t.test(`${kind}: buy, save, apply, approve, export, revoke, wait, CRL, delete`, async (t) => {
      const client = await clientFor(target, { review: 'manual', clock: FROZEN })
      const { v2, v3 } = client
      const id = await buy(client, order)
      const show = async () => (await v2('GET', `/cert/${id}`)).json
      t.match(await show(), { status: 'PAID', domain_name: '', DNS_push_status: 'NONE', auth: [], push_support: 'OFF' })
      refuses(t, await v3('POST', `/certificates/${id}/export`), 400, 'SCM.0010', 'nothing is there yet')

      succeeds(t, await v2('POST', `/cert/${id}/save`, { ...FORM, company_name: 'draft' }))
      succeeds(t, await v2('POST', `/cert/${id}/info/BL/upload_authentication`, Buffer.of(1)))
      const { domain, agree_privacy_protection, csr, ...form } = FORM
      const saved = { domain_name: domain, CSR: null, ...form, company_name: 'draft', bl: '1', tl: '0' }
      t.same((await v2('POST', `/cert/${id}/read`)).json, saved)

      succeeds(t, await v3('POST', `/certificates/${id}/apply`, { ...APPLY, auto_dns_auth: true }))
      const [, ...later] = stages
      const auth = [{ method: 'DNS', domain_name: domain, host_record: '_dnsauth', record_type: 'TXT' }]
      t.match(await show(), { status: 'CHECKING', company_name: form.company_name, DNS_push_status: 'ON', auth })
      succeeds(t, await v2('POST', `/cert/${id}/info/TL/upload_authentication`, Buffer.of(1)))
      t.match((await v2('POST', `/cert/${id}/read`)).json, { bl: '1', tl: '1' })
      for (const stage of later) {
        await client.review(id)
        t.equal((await show()).status, stage)
      }
      const issued = (await v3('GET', `/certificates/${id}`)).json
      t.match(issued, { issue_time: '2026-11-24 16:00:00.0', not_after: '2027-11-24 16:00:00.0', push_support: 'ON' })

      const { certificate } = succeeds(t, await v3('POST', `/certificates/${id}/export`))
      const x509 = new X509Certificate(certificate)
      t.equal(x509.subjectAltName, `DNS:${domain}`)
      t.equal(x509.validToDate.toISOString(), '2027-11-24T08:00:00.000Z')
      t.equal(x509.fingerprint.replaceAll(':', '').toLowerCase(), issued.fingerprint)
      if (kind !== 'DV') t.match(x509.subject, /O=华为成都分公司/u, 'the organisation is in it')

      await client.control('PATCH', '', { review: '1d' })
      succeeds(t, await v2('POST', `/cert/${id}/revoke`, { reason: '证书信息填写错误' }))
      t.match(await show(), { status: 'REVOKING', revoke_reason: '证书信息填写错误' })
      t.notOk(await isListed(target, client, certificate), 'submitted is not revoked')
      for (const [method, path] of [
        ['POST', `/certificates/${id}/export`],
        ['DELETE', `/certificates/${id}`],
        ['POST', `/certificates/${id}/cancel-cert`],
      ] as const) {
        refuses(t, await v3(method, path), 400, 'SCM.0010', `${method} ${path}`)
      }
      await client.advance('23h')
      t.notOk(await isListed(target, client, certificate), 'nor after less than a day')
      await client.advance('1h')
      t.ok(await isListed(target, client, certificate), 'the CRL tells of it before anybody has asked the service')
      t.match(await show(), { status: 'REVOKED', push_support: /./ })
      succeeds(t, await v2('DELETE', `/cert/${id}`))
      refuses(t, await v2('GET', `/cert/${id}`), 400, 'SCM.0020', 'v2')
      refuses(t, await v3('GET', `/certificates/${id}`), 404, 'SCM.0020', 'v3')
      t.ok(await isListed(target, client, certificate), 'a deleted certificate stays revoked')

      // The names of the vendor's audit service; operations that it has none for are under their own.
      t.same(await client.trail(), [
        'purchaseScmCert',
        'downloadScmCert SCM.0010',
        'SaveApplication',
        'uploadScmUserMessage',
        'completeScmCert',
        'uploadScmUserMessage',
        ...later.map(() => 'approveReview'),
        'downloadScmCert',
        'revokeScmCert',
        'downloadScmCert SCM.0010',
        'deleteScmCert SCM.0010',
        'cancelScmCert SCM.0010',
        'approveReview',
        'deleteScmCert',
      ])
    })
  }
})

t.test('withdrawals', async (t) => {
  const target = await emulate(t)
  const applied = async (order: object = BUY) => {
    const client = await clientFor(target, { review: '1h', clock: FROZEN })
    const id = await buy(client, order)
    succeeds(t, await client.v3('POST', `/certificates/${id}/apply`, APPLY))
    return { client, id, withdraw: () => client.v2('POST', `/cert/${id}/cancel-cert`) }
  }

  await t.test('200 in time: it is PAID again, and can be applied for again', async (t) => {
    const { client, id, withdraw } = await applied()
    await client.advance('30m')
    t.same(succeeds(t, await withdraw()), { cert_id: id, message: 'success' })
    t.equal(await client.current(id), 'CANCELCHECKING')
    refuses(t, await withdraw(), 400, 'SCM.0010', 'once is enough')
    await client.advance('45m')
    t.equal(await client.current(id), 'CANCELCHECKING', 'it is not issued meanwhile')
    await client.advance('15m')
    t.equal(await client.current(id), 'PAID')
    succeeds(t, await client.v2('POST', `/cert/${id}/complete`, FORM))
    await client.advance('1h')
    t.equal(await client.current(id), 'ISSUED')
  })

  await t.test('200 too late: the CA had issued it by then (user guide), and refuses the withdrawal', async (t) => {
    const { client, id, withdraw } = await applied()
    await client.control('PATCH', '', { review: 'manual' })
    succeeds(t, await withdraw())
    await client.advance('2h')
    t.equal(await client.current(id), 'CANCELCHECKING')
    t.same(await client.review(id, 'reject'), { id, status: 'ISSUED' })
    t.equal((await client.v3('GET', `/certificates/${id}`)).json.issue_time, '2026-11-24 18:00:00.0')
  })

  await t.test('200 refused in time: it goes on as before', async (t) => {
    const { client, id, withdraw } = await applied({ ...ORDER })
    await client.control('PATCH', '', { review: 'manual' })
    succeeds(t, await withdraw())
    await client.advance('40m')
    t.same(await client.review(id, 'reject'), { id, status: 'CHECKING' })
    const seen = []
    for (const by of ['20m', '1h', '1h']) {
      await client.advance(by)
      seen.push(await client.current(id))
    }
    t.same(seen, ['CHECKING_ORG', 'ISSUING', 'ISSUED'])
    refuses(t, await withdraw(), 400, 'SCM.0010', 'what is issued')
  })

  await t.test('200 what no application has is ignored, and not kept', async (t) => {
    const client = await clientFor(target, { review: 'manual', clock: FROZEN })
    const [a, b, c] = [await buy(client, BUY), await buy(client, BUY), await buy(client, BUY)]
    const deep = `${'['.repeat(2_000)}${']'.repeat(2_000)}`
    const more = `,"bl":"1","tl":"1","project_id":"x","extra":"${'x'.repeat(1_000)}","deep":${deep}}`
    const sent = (form: object, ending = '') => `${JSON.stringify(form).slice(0, -1)}${ending}${more}`
    const json = { 'content-type': 'application/json', 'x-auth-token': client.world.token }
    const post = (path: string, body: string) => target.ask({ method: 'POST', path, headers: json, body })
    const v2 = `/v2/${client.world.project_id}/scm/cert`
    succeeds(t, await post(`${v2}/${a}/save`, sent(FORM, ',"domain_method":5')))
    succeeds(t, await post(`${v2}/${b}/complete`, sent(FORM)))
    succeeds(t, await post(`/v3/scm/certificates/${c}/apply`, sent(APPLY)))
    const path = `/worlds/${client.world.project_id}/snapshot`
    const snapshot = await target.control('GET', path)
    t.notMatch(JSON.stringify(snapshot), /extra|deep/)
    t.match(snapshot.certificates, Array(3).fill({ application: { bl: '0', tl: '0' } }))
    await target.control('PUT', path, snapshot)
  })

  await t.test('200 a refused application can be mended', async (t) => {
    const { client, id, withdraw } = await applied()
    t.same(await client.review(id, 'reject'), { id, status: 'UNPASSED' })
    refuses(t, await withdraw(), 400, 'SCM.0010')
    succeeds(t, await client.v2('POST', `/cert/${id}/save`, { ...FORM, domain: 'other.example.com' }))
    succeeds(t, await client.v2('POST', `/cert/${id}/complete`, { ...FORM, domain: 'other.example.com' }))
    await client.advance('1h')
    t.match(await client.certificate(id), { status: 'ISSUED', domain: 'other.example.com' })
  })
})
