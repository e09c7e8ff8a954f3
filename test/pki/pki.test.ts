import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { connect, createServer } from 'node:tls'
import { fileURLToPath } from 'node:url'
import * as pkijs from 'pkijs'
import t, { type Test } from 'tap'
import { CRL_REASONS, type CrlReason } from '../../src/domain/revocation.ts'
import {
  generateKeyPair,
  type Issuer,
  isDomain,
  type KeyKind,
  keyMatches,
  loadPki,
  newSerial,
  type Order,
  PkiError,
  readPrivateKey,
  toPem,
} from '../../src/pki/index.ts'
import { program } from '../support/child.ts'
import { noOpenssl, type Openssl, openssl } from '../support/openssl.ts'

const NOW = Date.now()
const DAY = 86_400_000
const SPAN = { not_before: Date.parse('0000-01-01T00:00:00Z'), not_after: Date.parse('9999-12-31T23:59:59Z') }
const URLS = { crl_url: 'http://pki.test/ca.crl', ocsp_url: 'http://pki.test/ocsp', ca_url: 'http://pki.test/ca.pem' }
const LEAF = { not_before: NOW - DAY, not_after: NOW + 365 * DAY, ...URLS }

const pki = await loadPki()

interface Authority {
  root: Issuer
  ca: Issuer
}

async function authority(kind: KeyKind = 'ec', name = 'Test'): Promise<Authority> {
  const [rootKey, caKey] = await Promise.all([generateKeyPair(kind), generateKeyPair(kind)])
  const rootPem = pki.createRoot({ name: `${name} root`, ...rootKey, serial: newSerial(), ...SPAN })
  const root = pki.openIssuer({ certificate: rootPem, ...rootKey })
  const certificate = pki.createIssuingCa({
    name: `${name} CA`,
    key: caKey.public_key,
    root,
    serial: newSerial(),
    ...SPAN,
  })
  return { root, ca: pki.openIssuer({ certificate, ...caKey }) }
}

const keys = { ec: await generateKeyPair('ec'), rsa: await generateKeyPair('rsa') }
const ours = await authority()

function leaf(order: Partial<Order> = {}): { pem: string; serial: string } {
  const serial = newSerial()
  const defaults = { domains: ['www.example.com'] as const, public_key: keys.ec.public_key, issuer: ours.ca, serial }
  return { serial, pem: pki.issueCertificate({ ...defaults, ...LEAF, ...order }) }
}

/** The kind of problem that a function reports; what it gives where it reports none. */
async function problem(run: () => unknown): Promise<unknown> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof PkiError)) throw error
    return error.kind
  }
}

function files(t: Test, { root, ca }: Authority = ours): Openssl {
  const ssl = openssl(t)
  ssl.file('root.pem', root.certificate)
  ssl.file('ca.pem', ca.certificate)
  return ssl
}

t.test('the door does not load pkijs', async (t) => {
  const door = fileURLToPath(new URL('../../src/pki/index.ts', import.meta.url))
  // pkijs sets its engine under the process id when it is loaded.
  const script = `const { loadPki } = await import(${JSON.stringify(door)})
    const before = process.pid in globalThis
    await loadPki()
    console.log(before, process.pid in globalThis)`
  t.strictSame(await program(script), { code: 0, out: 'false true\n', err: '' })
})

t.test('keys and serial numbers', async (t) => {
  t.match(keys.ec.private_key, /^-----BEGIN PRIVATE KEY-----/)
  t.match(keys.rsa.public_key, /^-----BEGIN PUBLIC KEY-----/)
  t.equal(createPrivateKey(keys.ec.private_key).asymmetricKeyDetails?.namedCurve, 'prime256v1')
  t.equal(createPrivateKey(keys.rsa.private_key).asymmetricKeyDetails?.modulusLength, 2048)
  const serials = Array.from({ length: 1000 }, newSerial)
  t.ok(
    serials.every((serial) => /^[4-7][0-9a-f]{31}$/.test(serial)),
    'positive, 16 bytes',
  )
  t.equal(new Set(serials).size, 1000)
  t.equal(toPem(Buffer.alloc(50), 'X509 CRL').split('\n')[1]?.length, 64)
})

t.test('domains', async (t) => {
  for (const name of ['example.com', '*.example.com', 'a_b.example', 'localhost', '10.0.0.1', '::1', 'xn--fsq.com']) {
    t.ok(isDomain(name), name)
  }
  const long = `${'a'.repeat(63)}.`.repeat(4)
  for (const name of [
    '',
    'a b',
    '.com',
    'a..b',
    '-a.com',
    'a-.com',
    'www.*.com',
    `${long}com`,
    'fe80::1%eth0',
    'é.fr',
  ]) {
    t.notOk(isDomain(name), name)
  }
})

