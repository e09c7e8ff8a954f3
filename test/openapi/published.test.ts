import { X509Certificate } from 'node:crypto'
import Database from 'better-sqlite3'
import t from 'tap'
import { succeeds } from '../support/answers.ts'
import { emulate, folder } from '../support/emulate.ts'
import { noOpenssl } from '../support/openssl.ts'
import { EC } from '../support/samples.ts'
import { again, neighbour, type Site, siteFor } from '../support/trust.ts'

const skip = noOpenssl
const NAME = 'www.example.com'
const ISSUED = { ...EC, domain: NAME }
const one = ({ ids }: Site) => ids[0]
const serialOf = (pem: string) => new X509Certificate(pem).serialNumber
const numberOf = ({ tool }: Site) =>
  Number(/=0x([0-9A-F]+)/i.exec(tool.out('crl', '-in', 'crl.pem', '-noout', '-crlnumber'))?.[1] ?? Number.NaN)

t.test('when and how it is published', { skip }, async (t) => {
  await t.test("reasons: the first of the world's texts that the reason contains; else none (ours)", async (t) => {
    const reasons = { key: 'keyCompromise', 信息: 'affiliationChanged' }
    const site = await siteFor(t, { revocation: { reasons }, certificates: [ISSUED, ISSUED, ISSUED] })
    const told = [
      ['My KEY was lost', 'keyCompromise'],
      ['证书信息填写错误', 'affiliationChanged'],
      ['', undefined],
    ] as const
    const lines: RegExp[] = []
    for (const [index, [text, reason]] of told.entries()) {
      const id = site.ids[index] as string
      const { certificate } = await site.export(id)
      await site.revoke(id, text)
      const said = (await site.ocsp('-cert', 'leaf.pem', '-no_nonce')).text
      t.equal(/Reason: (\w+)/.exec(said)?.[1], reason, `OCSP: ${text}`)
      const because = { keyCompromise: 'Key Compromise', affiliationChanged: 'Affiliation Changed', none: '' }[
        reason ?? 'none'
      ]
      const entry = `Serial Number: ${serialOf(certificate)}\\s+Revocation Date: .*\\n`
      lines.push(
        new RegExp(entry + (because ? `.*\\n.*Reason Code: \\n\\s+${because}\\n` : '(?:    Serial|    Signature)')),
      )
    }
    await site.refresh()
    for (const line of lines) t.match(site.tool.out('crl', '-in', 'crl.pem', '-noout', '-text'), line)
    await site.control('PATCH', '', { revocation: { reasons: { key: 'superseded' } } })
    const { text } = await site.ocsp('-serial', `0x${/Serial Number: (\w+)/.exec(lines[0]?.source ?? '')?.[1]}`)
    t.match(text, /Reason: superseded/, 'the setting counts as it is now')
    await site.refresh()
    t.match(site.tool.out('crl', '-in', 'crl.pem', '-noout', '-text'), /Superseded/, 'in the CRL too')
  })

  await t.test('publication_lag: REVOKED, and not known outside until it is over', async (t) => {
    const site = await siteFor(t, { revocation: { publication_lag: '1h' }, certificates: [ISSUED] })
    await site.export(one(site))
    await site.revoke(one(site))
    // A few seconds on: a CRL may be made in the second after this one.
    const at = async () => String(Math.floor(Date.parse((await site.control('GET', '/clock')).now) / 1000) + 5)
    const leeway = ['-cert', 'leaf.pem', '-no_nonce', '-validity_period', '8000']
    for (const [by, ok] of [
      ['0s', true],
      ['59m', true],
      ['2m', false],
    ] as const) {
      await site.advance(by)
      t.equal(await site.current(one(site)), 'REVOKED', 'the service tells at once')
      t.equal((await site.checked('leaf.pem', '-attime', await at())).ok, ok, `CRL ${by}`)
      t.match((await site.ocsp(...leeway)).text, ok ? 'leaf.pem: good' : 'leaf.pem: revoked', `OCSP ${by}`)
    }
  })

  await t.test('a moved clock: who verifies must move theirs (-attime)', async (t) => {
    const site = await siteFor(t, { clock: { now: '+400d' }, certificates: [ISSUED] })
    await site.export(one(site))
    const then = String(Math.floor(Date.parse((await site.control('GET', '/clock')).now) / 1000) + 5)
    t.match(await site.checked(), { ok: false, text: /certificate is not yet valid/ })
    t.match(await site.checked('leaf.pem', '-attime', then), { ok: true })
    await site.revoke(one(site))
    t.match(await site.checked('leaf.pem', '-attime', then), { ok: false, text: /certificate revoked/ })
    const late = String(Number(then) + 2 * 86_400)
    t.match(await site.checked('leaf.pem', '-attime', late), { ok: false, text: /CRL has expired/ })
  })
})

