import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { unzipSync } from 'fflate'
import t from 'tap'
import { refuses, succeeds } from '../support/answers.ts'
import { onlyLong, some } from '../support/length.ts'
import { noOpenssl } from '../support/openssl.ts'
import { EC, FORM } from '../support/samples.ts'
import { neighbour, type Site, siteFor } from '../support/trust.ts'

const skip = noOpenssl
const NAME = 'www.example.com'
const ISSUED = { ...EC, domain: NAME }
const one = ({ ids }: Site) => ids[0]
const serialOf = (pem: string) => new X509Certificate(pem).serialNumber

t.test('what is issued', { skip }, async (t) => {
  const kinds: [name: string, encrypt_type: string | undefined, key: RegExp][] = [
    ['RSA 2048 unless told', undefined, /rsaEncryption\s+Public-Key: \(2048 bit\)/],
    ['RSA 2048', 'SHA256withRSA2048', /rsaEncryption\s+Public-Key: \(2048 bit\)/],
    ['EC P-256', 'SHA256withECDSA', /id-ecPublicKey\s+Public-Key: \(256 bit\)[\s\S]*prime256v1/],
  ]
  for (const [name, encrypt_type, key] of some(kinds)) {
    await t.test(`${name}: exported and downloaded, openssl takes it for its names`, async (t) => {
      const names = { domain: NAME, sans: `*.example.com;mail.example.com` }
      const site = await siteFor(t, { certificates: [{ ...names, ...(encrypt_type && { encrypt_type }) }] })
      const { certificate, certificate_chain, private_key } = await site.export(one(site))
      t.match(site.verify('leaf.pem', '-x509_strict', '-purpose', 'sslserver'), { ok: true, text: 'leaf.pem: OK\n' })
      for (const [host, ok] of [
        ...([
          [NAME, true],
          ['mail.example.com', true],
          ['any.example.com', true],
        ] as const),
        ...([
          ['a.b.example.com', false],
          ['example.com', false],
          ['www.other.com', false],
        ] as const),
      ]) {
        t.equal(site.verify('leaf.pem', '-verify_hostname', host).ok, ok, host)
      }
      const text = site.tool.out('x509', '-in', 'leaf.pem', '-noout', '-text')
      t.match(text, key)
      t.match(text, /Subject: CN = www\.example\.com/)
      t.match(text, 'DNS:www.example.com, DNS:*.example.com, DNS:mail.example.com')
      t.match(text, `URI:${site.pki}/ca.crl`)
      t.match(text, `CA Issuers - URI:${site.pki}/ca.pem`)
      t.equal(site.tool.out('x509', '-in', 'leaf.pem', '-noout', '-ocsp_uri'), `${site.pki}/ocsp\n`)
      const ofKey = site.tool.out('pkey', '-in', 'leaf.pem.key', '-pubout')
      t.equal(site.tool.out('x509', '-in', 'leaf.pem', '-noout', '-pubkey'), ofKey, 'the key is its key')

      const files = unzipSync(await site.download(one(site)))
      t.same(Object.keys(files), ['certificate.pem', 'chain.pem', 'fullchain.pem', 'private.key'])
      const texts = Object.values(files).map((bytes) => Buffer.from(bytes).toString())
      t.same(texts, [certificate, certificate_chain, certificate + certificate_chain, private_key])
      site.tool.file('chain.pem', certificate_chain)
      t.ok(site.tool.run('verify', '-CAfile', 'root.pem', '-untrusted', 'chain.pem', 'leaf.pem').ok)
    })
  }

  for (const [kind, ...options] of [
    ['RSA', 'rsa', 'rsa_keygen_bits:3072'],
    ['EC', 'EC', 'ec_paramgen_curve:P-384'],
  ] as const) {
    await t.test(`a CSR of the user's own ${kind} key: the certificate is for it, the key stays theirs`, async (t) => {
      const site = await siteFor(t, { review: 'manual', certificates: [{ status: 'PAID' }] })
      const { tool } = site
      tool.out('genpkey', '-algorithm', options[0], '-pkeyopt', options[1], '-out', 'own.key')
      tool.out('req', '-new', '-key', 'own.key', '-subj', `/C=CN/CN=${NAME}`, '-out', 'own.csr')
      const csr = tool.read('own.csr').toString()
      succeeds(t, await site.v2('POST', `/cert/${one(site)}/complete`, { ...FORM, domain: NAME, csr }))
      await site.review(one(site))
      const { private_key } = await site.export(one(site))
      t.equal(private_key, null, 'the service never had the key')
      const pubkey = tool.out('pkey', '-in', 'own.key', '-pubout')
      t.equal(tool.out('x509', '-in', 'leaf.pem', '-noout', '-pubkey'), pubkey)
      t.ok(site.verify('leaf.pem', '-verify_hostname', NAME).ok)
      t.same(Object.keys(unzipSync(await site.download(one(site)))), ['certificate.pem', 'chain.pem', 'fullchain.pem'])
      const push = { target_project: 'x', target_service: 'ELB' }
      refuses(t, await site.v3('POST', `/certificates/${one(site)}/push`, push), 400, 'SCM.0010')
      t.equal((await site.v3('GET', `/certificates/${one(site)}`)).json.push_support, 'OFF')
    })
  }

  await t.test('SCM.0015 a saved CSR counts for an application that sends none', async (t) => {
    const site = await siteFor(t, { review: 'manual', certificates: [{ status: 'PAID' }] })
    const { tool } = site
    tool.out(
      'req',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      'own.key',
      '-subj',
      `/CN=${NAME}`,
      '-out',
      'own.csr',
    )
    const { csr, ...form } = { ...FORM, domain: NAME }
    succeeds(t, await site.v2('POST', `/cert/${one(site)}/save`, { ...form, csr: tool.read('own.csr').toString() }))
    const other = await site.v2('POST', `/cert/${one(site)}/complete`, { ...form, domain: 'www.other.com' })
    refuses(t, other, 400, 'SCM.0015', 'for another domain')
    succeeds(t, await site.v2('POST', `/cert/${one(site)}/complete`, form))
    await site.review(one(site))
    t.equal((await site.export(one(site))).private_key, null)
    t.equal(tool.out('x509', '-in', 'leaf.pem', '-noout', '-pubkey'), tool.out('pkey', '-in', 'own.key', '-pubout'))
  })
})