t.test('a certificate, as openssl reads it', { skip: noOpenssl }, async (t) => {
  for (const [kind, usage, algorithm] of [
    ['ec', 'Digital Signature', 'id-ecPublicKey'],
    ['rsa', 'Digital Signature, Key Encipherment', 'rsaEncryption'],
  ] as const) {
    for (const by of ['ec', 'rsa'] as const) {
      const house = by === 'ec' ? ours : await authority('rsa')
      const ssl = files(t, house)
      const subject = { organization: 'Exämple', unit: 'IT', locality: 'Shenzhen', state: 'Guangdong', country: 'cn' }
      const domains = ['www.example.com', '*.example.com', '例子.com', '10.0.0.1', '2001:db8::1:0'] as const
      const { pem, serial } = leaf({ domains, subject, public_key: keys[kind].public_key, issuer: house.ca })
      ssl.file('leaf.pem', pem)
      const text = ssl.out('x509', '-in', 'leaf.pem', '-noout', '-text', '-nameopt', 'utf8,sep_comma_plus')
      const name = 'C=CN,ST=Guangdong,L=Shenzhen,O=Exämple,OU=IT,CN=www.example.com'
      t.match(text, `Subject: ${name}\n`, `${kind} by ${by}: separate names, in order`)
      t.match(text, algorithm)
      t.match(text, `Signature Algorithm: ${by === 'ec' ? 'ecdsa-with-SHA256' : 'sha256WithRSAEncryption'}`)
      t.match(text, new RegExp(`Key Usage: critical\\n *${usage}\\n`))
      t.match(text, /Basic Constraints: critical\n *CA:FALSE/)
      t.match(text, /TLS Web Server Authentication, TLS Web Client Authentication/)
      t.match(
        text,
        /DNS:www.example.com, DNS:\*.example.com, DNS:xn--fsqu00a.com, IP Address:10.0.0.1, IP Address:2001:DB8:0:0:0:0:1:0/,
      )
      for (const url of [`URI:${URLS.crl_url}`, `OCSP - URI:${URLS.ocsp_url}`, `CA Issuers - URI:${URLS.ca_url}`]) {
        t.match(text, url)
      }
      t.equal(ssl.out('x509', '-in', 'leaf.pem', '-noout', '-serial').trim(), `serial=${serial.toUpperCase()}`)
      const verify = ['verify', '-x509_strict', '-CAfile', 'root.pem', '-untrusted', 'ca.pem']
      t.strictSame(ssl.run(...verify, '-purpose', 'sslserver', 'leaf.pem'), { ok: true, text: 'leaf.pem: OK\n' })
      t.ok(ssl.run(...verify, '-purpose', 'sslclient', '-verify_hostname', 'x.example.com', 'leaf.pem').ok)
      t.ok(ssl.run(...verify, '-verify_ip', '2001:db8::1:0', 'leaf.pem').ok)
      t.notOk(ssl.run('verify', '-CAfile', 'ca.pem', 'leaf.pem').ok, 'the CA alone is no anchor')
    }
  }
})

t.test('a certificate, as Node reads it, and what it cannot be', async (t) => {
  const { pem, serial } = leaf({ domains: ['www.example.com', 'example.com', 'www.example.com'] })
  const certificate = new X509Certificate(pem)
  const ca = new X509Certificate(ours.ca.certificate)
  t.equal(certificate.subjectAltName, 'DNS:www.example.com, DNS:example.com', 'each name once')
  t.equal(certificate.serialNumber, serial.toUpperCase())
  t.equal(certificate.validFromDate.getTime(), Math.floor(LEAF.not_before / 1000) * 1000)
  t.ok(certificate.checkIssued(ca) && certificate.verify(ca.publicKey))
  t.ok(ca.ca && !certificate.ca)
  t.ok(keyMatches(pem, keys.ec.private_key))
  t.notOk(keyMatches(pem, keys.rsa.private_key))
  const long = `${'a'.repeat(60)}.example.com`
  const nameless = new X509Certificate(leaf({ domains: [long] }).pem)
  t.equal(nameless.subject ?? '', '', 'too long for a common name')
  t.equal(nameless.checkHost(long), long)
  t.throws(() => leaf({ domains: ['not a domain'] }), RangeError)
  t.throws(() => leaf({ domains: ['example.com', ''] }), RangeError)
  t.throws(() => leaf({ public_key: 'nonsense' }))
  t.equal(await problem(() => pki.openIssuer({ certificate: pem, ...keys.rsa })), 'key_mismatch')
})

t.test('valid at any instant', { skip: noOpenssl }, async (t) => {
  const ssl = files(t)
  for (const year of ['0001', '1949', '1950', '2049', '2050', '9998']) {
    const at = Date.parse(`${year}-06-15T12:00:00Z`)
    const certificate = leaf({ not_before: at - DAY + 999, not_after: at + DAY }).pem
    ssl.file('leaf.pem', certificate)
    const args = ['verify', '-CAfile', 'root.pem', '-untrusted', 'ca.pem', '-attime', String(at / 1000)]
    t.ok(ssl.run(...args, 'leaf.pem').ok, year)
    t.equal(pki.readCertificates(certificate)[0].not_before, at - DAY)
  }
})

function crlOf({ ca }: Authority, revoked: { serial: string; reason?: CrlReason }[], number = 1, at = NOW) {
  const lines = revoked.map((line) => ({ revoked_at: at - DAY + 123, ...line }))
  return pki.createCrl({ issuer: ca, number, this_update: at - 1, next_update: at + DAY, revoked: lines })
}

