import t, { type Test } from 'tap'
import { refuses, succeeds } from '../support/answers.ts'
import type { Answer } from '../support/ask.ts'
import { type Client, clientFor } from '../support/client.ts'
import { emulate } from '../support/emulate.ts'
import { noOpenssl, type Openssl, openssl } from '../support/openssl.ts'

const skip = noOpenssl

/** What is told, copied by hand from the vendor's tables: SCM's error codes of 2021, CCM's of 2025, CCM's FAQ. */
const MESSAGES: Record<string, string> = {
  'SCM.0005': 'Incorrect request parameter.',
  'SCM.0006': 'The uploaded certificate failed to be resolved. Ensure that the uploaded certificate has been issued.',
  'SCM.0009': 'Failed to upload the certificate because no domain name is bound to the certificate.',
  'SCM.0012': 'The uploaded private key failed to be resolved. Ensure that the certificate has been issued.',
  'SCM.0013': 'The uploaded certificate chain failed to be resolved. Ensure that the certificate has been issued.',
  'SCM.0014': 'The uploaded certificate does not match the private key.',
  'SCM.0032': 'Incorrect certificate name.',
  'SCM.0053': 'The certificate format is incorrect. It must start or end with a specific string.',
  'SCM.0054': 'The certificate content is missing.',
  'SCM.0059': 'The certificate private key is empty.',
  'SCM.0070': 'Incorrect format of the domain bound to the certificate to be uploaded.',
  'SCM.0079': 'The subject of the CA certificate does not match the issuer of the certificate.',
  'SCM.0114': 'Incorrect private key format. It must start or end with a specific string.',
}