t.test('CAs, CRLs and what is kept', { skip }, async (t) => {
  await t.test('forms, types and headers', async (t) => {
    const site = await siteFor(t, { certificates: [ISSUED] })
    await site.export(one(site))
    await site.revoke(one(site))
    await site.refresh()
    for (const name of ['ca', 'root']) {
      const der = await fetch(`${site.pki}/${name}.crl`)
      t.equal(der.headers.get('content-type'), 'application/pkix-crl', 'RFC 5280, 4.2.1.13')
      site.tool.file('x.crl', Buffer.from(await der.arrayBuffer()))
      const pem = await fetch(`${site.pki}/${name}.crl.pem`)
      t.equal(pem.headers.get('content-type'), 'application/x-pem-file')
      t.equal(site.tool.out('crl', '-inform', 'DER', '-in', 'x.crl'), await pem.text(), 'the same list')
      const text = await site.run('crl', '-inform', 'DER', '-in', 'x.crl', '-noout', '-text', '-CAfile', `${name}.pem`)
      t.match(text.text, /verify OK/)
      t.equal(text.text.includes('No Revoked Certificates'), name === 'root')
      for (const [header, field] of [
        ['last-modified', 'Last'],
        ['expires', 'Next'],
      ] as const) {
        const said = new RegExp(`${field} Update: (.*)`).exec(text.text)?.[1] ?? ''
        t.equal(new Date(said).toUTCString(), der.headers.get(header), header)
      }
      t.equal(der.headers.get('etag'), pem.headers.get('etag'))
      t.match(der.headers.get('cache-control'), /no-cache/, "caches must ask again: the world's clock may move")
      const ca = await fetch(`${site.pki}/${name}.pem`)
      t.equal(ca.headers.get('content-type'), 'application/x-pem-file')
      t.match(ca.headers.get('cache-control'), /max-age=\d+/)
    }
    t.match(
      (await fetch(`${site.pki}/ocsp`, { method: 'POST' })).headers.get('content-type'),
      'application/ocsp-response',
    )
    for (const path of ['ca.crl', 'ca.crl.pem', 'root.crl', 'ca.pem', 'root.pem', 'ocsp/AAAA']) {
      const answer = await fetch(`${site.target.url}/pki/${'0'.repeat(32)}/${path}`)
      t.equal(answer.status, 404, `404 APIGW.0101 ${path} of an unknown project`)
      t.match(await answer.json(), { error_code: 'APIGW.0101' })
    }
  })

  await t.test('after restarts: the same CAs, certificates and keys; CRL numbers only grow', async (t) => {
    const options = { db: `${folder(t)}/test.db` }
    const runs: { site: Site; first: string; texts: unknown; number: number }[] = []
    for (const run of [0, 1, 2]) {
      await t.test(`run ${run}`, async (t) => {
        const target = await emulate(t, options, 'tcp')
        const before = runs.at(-1)?.site
        const site = before
          ? await again(t, target, before)
          : await siteFor(t, { certificates: [ISSUED, ISSUED] }, target)
        const first = before ? runs[0]?.first : (await site.export(one(site))).certificate
        site.tool.file('first.pem', first ?? '')
        const material = await site.export(site.ids[1] as string)
        t.equal((await site.checked('first.pem')).ok, run < 2)
        t.ok((await site.checked()).ok)
        const number = numberOf(site)
        if (run === 1) await site.revoke(one(site))
        await site.refresh()
        const texts = [site.tool.read('root.pem').toString(), site.tool.read('ca.pem').toString(), material]
        runs.push({ site, first: first ?? '', texts, number: numberOf(site) })
        t.ok(
          runs.every((earlier, index) => index === run || earlier.number < number),
          `CRL number ${number} is new`,
        )
        t.equal(numberOf(site) > number, run === 1, 'a revocation makes a new list, looking does not')
      })
    }
    t.same(runs[1]?.texts, runs[0]?.texts)
    t.same(runs[2]?.texts, runs[0]?.texts)
  })

  await t.test('reset keeps the CA and what it has revoked; another world has a CA of its own', async (t) => {
    const site = await siteFor(t, { certificates: [ISSUED] })
    await site.export(one(site))
    await site.revoke(one(site))
    const root = site.tool.read('root.pem').toString()
    await site.control('POST', '/reset')
    await site.refresh()
    t.equal(site.tool.read('root.pem').toString(), root)
    t.match(await site.checked(), { ok: false, text: /certificate revoked/ })
    t.equal(await site.current(one(site)), 'ISSUED')
    const leaf = site.tool.read('leaf.pem').toString()
    t.not((await site.export(one(site), 'new.pem')).certificate, leaf, 'it is issued anew')
    t.match(await site.checked('new.pem'), { ok: true })
    t.match(await site.ocsp('-cert', 'new.pem'), { text: /new\.pem: good/ })

    const other = await neighbour(t, site, { certificates: [ISSUED] })
    t.not(other.tool.read('root.pem').toString(), root)
    other.tool.file('foreign.pem', site.tool.read('new.pem'))
    t.match(await other.checked('foreign.pem'), { ok: false, text: /unable to get local issuer certificate/ })
    const serial = `0x${serialOf(site.tool.read('new.pem').toString())}`
    t.match(await other.ocsp('-serial', serial), { text: `${serial}: unknown` }, 'asked about as its own')
    other.tool.file('stranger.pem', site.tool.read('ca.pem'))
    const asked = ['-issuer', 'stranger.pem', '-cert', 'foreign.pem', '-url', `${other.pki}/ocsp`]
    t.match(await other.run('ocsp', ...asked), { text: /Responder Error: unauthorized \(6\)/ }, 'asked about as it is')
    // A world that is gone takes its CA along; a new one of the same id has another.
    await site.control('DELETE', '')
    t.equal((await fetch(`${site.pki}/root.pem`)).status, 404)
    await site.target.world({ project_id: site.world.project_id })
    t.not((await site.get('root.pem')).toString(), root)
  })

  await t.test('the CRL keeps when each was revoked, whatever becomes of its id', async (t) => {
    const site = await siteFor(t, { clock: { now: '-10d' }, certificates: [ISSUED] })
    const dateOf = (pem: string) => {
      const text = site.tool.out('crl', '-in', 'crl.pem', '-noout', '-text')
      return new RegExp(`Serial Number: ${serialOf(pem)}\\s+Revocation Date: (.*)`).exec(text)?.[1]
    }
    const first = (await site.export(one(site))).certificate
    await site.revoke(one(site))
    await site.refresh()
    const date = dateOf(first)
    t.type(date, 'string')
    await site.control('POST', '/reset')
    const second = (await site.export(one(site))).certificate
    await site.advance('5d')
    await site.revoke(one(site))
    await site.refresh()
    t.type(dateOf(second), 'string')
    t.equal(dateOf(first), date, 'a revocation of its successor does not move it')
    await site.control('PATCH', `/certificates/${one(site)}`, { status: 'ISSUED' })
    await site.refresh()
    t.equal(dateOf(second), undefined, 'who places it as issued takes the revocation back')
    t.equal(dateOf(first), date, 'but not that of its predecessor')
  })

  await t.test('what is restored, or changed by hand, is issued as it is then', async (t) => {
    const site = await siteFor(t, { clock: { frozen: true }, certificates: [ISSUED] })
    const names = async (name?: string) =>
      new X509Certificate((await site.export(one(site), name)).certificate).subjectAltName
    const snapshot = await site.control('GET', '/snapshot')
    const { certificate, private_key } = await site.export(one(site))
    await site.revoke(one(site))
    const upload = async () => {
      const sent = { cert_name: 'own', cert: certificate, private_key }
      return succeeds(t, await site.v2('POST', '/cert/upload', sent)).cert_id
    }
    const uploaded = await upload()
    await site.control('PUT', '/snapshot', snapshot)
    t.equal(await site.current(one(site)), 'ISSUED')
    await names('restored.pem')
    t.match(await site.checked('restored.pem'), { ok: true }, 'what is ISSUED again is not the revoked one')
    t.match(await site.checked('leaf.pem'), { ok: false, text: /certificate revoked/ })
    t.equal(await upload(), uploaded, 'its clock stands still, its id is free')
    const kept = await site.control('GET', '/snapshot')
    await site.control('PUT', '/snapshot', kept)
    t.equal(
      (await site.export(uploaded, 'uploaded.pem')).certificate,
      certificate,
      'an uploaded one is as it was uploaded',
    )
    await site.control('PATCH', `/certificates/${one(site)}`, { domain: 'www.other.com' })
    t.equal(await names(), 'DNS:www.other.com')
    const there = await neighbour(t, site, { certificates: [{ ...ISSUED, id: one(site), domain: 'www.third.com' }] })
    await there.export(one(site))
    await there.control('PUT', '/snapshot', kept)
    t.equal(new X509Certificate((await there.export(one(site))).certificate).subjectAltName, `DNS:${NAME}`)
  })

  await t.test('10,000 revoked certificates: one list, made once, and OCSP knows them', async (t) => {
    const options = { db: `${folder(t)}/test.db` }
    const sites: Site[] = []
    await t.test('a world with a CA', async (t) => {
      sites.push(await siteFor(t, {}, await emulate(t, options, 'tcp')))
    })
    const [before] = sites as [Site]
    const database = new Database(options.db)
    const add = database.prepare('INSERT INTO ledger VALUES (?, ?, ?, ?, ?)')
    database.transaction(() => {
      for (let n = 0; n < 10_000; n += 1) {
        add.run(
          before.world.project_id,
          (0x400000 + n).toString(16),
          `scs17${String(n).padStart(11, '0')}`,
          Date.now() - n,
          'key',
        )
      }
    })()
    database.close()
    await t.test('after a restart', async (t) => {
      const site = await again(t, await emulate(t, options, 'tcp'), before)
      const text = site.tool.out('crl', '-in', 'crl.pem', '-noout', '-text')
      t.equal(text.split('Serial Number: ').length - 1, 10_000)
      site.tool.file('ca.crl.pem', await site.get('ca.crl.pem'))
      t.match(site.tool.run('crl', '-in', 'ca.crl.pem', '-noout', '-CAfile', 'ca.pem'), { ok: true, text: /verify OK/ })
      const number = numberOf(site)
      const lists = await Promise.all(Array.from({ length: 20 }, () => site.get('ca.crl')))
      t.ok(
        lists.every((list) => list.equals(lists[0] as Buffer)),
        'the same for all who ask',
      )
      await site.refresh()
      t.equal(numberOf(site), number, 'and made once')
      t.match(await site.ocsp('-serial', '0x40270F', '-serial', '0x400000', '-serial', '0x402710'), {
        text: /0x40270F: revoked\n[\s\S]*0x400000: revoked\n[\s\S]*0x402710: unknown/,
      })
    })
  })
})