t.test('a CRL', { skip: noOpenssl }, async (t) => {
  for (const kind of ['ec', 'rsa'] as const) {
    const house = kind === 'ec' ? ours : await authority('rsa')
    const ssl = files(t, house)
    const [good, bad] = [leaf({ issuer: house.ca }), leaf({ issuer: house.ca })]
    ssl.file('good.pem', good.pem)
    ssl.file('bad.pem', bad.pem)
    ssl.file('empty.crl', toPem(await crlOf(house, []), 'X509 CRL'))
    ssl.file('ca.crl', toPem(await crlOf(house, [{ serial: bad.serial }], 4096), 'X509 CRL'))
    const rootCrl = { issuer: house.root, number: 1, this_update: NOW - 1, next_update: NOW + DAY, revoked: [] }
    ssl.file('root.crl', toPem(await pki.createCrl(rootCrl), 'X509 CRL'))
    t.match(ssl.run('crl', '-in', 'ca.crl', '-noout', '-verify', '-CAfile', 'ca.pem').text, /verify OK/)
    const other = files(t, await authority())
    other.file('ca.crl', ssl.read('ca.crl'))
    t.match(other.run('crl', '-in', 'ca.crl', '-noout', '-verify', '-CAfile', 'ca.pem').text, /error|fail/i)
    const check = (crl: string, ...rest: string[]) =>
      ssl.run('verify', '-x509_strict', '-CAfile', 'root.pem', '-untrusted', 'ca.pem', '-CRLfile', crl, ...rest)
    t.ok(check('ca.crl', '-crl_check', 'good.pem').ok, 'the other certificate is good')
    t.ok(check('empty.crl', '-crl_check', 'bad.pem').ok, 'an empty list revokes nothing')
    t.match(check('ca.crl', '-crl_check', 'bad.pem'), { ok: false, text: /certificate revoked/ })
    t.ok(check('ca.crl', '-CRLfile', 'root.crl', '-crl_check_all', 'good.pem').ok, 'the whole chain')
    t.notOk(check('ca.crl', '-crl_check_all', 'good.pem').ok, 'the whole chain needs the CRL of the root')
    const text = ssl.out('crl', '-in', 'ca.crl', '-noout', '-text')
    t.match(text, /Version 2 .*CRL Number: *\n *4096/s)
    t.notMatch(text, /CRL Reason|No Revoked/)
    t.match(ssl.out('crl', '-in', 'empty.crl', '-noout', '-text'), /No Revoked Certificates/)
  }
})

t.test("a CRL's reasons and times", { skip: noOpenssl }, async (t) => {
  const ssl = files(t)
  const reasons = Object.keys(CRL_REASONS) as CrlReason[]
  const at = Date.parse('2050-01-01T00:00:00.500Z')
  const revoked = reasons.map((reason) => ({ serial: newSerial(), reason }))
  ssl.file('ca.crl', await crlOf(ours, revoked, 2 ** 40, at))
  const text = ssl.out('crl', '-inform', 'DER', '-in', 'ca.crl', '-noout', '-text')
  const found = [
    ...text.matchAll(/Serial Number: ([0-9A-F]+)\n.*Date: (.*)\n(?:.*extensions:\n.*Reason Code: *\n *(.*)\n)?/g),
  ]
  t.strictSame(
    found.map(([, serial, date, reason]) => [serial?.toLowerCase(), date, reason]),
    [
      'unspecified',
      'Key Compromise',
      'CA Compromise',
      'Affiliation Changed',
      'Superseded',
      'Cessation Of Operation',
      'Certificate Hold',
      'Remove From CRL',
      'Privilege Withdrawn',
      'AA Compromise',
    ].map((reason, index) => [
      revoked[index]?.serial,
      'Dec 31 00:00:00 2049 GMT',
      reason === 'unspecified' ? undefined : reason,
    ]),
  )
  t.match(text, /Last Update: Jan {2}1 00:00:00 2050 GMT\n *Next Update: Jan {2}2 00:00:00 2050 GMT/)
  t.match(text, /0x10000000000|1099511627776/)
})

t.test('a CRL of 10,000', { skip: noOpenssl }, async (t) => {
  const ssl = files(t)
  const lines = Array.from({ length: 10_000 }, () => ({ serial: newSerial(), reason: 'keyCompromise' as const }))
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const start = process.cpuUsage()
  const crl = await crlOf(ours, lines)
  const { user, system } = process.cpuUsage(start)
  const took = (user + system) / 1000
  delay.disable()
  t.comment(`${took.toFixed(0)} ms, others waited ${(delay.max / 1e6).toFixed(0)} ms at most`)
  // Of the processor, so that a busy machine does not count.
  t.ok(took < 2_000, 'in under 2 s')
  ssl.file('ca.crl', crl)
  t.match(ssl.run('crl', '-inform', 'DER', '-in', 'ca.crl', '-noout', '-verify', '-CAfile', 'ca.pem').text, /verify OK/)
  const text = ssl.out('crl', '-inform', 'DER', '-in', 'ca.crl', '-noout', '-text')
  t.equal(text.match(/Serial Number/g)?.length, 10_000)
})