t.test('a revocation that takes effect', { skip }, async (t) => {
  await t.test('openssl takes a certificate that is REVOKING, and refuses it once it is REVOKED', async (t) => {
    const site = await siteFor(t, { review: 'manual', certificates: [ISSUED] })
    await site.export(one(site))
    t.match(await site.checked(), { ok: true, text: 'leaf.pem: OK\n' })
    t.match(await site.ocsp(), { ok: true, text: /Response verify OK\nleaf\.pem: good\n/ })
    await site.revoke(one(site))
    t.equal(await site.current(one(site)), 'REVOKING')
    t.match(await site.checked(), { ok: true, text: 'leaf.pem: OK\n' }, 'submitted is not revoked')
    t.match(await site.ocsp(), { text: /leaf\.pem: good\n/ })
    await site.review(one(site))
    t.match(await site.checked(), { ok: false, text: /certificate revoked/ })
    t.match(await site.ocsp(), { text: /Response verify OK\nleaf\.pem: revoked\n[\s\S]*Revocation Time: / })
    t.match(site.verify(), { ok: true }, 'who does not ask does not know')
    succeeds(t, await site.v2('DELETE', `/cert/${one(site)}`))
    t.match(await site.checked(), { ok: false, text: /certificate revoked/ }, 'a deleted one stays revoked')
    t.match(await site.ocsp(), { text: /leaf\.pem: revoked\n/ })
  })

  await t.test('OCSP: with a nonce and without, by POST and by GET; a serial that was never issued', async (t) => {
    const site = await siteFor(t, { certificates: [ISSUED] })
    const { certificate } = await site.export(one(site))
    for (const state of ['good', 'revoked']) {
      const says = new RegExp(`Response verify OK\nleaf\\.pem: ${state}\n`)
      const plain = await site.ocsp('-cert', 'leaf.pem', '-no_nonce')
      t.match(plain, { ok: true, text: says })
      t.notMatch(plain.text, /nonce/i)
      const nonced = await site.ocsp('-cert', 'leaf.pem', '-nonce', '-resp_text')
      t.match(nonced, { ok: true, text: new RegExp(`leaf\\.pem: ${state}\n`) })
      t.match(nonced.text, /OCSP Nonce:/)
      t.notMatch(nonced.text, /WARNING: no nonce/)
      for (const hash of ['-sha256', '-sha512'])
        t.match(await site.ocsp(hash, '-cert', 'leaf.pem'), { text: says }, hash)
      for (const flag of ['-no_nonce', '-nonce']) {
        site.tool.out('ocsp', '-issuer', 'ca.pem', '-cert', 'leaf.pem', flag, '-reqout', 'ask.der')
        const base64 = site.tool.read('ask.der').toString('base64')
        // RFC 6960, A.1: the URL-encoding of base64; some leave the slashes as they are.
        for (const path of [encodeURIComponent(base64), base64.replaceAll('+', '%2B')]) {
          const answer = await fetch(`${site.pki}/ocsp/${path}`)
          t.equal(answer.headers.get('content-type'), 'application/ocsp-response')
          site.tool.file('answer.der', Buffer.from(await answer.arrayBuffer()))
          const reading = [
            '-no_nonce',
            '-reqin',
            'ask.der',
            '-respin',
            'answer.der',
            '-issuer',
            'ca.pem',
            '-cert',
            'leaf.pem',
          ]
          t.match(await site.run('ocsp', ...reading, '-CAfile', 'root.pem'), { ok: true, text: says }, `GET ${flag}`)
        }
      }
      t.match(await site.ocsp('-serial', '0x1234'), { text: /Response verify OK\n0x1234: unknown\n/ })
      if (state === 'good') await site.revoke(one(site))
    }
    const serial = `0x${serialOf(certificate)}`
    const { text } = await site.ocsp('-serial', serial, '-serial', '7')
    t.match(text, `${serial}: revoked`)
    t.match(text, '7: unknown', 'two at once')
    const at = (field: string) => Date.parse(new RegExp(`${field}: (.*)`).exec(text)?.[1] ?? '')
    // RFC 6960, 4.2.2.1: thisUpdate is when the status is known to have been correct.
    t.ok(at('This Update') >= at('Revocation Time'), text)
  })

  await t.test('TLS: a handshake succeeds before, and is refused after', async (t) => {
    const site = await siteFor(t, { certificates: [ISSUED] })
    const { certificate, certificate_chain, private_key } = await site.export(one(site))
    const server = createServer({ cert: certificate + certificate_chain, key: private_key as string }, (_, reply) =>
      reply.end('hello'),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    t.teardown(() => new Promise((resolve) => server.close(resolve)))
    /** A client that asks for the CRL of each CA of the chain, as Node does once it is given any. */
    const get = async (ca = 'root.pem', name = NAME): Promise<string> => {
      await site.refresh()
      const crl = [await site.get('ca.crl.pem'), await site.get('root.crl.pem')]
      const { port } = server.address() as AddressInfo
      const options = { host: '127.0.0.1', port, servername: name, agent: false, crl, ca: site.tool.read(ca) }
      return new Promise((resolve) => {
        const asking = request(options, (answer) => answer.on('data', (data) => resolve(String(data))))
        asking.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
        asking.end()
      })
    }
    t.equal(await get(), 'hello')
    t.equal(await get('root.pem', 'www.other.com'), 'ERR_TLS_CERT_ALTNAME_INVALID', 'for its own name only')
    const other = await neighbour(t, site)
    site.tool.file('other.pem', other.tool.read('root.pem'))
    t.match(await get('other.pem'), /UNABLE_TO_GET|SELF_SIGNED_CERT_IN_CHAIN/, 'not by the CA of another world')
    await site.revoke(one(site))
    t.equal(await get(), 'CERT_REVOKED')
  })
})

t.test('OCSP: what anybody asks takes no more memory than a bound', { skip: skip || onlyLong }, async (t) => {
  const site = await siteFor(t, { certificates: [ISSUED] })
  const marked = '1122334455667788'
  const serials = Array.from({ length: 1_200 }, (_, index) => ['-serial', String(index + 1)]).flat()
  const asking = ['ocsp', '-issuer', 'ca.pem', '-serial', `0x${marked}`, ...serials, '-no_nonce', '-reqout', 'ask.der']
  site.tool.out(...asking)
  const request = readFileSync(site.tool.path('ask.der'))
  t.ok(request.length > 70_000, `${request.length} bytes`)
  const place = request.indexOf(Buffer.from(marked, 'hex'))
  const ask = async (number: number) => {
    const body = Buffer.from(request)
    body.writeUInt32BE(0x11000000 + number, place)
    const answer = await fetch(`${site.pki}/ocsp`, { method: 'POST', body })
    return (await answer.arrayBuffer()).byteLength
  }
  t.ok((await ask(0)) > 10_000, 'it is answered')
  const before = memory()
  for (let number = 1; number <= 15; number += 1) await ask(number)
  const grown = (memory() - before) / 1024 / 1024
  t.ok(grown < 6, `${grown.toFixed(1)} MB more after 15 requests`)
})

/** What is reachable, in bytes. */
function memory(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