t.test('bad OCSP requests are answered in words of OCSP', { skip }, async (t) => {
  const site = await siteFor(t, { certificates: [ISSUED] })
  await site.export(one(site))
  const serials = Array.from({ length: 1000 }, (_, n) => ['-serial', String(n + 1)]).flat()
  site.tool.out('ocsp', '-issuer', 'ca.pem', '-cert', 'leaf.pem', '-no_nonce', '-reqout', 'ask.der')
  site.tool.out('ocsp', '-issuer', 'ca.pem', ...serials, '-no_nonce', '-reqout', 'many.der')
  site.tool.out('ocsp', '-issuer', 'root.pem', '-serial', '1', '-no_nonce', '-reqout', 'root.der')
  const [ask, many, root] = ['ask.der', 'many.der', 'root.der'].map((name) => site.tool.read(name)) as [
    Buffer,
    Buffer,
    Buffer,
  ]
  const post = async (body: Buffer, type = 'application/ocsp-request') => {
    const answer = await fetch(`${site.pki}/ocsp`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: new Uint8Array(body),
    })
    t.equal(answer.status, 200, 'RFC 6960, A.1: HTTP succeeds')
    t.equal(answer.headers.get('content-type'), 'application/ocsp-response')
    return Buffer.from(await answer.arrayBuffer())
  }
  /** RFC 6960, 4.2.1: an OCSPResponse with a status and nothing else. */
  const status = (code: number) => Buffer.of(0x30, 3, 0x0a, 1, code)
  const [MALFORMED, UNAUTHORIZED] = [status(1), status(6)]

  const bad: [name: string, bytes: Buffer, answer: Buffer][] = [
    ['empty', Buffer.alloc(0), MALFORMED],
    ['JSON', Buffer.from('{"reason": ""}'), MALFORMED],
    ['garbage', Buffer.from(Array.from({ length: 500 }, (_, n) => (n * 7919) % 256)), MALFORMED],
    ['followed by more', Buffer.concat([ask, Buffer.of(0)]), MALFORMED],
    ['twice', Buffer.concat([ask, ask]), MALFORMED],
    ['as PEM', Buffer.from(ask.toString('base64')), MALFORMED],
    ['about nothing', Buffer.from('3004300230 00'.replace(' ', ''), 'hex'), MALFORMED],
    ['1 MB of zeros', Buffer.alloc(1024 * 1024), MALFORMED],
    ['1 MB of openings', Buffer.alloc(1024 * 1024, 0x30), MALFORMED],
    ['one that claims 2 GB', Buffer.from('30847fffffff', 'hex'), MALFORMED],
    ['for the CA above', root, UNAUTHORIZED],
  ]
  for (const [name, bytes, answer] of bad) {
    await t.test(name, async (t) => {
      t.same(await post(bytes), answer)
      const got = await fetch(`${site.pki}/ocsp/${encodeURIComponent(bytes.toString('base64').slice(0, 20_000))}`)
      t.equal(got.status, 200, 'GET')
      t.same(Buffer.from(await got.arrayBuffer()), answer, 'GET')
    })
  }
  await t.test('cut anywhere', async (t) => {
    for (let length = 0; length < ask.length; length += 1) {
      t.same(await post(ask.subarray(0, length)), MALFORMED, `${length} bytes`)
    }
  })
  await t.test('1,000 serials: as many answers', async (t) => {
    site.tool.file('answer.der', await post(many))
    const reading = ['-respin', 'answer.der', '-issuer', 'ca.pem', '-CAfile', 'root.pem', ...serials]
    const { text } = await site.run('ocsp', ...reading)
    t.equal(text.match(/^\d+: unknown$/gm)?.length, 1000)
    t.match(text, /Response verify OK/)
  })
  await t.test('whatever its type is said to be', async (t) => {
    const answers = await Promise.all(['application/json', 'text/plain', 'x'].map((type) => post(ask, type)))
    for (const answer of answers) t.ok(answer.length > 100)
  })
  t.match(await site.ocsp(), { ok: true, text: /leaf\.pem: good/ }, 'it still answers')
})