t.test('a CSR of openssl', { skip: noOpenssl }, async (t) => {
  const ssl = openssl(t)
  ssl.out('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', 'rsa.key')
  ssl.out('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', 'ec.key')
  ssl.out('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384', '-out', 'ec384.key')
  ssl.out('genpkey', '-algorithm', 'ED25519', '-out', 'ed.key')
  const request = (key: string, subject: string, ...rest: string[]) =>
    ssl.out('req', '-new', '-utf8', '-key', `${key}.key`, '-subj', subject, ...rest)
  const sans = ['-addext', 'subjectAltName=DNS:www.example.com,DNS:*.example.com,IP:10.0.0.1']
  const kinds = { rsa: { kind: 'rsa', bits: 2048 }, ec: { kind: 'ec', bits: 256 }, ec384: { kind: 'ec', bits: 384 } }
  for (const [key, details] of Object.entries(kinds)) {
    const csr = request(key, '/C=CN/ST=Guangdong/L=Shenzhen/O=Exämple/OU=IT/CN=www.example.com', ...sans)
    const asked = await pki.parseCsr(csr)
    t.equal(asked.common_name, 'www.example.com', key)
    t.strictSame(asked.domains, ['www.example.com', '*.example.com'])
    t.match(asked.key, details)
    t.match(asked.subject, {
      country: 'CN',
      state: 'Guangdong',
      locality: 'Shenzhen',
      organization: 'Exämple',
      unit: 'IT',
    })
    t.equal(asked.public_key, ssl.out('pkey', '-in', `${key}.key`, '-pubout'))
    const { pem } = leaf({ domains: ['www.example.com'], public_key: asked.public_key })
    t.ok(keyMatches(pem, ssl.read(`${key}.key`).toString()), 'the certificate is for its key')
  }
  t.match(await pki.parseCsr(request('ec', '/O=Nobody')), { common_name: '', domains: [] })
  t.match(
    await pki.parseCsr(request('rsa', '/CN=a.example', '-newhdr')),
    { domains: ['a.example'] },
    'NEW CERTIFICATE REQUEST',
  )
  t.match(await pki.parseCsr(request('rsa', '/CN=a.example', '-sigopt', 'rsa_padding_mode:pss')), {
    common_name: 'a.example',
  })
  const good = request('ec', '/CN=www.example.com', ...sans)
  const der = Buffer.from(good.replace(/-----.*-----|\n/g, ''), 'base64')
  const forged = Buffer.from(der)
  forged.write('vvv', forged.indexOf('www'))
  const broken = Buffer.from(der)
  broken[broken.length - 1] = (broken.at(-1) as number) ^ 1
  const csr = (bytes: Uint8Array) => toPem(bytes, 'CERTIFICATE REQUEST')
  for (const [name, pem, kind] of [
    ['another name', csr(forged), 'csr_signature'],
    ['another signature', csr(broken), 'csr_signature'],
    ['an algorithm that no CA takes', request('ed', '/CN=a.example'), 'csr_unreadable'],
    ['nothing', '', 'csr_unreadable'],
    ['no base64', good.replace(/\n[A-Za-z]/, '\n!'), 'csr_unreadable'],
    ['cut', csr(der.subarray(0, -1)), 'csr_unreadable'],
    ['more behind', csr(Buffer.concat([der, Buffer.alloc(1)])), 'csr_unreadable'],
    ['two', good + good, 'csr_unreadable'],
    ['text before', `hello\n${good}`, 'csr_unreadable'],
    ['a certificate', ours.ca.certificate, 'csr_unreadable'],
    ['random bytes', csr(Buffer.from('30820100ffffffff', 'hex')), 'csr_unreadable'],
  ] as const) {
    t.equal(await problem(() => pki.parseCsr(pem)), kind, name)
  }
})

t.test('a CSR of ours', { skip: noOpenssl }, async (t) => {
  const ssl = openssl(t)
  for (const kind of ['ec', 'rsa'] as const) {
    const subject = { organization: 'Example', country: 'CN' }
    const csr = pki.createCsr({ domains: ['www.example.com', 'example.com'], subject, ...keys[kind] })
    ssl.file('ours.csr', csr)
    const { ok, text } = ssl.run('req', '-in', 'ours.csr', '-noout', '-verify', '-text')
    t.ok(ok && /self-signature verify OK/.test(text), kind)
    t.match(text, /Subject: C = CN, O = Example, CN = www.example.com/)
    t.match(text, /DNS:www.example.com, DNS:example.com/)
    t.match(await pki.parseCsr(csr), {
      domains: ['www.example.com', 'example.com'],
      key: { kind },
    })
  }
})