/** Files that openssl makes: a root, two CAs below it, and what they and others issued. */
function files(t: Test) {
  const tool = openssl(t)
  const days = ['-days', '3650']
  const text = (name: string) => tool.read(name).toString()
  const key = (name: string, ...how: string[]) => {
    tool.out('genpkey', ...how, '-out', `${name}.key`)
    return text(`${name}.key`)
  }
  const EC256 = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']
  const issue = (name: string, issuer: string | null, subject: string, extensions: string[], ...more: string[]) => {
    tool.out('req', '-new', '-key', `${name}.key`, '-subj', subject, '-out', `${name}.csr`)
    tool.file('ext', extensions.join('\n'))
    const by = issuer
      ? ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`, '-CAcreateserial']
      : ['-signkey', `${name}.key`]
    const out = ['-extfile', 'ext', '-out', `${name}.pem`, ...(more.length > 0 ? more : days)]
    tool.out('x509', '-req', '-in', `${name}.csr`, ...by, ...out)
    return text(`${name}.pem`)
  }
  const CA = ['basicConstraints=critical,CA:TRUE', 'subjectKeyIdentifier=hash']
  const www = ['subjectAltName=DNS:www.own.com,DNS:*.own.com,DNS:own.com']
  for (const name of ['root', 'ca', 'other']) key(name, ...EC256)
  const root = issue('root', null, '/CN=Own root', CA)
  const ca = issue('ca', 'root', '/CN=Own CA', CA)
  const other = issue('other', 'root', '/CN=Other CA', CA)

  const keys = {
    rsa: key('rsa', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'),
    rsa2: key('rsa2', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'),
    ec: key('ec', ...EC256),
    ec2: key('ec2', ...EC256),
    ec384: key('ec384', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'),
    ed: key('ed', '-algorithm', 'ED25519'),
  }
  const leaves = Object.fromEntries(
    ['rsa', 'ec', 'ec384', 'ed'].map((name) => [name, issue(name, 'ca', '/CN=www.own.com', www)]),
  ) as Record<'rsa' | 'ec' | 'ec384' | 'ed', string>
  /** A certificate of its own for the EC key. */
  const odd = (name: string, subject: string, extensions: string[], ...more: string[]) => {
    tool.file(`${name}.key`, keys.ec)
    return issue(name, null, subject, extensions, ...more)
  }
  const convert = (...args: string[]) => tool.out(...args)
  return {
    tool,
    root,
    ca,
    other,
    keys,
    leaves,
    selfSigned: odd('self', '/CN=self.own.com', www),
    commonNameOnly: odd('cn', '/CN=only.own.com', ['basicConstraints=CA:FALSE']),
    address: odd('ip', '/CN=192.0.2.7', ['subjectAltName=IP:192.0.2.7']),
    nameless: odd('nameless', '/O=Nobody', ['basicConstraints=CA:FALSE']),
    badName: odd('bad', '/CN=not a domain', ['basicConstraints=CA:FALSE']),
    badAlternative: odd('badalt', '/CN=www.own.com', ['subjectAltName=DNS:*.*.own.com']),
    expired: odd('expired', '/CN=www.own.com', www, '-days', '-1'),
    pkcs1: convert('rsa', '-in', 'rsa.key', '-traditional'),
    sec1: convert('ec', '-in', 'ec.key'),
    sec1WithParameters: convert('ecparam', '-name', 'prime256v1') + convert('ec', '-in', 'ec.key'),
    encrypted: convert('pkcs8', '-topk8', '-in', 'ec.key', '-passout', 'pass:secret'),
    encryptedOld: convert('rsa', '-in', 'rsa.key', '-traditional', '-aes128', '-passout', 'pass:secret'),
    publicKey: convert('pkey', '-in', 'ec.key', '-pubout'),
    der: convert('x509', '-in', 'ec.pem', '-outform', 'PEM').replace(/-----[^-]+-----|\n/g, ''),
  }
}

interface Sent {
  name?: string
  certificate: string
  /** Apart; v2 takes it in the certificate's text only. */
  chain?: string
  key: string
}

/** The doors by which a certificate comes in; v2 has no field for the chain. */
const DOORS: Record<string, (client: Client, sent: Sent) => Promise<Answer>> = {
  v2: ({ v2 }, { name = 'own', certificate, key }) =>
    v2('POST', '/cert/upload', { cert_name: name, cert: certificate, private_key: key }),
  v3: ({ v3 }, { name = 'own', certificate, chain, key }) =>
    v3('POST', '/certificates/import', {
      name,
      certificate,
      private_key: key,
      ...(chain !== undefined && { certificate_chain: chain }),
    }),
}

t.test('uploads', { skip }, async (t) => {
  const all = files(t)
  const { root, ca, other, keys, leaves } = all
  const ec = { certificate: leaves.ec, key: keys.ec }
  const wrap = (body: string) => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`
  const unreadable = wrap('AAAA')
  const MB = 'QUJD'.repeat(256 * 1024)

  /** Status 400 unless the code says otherwise. The codes' sources are in the table of messages; which fits where is assumed. */
  const bad: [code: string, name: string, sent: Sent][] = [
    ['SCM.0054', 'nothing', { ...ec, certificate: '' }],
    ['SCM.0054', 'white space', { ...ec, certificate: ' \r\n\t' }],
    ['SCM.0054', 'nothing between the markers', { ...ec, certificate: wrap('') }],
    ['SCM.0053', 'no PEM', { ...ec, certificate: 'hello' }],
    ['SCM.0053', 'base64 without markers', { ...ec, certificate: all.der }],
    ['SCM.0053', 'a certificate without its end', { ...ec, certificate: leaves.ec.replace(/-----END[\s\S]*/, '') }],
    ['SCM.0053', 'garbage before it', { ...ec, certificate: `garbage\n${leaves.ec}` }],
    ['SCM.0053', 'garbage after it', { ...ec, certificate: `${leaves.ec}garbage` }],
    ['SCM.0053', 'a key in its place', { ...ec, certificate: keys.ec }],
    ['SCM.0053', 'a CSR in its place', { ...ec, certificate: all.tool.read('ec.csr').toString() }],
    ['SCM.0006', 'garbage between the markers', { ...ec, certificate: wrap('*** garbage ***') }],
    ['SCM.0006', 'base64 of nothing that is one', { ...ec, certificate: unreadable }],
    ['SCM.0006', 'a certificate that is cut', { ...ec, certificate: wrap(all.der.slice(0, 400)) }],
    [
      'SCM.0006',
      'a certificate with a byte too many',
      { ...ec, certificate: wrap(`${all.der.replace(/=+$/, '')}AAAA`) },
    ],
    ['SCM.0006', 'an expired certificate', { ...ec, certificate: all.expired }],
    ['SCM.0006', '1 MB of it', { ...ec, certificate: wrap(MB) }],
    ['SCM.0006', 'a hundred of them', { ...ec, certificate: leaves.ec.repeat(100) }],
    ['SCM.0005', '3 MB of it', { ...ec, certificate: wrap(MB.repeat(3)) }],
    ['SCM.0009', 'no domain in it', { ...ec, certificate: all.nameless }],
    ['SCM.0070', 'a common name that is no domain', { ...ec, certificate: all.badName }],
    ['SCM.0070', 'an alternative name that is no domain', { ...ec, certificate: all.badAlternative }],
    ['SCM.0059', 'no key', { ...ec, key: '' }],
    ['SCM.0059', 'white space for a key', { ...ec, key: '\n ' }],
    ['SCM.0059', 'a key with nothing in it', { ...ec, key: keys.ec.replace(/\n[^-]+\n/, '\n') }],
    ['SCM.0114', 'a key without markers', { ...ec, key: keys.ec.replace(/-----[^-]+-----/g, '') }],
    ['SCM.0114', 'a key without its end', { ...ec, key: keys.ec.replace(/-----END[\s\S]*/, '') }],
    ['SCM.0114', 'a public key', { ...ec, key: all.publicKey }],
    ['SCM.0114', 'a certificate for a key', { ...ec, key: leaves.ec }],
    [
      'SCM.0012',
      'a key that cannot be read',
      { ...ec, key: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----' },
    ],
    ['SCM.0012', 'a key that is cut', { ...ec, key: keys.ec.replace(/.{20}\n-----END/, '\n-----END') }],
    // "不能上传带有口令保护的私钥" (reference, ImportCertificate).
    ['SCM.0012', 'an encrypted key', { ...ec, key: all.encrypted }],
    ['SCM.0012', 'an encrypted key of the old kind', { certificate: leaves.rsa, key: all.encryptedOld }],
    ['SCM.0012', 'two keys', { ...ec, key: keys.ec + keys.ec2 }],
    ['SCM.0012', 'a key that is neither RSA nor EC', { certificate: leaves.ed, key: keys.ed }],
    ['SCM.0014', "another certificate's key, EC", { ...ec, key: keys.ec2 }],
    ['SCM.0014', "another certificate's key, RSA", { certificate: leaves.rsa, key: keys.rsa2 }],
    ['SCM.0014', 'an RSA key for an EC certificate', { ...ec, key: keys.rsa }],
    ['SCM.0014', 'a key on another curve', { ...ec, key: keys.ec384 }],
    // Assumed: the first is taken for the certificate, and a CA's name is no domain.
    ['SCM.0070', 'the chain first', { certificate: ca + leaves.ec, key: keys.ec }],
    ['SCM.0079', 'a chain in the wrong order', { ...ec, certificate: leaves.ec + root + ca }],
    ['SCM.0079', 'a chain with a gap', { ...ec, certificate: leaves.ec + root }],
    ['SCM.0079', 'the chain of another', { ...ec, certificate: leaves.ec + other + root }],
    ['SCM.0006', 'a chain that cannot be read, in the certificate', { ...ec, certificate: leaves.ec + unreadable }],
    ...['n'.repeat(64), '名'.repeat(64), 'a b', 'a/b', "a'b", 'a\n', '<b>'].map((name): [string, string, Sent] => [
      'SCM.0032',
      `the name ${JSON.stringify(name)}`,
      { ...ec, name },
    ]),
  ]
  /** With a chain apart only the first certificate of the text counts. */
  const badChains: [code: string, name: string, sent: Sent][] = [
    ['SCM.0013', 'a chain that cannot be read', { ...ec, chain: unreadable }],
    ['SCM.0013', 'a chain that is no PEM', { ...ec, chain: 'hello' }],
    ['SCM.0013', 'a chain with a key in it', { ...ec, chain: ca + keys.ec }],
    ['SCM.0079', 'a chain in the wrong order', { ...ec, chain: root + ca }],
    ['SCM.0079', 'a chain that begins with the certificate', { ...ec, chain: leaves.ec + ca }],
    ['SCM.0079', 'the chain of another', { ...ec, chain: other + root }],
  ]
  for (const [door, send] of Object.entries(DOORS)) {
    const client = await clientFor(await emulate(t))
    for (const [code, name, sent] of [...bad, ...(door === 'v3' ? badChains : [])]) {
      await t.test(`400 ${code} ${door} ${name}`.slice(0, 100), async (t) => {
        const answer = await send(client, sent)
        refuses(t, answer, 400, code)
        t.equal(answer.json.error_msg, MESSAGES[code])
        t.equal((await client.v2('GET', '/certlist')).json.total, 0, 'nothing was kept')
      })
    }
    await t.test(`413 APIGW.0201 ${door} 12 MB`, async (t) => {
      t.equal((await send(client, { ...ec, certificate: wrap(MB.repeat(12)) })).status, 413)
    })
    await t.test(`400 SCM.0006 ${door} a certificate that has expired by the world's clock`, async (t) => {
      const later = await clientFor(await emulate(t), { clock: { now: '+3651d' } })
      refuses(t, await send(later, ec), 400, 'SCM.0006')
    })
  }

  const windows = (text: string) => text.replaceAll('\n', '\r\n')
  const good: [name: string, sent: Sent, chain: string][] = [
    ['EC, PKCS#8, alone', ec, ''],
    ['EC, SEC1', { ...ec, key: all.sec1 }, ''],
    ['EC, SEC1 with its parameters', { ...ec, key: all.sec1WithParameters }, ''],
    ['EC on P-384', { certificate: leaves.ec384, key: keys.ec384 }, ''],
    ['RSA, PKCS#8', { certificate: leaves.rsa, key: keys.rsa }, ''],
    ['RSA, PKCS#1', { certificate: leaves.rsa, key: all.pkcs1 }, ''],
    ['the chain in it', { ...ec, certificate: leaves.ec + ca + root }, ca + root],
    ['the chain in it, without the root', { ...ec, certificate: leaves.ec + ca }, ca],
    ['Windows line ends', { certificate: windows(leaves.ec + ca), key: windows(keys.ec) }, ca],
    ['no final line end', { certificate: leaves.ec.trimEnd(), key: keys.ec.trimEnd() }, ''],
    ['white space around', { certificate: `\n\n ${leaves.ec}\n\n${ca} \n`, key: ` \n${keys.ec}\n ` }, ca],
    ['signed by itself', { certificate: all.selfSigned, key: keys.ec }, ''],
    ['a common name alone', { certificate: all.commonNameOnly, key: keys.ec }, ''],
    ['an address', { certificate: all.address, key: keys.ec }, ''],
  ]
  // v2's page has 0 to 63 characters of any script, v3's SDKs 3 to 63 of ASCII.
  const names = (some: string[]) =>
    some.map((name): [string, Sent, string] => [`the name "${name}"`, { ...ec, name }, ''])
  const goodNames = { v2: names(['', 'n'.repeat(63), '证书-1_a.b']), v3: names(['abc', 'n'.repeat(63), 'Cert-1_a.b']) }
  const goodChains: [name: string, sent: Sent, chain: string][] = [
    ['the chain apart', { ...ec, chain: ca + root }, ca + root],
    ['an empty chain apart', { ...ec, chain: '' }, ''],
    ['the chain apart counts, not the one in it', { certificate: leaves.ec + other, chain: ca, key: keys.ec }, ca],
    ['the chain apart, Windows line ends', { ...ec, chain: windows(ca).trimEnd() }, ca],
  ]
  for (const [door, send] of Object.entries(DOORS)) {
    const client = await clientFor(await emulate(t))
    for (const [name, sent, chain] of [...good, ...goodNames[door as 'v2'], ...(door === 'v3' ? goodChains : [])]) {
      await t.test(`200 ${door} ${name}`.slice(0, 100), async (t) => {
        const { cert_id, certificate_id: id = cert_id } = succeeds(t, await send(client, sent))
        const back = succeeds(t, await client.v3('POST', `/certificates/${id}/export`))
        t.equal(back.certificate_chain, chain)
        t.equal(back.entire_certificate, back.certificate + chain)
        says(t, all.tool, back, (await client.v3('GET', `/certificates/${id}`)).json, sent)
      })
    }
  }
})

/** Asserts that the service says of a certificate what openssl says, and gave the key that belongs to it. */
function says(t: Test, tool: Openssl, { certificate, private_key }: any, shown: any, { name = 'own' }: Sent): void {
  tool.file('back.pem', certificate)
  tool.file('back.key', private_key)
  const told = ['-enddate', '-fingerprint', '-sha1', '-subject', '-ext', 'subjectAltName', '-pubkey']
  const said = tool.out('x509', '-in', 'back.pem', '-noout', ...told)
  const end = /notAfter=(.*)/.exec(said)?.[1]
  const sha1 = /Fingerprint=(.*)/.exec(said)?.[1]?.replaceAll(':', '').toLowerCase()
  t.match(shown, { name, status: 'UPLOAD', fingerprint: sha1, push_support: 'ON', application_info: null })
  t.equal(Date.parse(`${shown.not_after.slice(0, 19)}+08:00`), Date.parse(end ?? ''), 'its end is its own')
  const names = [/CN = (\S+)/.exec(said)?.[1], ...said.matchAll(/DNS:([^,\s]+)/g)]
  const domains = names.map((name) => (Array.isArray(name) ? name[1] : name))
  t.equal([shown.domain, shown.sans].filter(Boolean).join(';'), [...new Set(domains)].join(';'))
  t.ok(said.includes(tool.out('pkey', '-in', 'back.key', '-pubout')), 'its key')
}