t.test('private keys', { skip: noOpenssl }, async (t) => {
  const ssl = openssl(t)
  const { rsa, ec } = keys
  ssl.file('rsa.key', rsa.private_key)
  ssl.file('ec.key', ec.private_key)
  const convert = (key: string, ...args: string[]) => ssl.out('pkey', '-in', key, ...args)
  const pkcs1 = convert('rsa.key', '-traditional')
  const sec1 = convert('ec.key', '-traditional')
  const parameters = ssl.out('ecparam', '-name', 'prime256v1')
  for (const [name, pem, expected] of [
    ['PKCS#8', rsa.private_key, rsa.private_key],
    ['PKCS#1', pkcs1, pkcs1],
    ['PKCS#8, EC', ec.private_key, ec.private_key],
    ['SEC1', sec1, sec1],
    ['SEC1 after its parameters', parameters + sec1, sec1],
    ['Windows line ends and white space around', `\n  ${sec1.replaceAll('\n', '\r\n')}\n`, sec1],
  ] as const) {
    t.equal(readPrivateKey(pem).private_key, expected, name)
  }
  const encrypted = {
    'PKCS#8': convert('rsa.key', '-aes256', '-passout', 'pass:secret'),
    'PKCS#1': ssl.out('rsa', '-in', 'rsa.key', '-traditional', '-aes128', '-passout', 'pass:secret'),
    SEC1: ssl.out('ec', '-in', 'ec.key', '-aes128', '-passout', 'pass:secret'),
  }
  for (const [name, pem] of Object.entries(encrypted)) {
    t.equal(await problem(() => readPrivateKey(pem)), 'key_encrypted', `${name}, no passphrase`)
    t.equal(await problem(() => readPrivateKey(pem, 'wrong')), 'key_encrypted', `${name}, a wrong passphrase`)
    const expected = { 'PKCS#8': rsa.private_key, 'PKCS#1': pkcs1, SEC1: sec1 }[name]
    t.equal(readPrivateKey(pem, 'secret').private_key, expected, `${name}, opened`)
  }
  for (const [name, pem, kind] of [
    ['nothing', ' \n', 'key_missing'],
    ['nothing between the markers', '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n', 'key_missing'],
    ['no markers', 'MIIEvQ==', 'key_marker'],
    ['no end', ec.private_key.replace(/-----END.*/, ''), 'key_marker'],
    ['text before', `hello\n${ec.private_key}`, 'key_marker'],
    ['a certificate', ours.ca.certificate, 'key_marker'],
    ['a public key', ec.public_key, 'key_marker'],
    ['two keys', ec.private_key + rsa.private_key, 'key_unreadable'],
    ['garbage', ec.private_key.replace(/\n.{20}/, `\n${'A'.repeat(20)}`), 'key_unreadable'],
    ['Ed25519', ssl.out('genpkey', '-algorithm', 'ED25519'), 'key_unreadable'],
  ] as const) {
    t.equal(await problem(() => readPrivateKey(pem)), kind, name)
  }
})

t.test('certificates of openssl', { skip: noOpenssl }, async (t) => {
  const ssl = openssl(t)
  ssl.out('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384', '-out', 'ec.key')
  ssl.file('rsa.key', keys.rsa.private_key)
  const make = (key: string, ...args: string[]) =>
    ssl.out('req', '-x509', '-new', '-key', `${key}.key`, '-days', '30', '-subj', '/CN=www.example.com', ...args)
  for (const [key, digest, expected] of [
    ['rsa', '-sha256', 'SHA256withRSA'],
    ['rsa', '-sha1', 'SHA1withRSA'],
    ['rsa', '-sha512', 'SHA512withRSA'],
    ['ec', '-sha256', 'SHA256withECDSA'],
    ['ec', '-sha384', 'SHA384withECDSA'],
  ] as const) {
    t.equal(pki.readCertificates(make(key, digest))[0].signature_algorithm, expected)
  }
  const pem = make('ec', '-addext', 'subjectAltName=DNS:b.example.com,DNS:www.example.com', '-set_serial', '0x00ff')
  ssl.file('leaf.pem', pem)
  const [read] = pki.readCertificates(pem)
  const print = (digest: string) =>
    ssl
      .out('x509', '-in', 'leaf.pem', '-noout', '-fingerprint', digest)
      .replace(/.*=|:|\n/g, '')
      .toLowerCase()
  t.match(read, {
    pem,
    serial: 'ff',
    subject: { common_name: 'www.example.com' },
    issuer: { common_name: 'www.example.com' },
    domains: ['www.example.com', 'b.example.com'],
    fingerprint: print('-sha1'),
    fingerprint_sha256: print('-sha256'),
    key: { kind: 'ec', bits: 384, curve: 'secp384r1' },
  })
  t.equal(read.not_after - read.not_before, 30 * DAY)
})

t.test('certificates that cannot be read', async (t) => {
  const { pem } = leaf()
  const der = Buffer.from(pem.replace(/-----.*-----|\n/g, ''), 'base64')
  const wrap = (bytes: Uint8Array) => toPem(bytes, 'CERTIFICATE')
  for (const [name, text, kind] of [
    ['nothing', '', 'certificate_missing'],
    ['nothing between the markers', '-----BEGIN CERTIFICATE-----\n\n-----END CERTIFICATE-----', 'certificate_missing'],
    ['no markers', der.toString('base64'), 'certificate_marker'],
    ['no beginning', pem.replace(/-----BEGIN.*\n/, ''), 'certificate_marker'],
    ['no end', pem.replace(/-----END.*\n/, ''), 'certificate_marker'],
    ['text between', `${pem}hello\n${pem}`, 'certificate_marker'],
    ['a key', keys.ec.private_key, 'certificate_marker'],
    ['a key behind', pem + keys.ec.private_key, 'certificate_marker'],
    ['no base64', pem.replace(/\n[A-Za-z]/, '\n*'), 'certificate_unreadable'],
    ['random bytes', wrap(Buffer.from('hello')), 'certificate_unreadable'],
    ['cut', wrap(der.subarray(0, -5)), 'certificate_unreadable'],
    ['more behind', wrap(Buffer.concat([der, der])), 'certificate_unreadable'],
    ['a megabyte', wrap(Buffer.alloc(1_000_000, 0x30)), 'certificate_unreadable'],
    ['a hundred', pem.repeat(100), 'certificate_unreadable'],
    ['a megabyte of markers', '-----BEGIN CERTIFICATE-----\n'.repeat(40_000), 'certificate_marker'],
  ] as const) {
    const start = performance.now()
    t.equal(await problem(() => pki.readCertificates(text)), kind, name)
    t.ok(performance.now() - start < 500, 'quickly')
  }
  t.equal(pki.readCertificates(`\r\n ${pem.replaceAll('\n', '\r\n')}\r\n`)[0].pem, pem, 'white space does not matter')
})

t.test('uploads', async (t) => {
  const { pem } = leaf()
  const [ca, root] = [ours.ca.certificate, ours.root.certificate]
  const { private_key } = keys.ec
  const other = await authority()
  const chain = [pem, ca, root].flatMap((text) => pki.readCertificates(text))
  t.ok(pki.isChainInOrder(chain) && pki.isChainInOrder(chain.slice(0, 1)))
  t.notOk(pki.isChainInOrder(chain.toReversed()))
  const bundled = pki.readUpload({ certificate: pem + ca + root, private_key })
  t.strictSame(
    bundled.chain.map((each) => each.pem),
    [ca, root],
    'the chain in one text',
  )
  t.match(bundled, { certificate: { pem }, private_key })
  const apart = pki.readUpload({ certificate: pem + root, certificate_chain: ca, private_key })
  t.strictSame(
    apart.chain.map((each) => each.pem),
    [ca],
    'a chain apart wins',
  )
  t.strictSame(pki.readUpload({ certificate: pem, certificate_chain: ' ', private_key }).chain, [])
  t.ok(pki.readUpload({ certificate: leaf({ public_key: keys.rsa.public_key }).pem, ...keys.rsa }))
  t.ok(pki.readUpload({ certificate: leaf({ domains: ['10.0.0.1'] }).pem, private_key }), 'an IP address')
  const rootKey = ours.root.key.export({ type: 'pkcs8', format: 'pem' }) as string
  for (const [name, upload, kind] of [
    ['the wrong key', { certificate: pem, ...keys.rsa }, 'key_mismatch'],
    ['no key', { certificate: pem, private_key: '' }, 'key_missing'],
    ['the chain backwards', { certificate: pem, certificate_chain: root + ca, private_key }, 'issuer_mismatch'],
    ['a gap in the chain', { certificate: pem + root, private_key }, 'issuer_mismatch'],
    [
      'a CA of the same name',
      { certificate: pem, certificate_chain: other.ca.certificate, private_key },
      'issuer_mismatch',
    ],
    ['a chain of garbage', { certificate: pem, certificate_chain: 'hello', private_key }, 'chain_unreadable'],
    ['a chain that is cut', { certificate: pem, certificate_chain: ca.slice(0, -60), private_key }, 'chain_unreadable'],
    ['no certificate', { certificate: '', private_key }, 'certificate_missing'],
    ['a name that is no domain', { certificate: root, private_key: rootKey }, 'domain_malformed'],
  ] as const) {
    t.equal(await problem(() => pki.readUpload(upload)), kind, name)
  }
})

t.test('an upload without a domain', { skip: noOpenssl }, async (t) => {
  const ssl = openssl(t)
  ssl.file('ec.key', keys.ec.private_key)
  const certificate = ssl.out('req', '-x509', '-new', '-key', 'ec.key', '-subj', '/O=Nobody')
  t.equal(await problem(() => pki.readUpload({ certificate, ...keys.ec })), 'domain_missing')
})

/** Answers a request that openssl wrote, as a responder does. */
function answer(request: Uint8Array, statuses: Record<string, 'good' | 'revoked'>, issuer = ours.ca, nonced = true) {
  const { requests, nonce } = pki.parseOcspRequest(request)
  const times = { this_update: NOW - 1000, next_update: NOW + DAY }
  const responses = requests.map(({ id, serial }) => {
    const status = statuses[serial] ?? ('unknown' as const)
    return status === 'revoked'
      ? { id, status, revoked_at: NOW - DAY, reason: 'superseded' as const, ...times }
      : { id, status, ...times }
  })
  return pki.createOcspResponse({ issuer, produced_at: NOW, responses, nonce: nonced ? nonce : undefined })
}

t.test('OCSP', { skip: noOpenssl }, async (t) => {
  for (const kind of ['ec', 'rsa'] as const) {
    const house = kind === 'ec' ? ours : await authority('rsa')
    const ssl = files(t, house)
    const [good, bad, lost] = [leaf({ issuer: house.ca }), leaf({ issuer: house.ca }), leaf({ issuer: house.ca })]
    const statuses = { [good.serial]: 'good', [bad.serial]: 'revoked' } as const
    for (const options of [[], ['-no_nonce'], ['-sha256']]) {
      for (const [{ pem, serial }, expected] of [
        [good, /leaf\.pem: good\n/],
        [bad, /leaf\.pem: revoked\n.*Reason: superseded\n.*Revocation Time: /s],
        [lost, /leaf\.pem: unknown\n/],
      ] as const) {
        ssl.file('leaf.pem', pem)
        const cert = ['-issuer', 'ca.pem', ...options, '-cert', 'leaf.pem']
        ssl.out('ocsp', ...cert, '-reqout', 'request.der')
        const request = ssl.read('request.der')
        const question = pki.parseOcspRequest(request)
        t.equal(question.nonce === undefined, options.includes('-no_nonce'))
        t.match(question.requests, [{ serial, hash: options[0] === '-sha256' ? 'sha256' : 'sha1' }])
        t.ok(question.requests.every((each) => pki.isFor(house.ca, each)))
        t.notOk(
          question.requests.some((each) => pki.isFor(house.root, each)),
          'not for another CA',
        )
        ssl.file('response.der', answer(request, statuses, house.ca))
        const response = ['-respin', 'response.der', '-CAfile', 'root.pem']
        // With -cert, openssl forgets the request that it is given: it finds the status, not the nonce.
        const { ok, text } = ssl.run('ocsp', ...cert, '-no_nonce', ...response)
        t.ok(ok && /Response verify OK/.test(text), `${kind} ${options}: ${text}`)
        t.match(text, expected)
        t.equal(
          ssl.run('ocsp', '-issuer', 'ca.pem', '-reqin', 'request.der', ...response).text,
          'Response verify OK\n',
          'the nonce is right',
        )
      }
    }
    const text = ssl.out('ocsp', '-respin', 'response.der', '-noverify', '-resp_text')
    t.match(text, /Responder Id: [0-9A-F]{40}\n/, 'named by its key')
    t.match(text, /Produced At: \w+ +\d+ [\d:]{8} \d{4} GMT/, 'no fractions')
  }
})

t.test('OCSP nonces', { skip: noOpenssl }, async (t) => {
  const ssl = files(t)
  ssl.file('leaf.pem', leaf().pem)
  for (const name of ['one.der', 'two.der']) {
    ssl.out('ocsp', '-issuer', 'ca.pem', '-cert', 'leaf.pem', '-reqout', name)
  }
  const say = (name: string, response: Uint8Array) => {
    ssl.file('response.der', response)
    const files = ['-reqin', name, '-respin', 'response.der', '-CAfile', 'root.pem']
    return ssl.run('ocsp', '-issuer', 'ca.pem', ...files).text
  }
  const one = ssl.read('one.der')
  t.equal(say('one.der', answer(one, {})), 'Response verify OK\n')
  t.match(say('two.der', answer(one, {})), /Nonce Verify error/, 'an old answer is found out')
  t.match(say('one.der', answer(one, {}, ours.ca, false)), /no nonce in response/)
  const other = await authority()
  t.match(say('one.der', answer(one, {}, other.ca)), /Response Verify Failure/, 'another CA may not answer')
  const { nonce = Buffer.alloc(0) } = pki.parseOcspRequest(one)
  t.equal(nonce.length, 18, 'it is repeated with the octet string in which it stands')
  for (const [length, accepted] of [
    [0, false],
    [1, true],
    [128, true],
    [200, false],
  ] as const) {
    const request = pkijs.OCSPRequest.fromBER(one)
    const extnValue = new Uint8Array(length).fill(7).buffer
    request.tbsRequest.requestExtensions = [new pkijs.Extension({ extnID: '1.3.6.1.5.5.7.48.1.2', extnValue })]
    const asked = await problem(() => pki.parseOcspRequest(Buffer.from(request.toSchema(true).toBER())))
    if (accepted) t.match(asked, { nonce: Buffer.from(extnValue) }, `${length} bytes`)
    else t.equal(asked, 'ocsp_malformed', `${length} bytes`)
  }
})

t.test('OCSP requests that are no good', { skip: noOpenssl }, async (t) => {
  const ssl = files(t)
  ssl.file('leaf.pem', leaf().pem)
  ssl.out('ocsp', '-issuer', 'ca.pem', '-cert', 'leaf.pem', '-reqout', 'request.der')
  const request = ssl.read('request.der')
  const kinds = await Promise.all(
    Array.from(request, (_, length) => problem(() => pki.parseOcspRequest(request.subarray(0, length)))),
  )
  t.strictSame([...new Set(kinds)], ['ocsp_malformed'], 'cut anywhere')
  const mutants = Array.from({ length: request.length * 2 }, (_, index) => {
    const bytes = Buffer.from(request)
    bytes[index >> 1] = (bytes[index >> 1] as number) ^ (index & 1 ? 0xff : 0x01)
    return bytes
  })
  for (const bytes of mutants) {
    const result = await problem(() => answer(bytes, {}))
    if (result !== 'ocsp_malformed' && !Buffer.isBuffer(result)) t.fail(`${result}`)
  }
  for (const [name, bytes] of [
    ['nothing', Buffer.alloc(0)],
    ['more behind', Buffer.concat([request, Buffer.alloc(1)])],
    ['about nothing', Buffer.from('30043002'.concat('3000'), 'hex')],
    ['text', Buffer.from('hello')],
    ['a certificate', new X509Certificate(ours.ca.certificate).raw],
    ['deep', Buffer.alloc(100_000, Buffer.from('3080', 'hex'))],
  ] as const) {
    const start = performance.now()
    t.equal(await problem(() => pki.parseOcspRequest(bytes)), 'ocsp_malformed', name)
    t.ok(performance.now() - start < 500, 'quickly')
  }
  for (const [error, text] of [
    ['malformedRequest', 'malformedrequest (1)'],
    ['internalError', 'internalerror (2)'],
    ['tryLater', 'trylater (3)'],
    ['sigRequired', 'sigrequired (5)'],
    ['unauthorized', 'unauthorized (6)'],
  ] as const) {
    ssl.file('response.der', pki.createOcspError(error))
    t.ok(ssl.run('ocsp', '-respin', 'response.der', '-noverify').text.includes(text), text)
  }
})

t.test('OCSP about 1,000 serials', { skip: noOpenssl }, async (t) => {
  const ssl = files(t)
  const serials = Array.from({ length: 1000 }, newSerial)
  ssl.out(
    'ocsp',
    '-issuer',
    'ca.pem',
    ...serials.flatMap((serial) => ['-serial', `0x${serial}`]),
    '-reqout',
    'request.der',
  )
  const request = ssl.read('request.der')
  const start = performance.now()
  const response = answer(request, Object.fromEntries(serials.map((serial) => [serial, 'revoked'])))
  t.comment(`${(performance.now() - start).toFixed(0)} ms`)
  t.strictSame(
    pki.parseOcspRequest(request).requests.map(({ serial }) => serial),
    serials,
  )
  ssl.file('response.der', response)
  const { text } = ssl.run('ocsp', '-respin', 'response.der', '-issuer', 'ca.pem', '-CAfile', 'root.pem', '-resp_text')
  t.match(text, /Response verify OK/)
  t.equal(text.match(/Cert Status: revoked/g)?.length, 1000)
})

t.test('a serial that openssl writes with a sign byte', { skip: noOpenssl }, async (t) => {
  const ssl = files(t)
  const serial = `ff${newSerial()}`
  ssl.file('leaf.pem', leaf({ serial }).pem)
  t.equal(ssl.out('x509', '-in', 'leaf.pem', '-noout', '-serial').trim(), `serial=${serial.toUpperCase()}`)
  ssl.out('ocsp', '-issuer', 'ca.pem', '-cert', 'leaf.pem', '-reqout', 'request.der')
  t.equal(pki.parseOcspRequest(ssl.read('request.der')).requests[0]?.serial, serial)
  ssl.file('ca.crl', await crlOf(ours, [{ serial }]))
  t.match(ssl.out('crl', '-inform', 'DER', '-in', 'ca.crl', '-noout', '-text'), serial.toUpperCase())
})

t.test('quick enough', async (t) => {
  const mean = (run: () => unknown, count: number) => {
    for (let index = 0; index < count; index++) run()
    const start = performance.now()
    for (let index = 0; index < count; index++) run()
    return (performance.now() - start) / count
  }
  const id = Buffer.from(
    '303a300906052b0e03021a05000414'.concat('11'.repeat(20), '0414', '22'.repeat(20), '02024142'),
    'hex',
  )
  const good = { id, status: 'good', this_update: NOW } as const
  const sign = mean(() => pki.createOcspResponse({ issuer: ours.ca, produced_at: NOW, responses: [good] }), 500)
  const issue = mean(() => leaf(), 100)
  t.comment(`an OCSP answer ${sign.toFixed(3)} ms, a certificate ${issue.toFixed(2)} ms`)
  t.ok(sign < 5 && issue < 100)
})

t.test('a TLS handshake before and after', async (t) => {
  const { pem, serial } = leaf({ domains: ['localhost'] })
  const server = createServer({ cert: pem + ours.ca.certificate, key: keys.ec.private_key }, (socket) => socket.end())
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const rootCrl = { issuer: ours.root, number: 1, this_update: NOW - 1, next_update: NOW + DAY, revoked: [] }
  const root = toPem(await pki.createCrl(rootCrl), 'X509 CRL')
  const shake = async (crl: string[]) => {
    const { promise, resolve } = Promise.withResolvers<string>()
    const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', ca: ours.root.certificate, crl })
    socket.on('secureConnect', () => resolve('trusted'))
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    const said = await promise
    socket.destroy()
    return said
  }
  t.equal(await shake([toPem(await crlOf(ours, []), 'X509 CRL'), root]), 'trusted')
  t.equal(await shake([toPem(await crlOf(ours, [{ serial }]), 'X509 CRL'), root]), 'CERT_REVOKED')
  t.equal(createPublicKey(pem).type, 'public')
})
