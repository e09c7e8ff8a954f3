import Sqlite from 'better-sqlite3'
import { loadPki } from '../../../src/pki/index.ts'
import { fetchBytes, load } from '../load.ts'
import { type Comparison, sideBySide } from '../measure.ts'
import { caCertificate, caCrl, exportOf, ocsp, revoke } from '../requests.ts'
import { startBare, startOn } from '../server.ts'
import { createWorld, inTurn, PROJECT, temporaryFolder } from '../world.ts'

const REVOKED = 10_000
const ROUND = 5_000

/** OCSP answers a second about one certificate, to what the bare server answers. */
export async function ocspAnswers(): Promise<Comparison> {
  using folder = temporaryFolder()
  await using emulator = await startOn(await createWorld(folder.path, 1))
  await using bare = await startBare()
  const { certificate } = JSON.parse((await fetchBytes(emulator.port, exportOf('scs1700000000000'))).toString())
  const issuer = (await fetchBytes(emulator.port, caCertificate)).toString()
  const asked = Array<Buffer>(ROUND).fill(ocsp(await question(certificate, issuer)))
  const others = inTurn(ROUND)(ROUND).map(revoke)
  await load(emulator.port, asked)
  await load(bare.port, others)
  return await sideBySide(
    { rounds: 5, unit: '/s' },
    () => load(emulator.port, asked),
    () => load(bare.port, others),
  )
}

/** How long the first CRL of 10,000 revoked certificates takes, in seconds. */
export async function firstCrl(): Promise<Comparison> {
  using folder = temporaryFolder()
  await using emulator = await startOn(await revokedWorld(folder.path))
  const begin = performance.now()
  const crl = await fetchBytes(emulator.port, caCrl)
  const seconds = (performance.now() - begin) / 1000
  return { ratio: seconds, detail: `${crl.length.toLocaleString('en')} bytes in ${seconds.toFixed(2)} s` }
}

/** That CRL from then on, to a bare server that answers as many bytes. */
export async function keptCrl(): Promise<Comparison> {
  using folder = temporaryFolder()
  await using emulator = await startOn(await revokedWorld(folder.path))
  const { length } = await fetchBytes(emulator.port, caCrl)
  await using bare = await startBare('--bytes', String(length))
  const asked = Array<Buffer>(500).fill(caCrl)
  const others = inTurn(500)(500).map(revoke)
  return await sideBySide(
    { rounds: 7, unit: '/s' },
    () => load(emulator.port, asked),
    () => load(bare.port, others),
  )
}

/** A world whose CA has revoked 10,000 certificates. */
async function revokedWorld(folder: string): Promise<string> {
  const file = await createWorld(folder, 1)
  {
    await using emulator = await startOn(file)
    await fetchBytes(emulator.port, caCertificate)
  }
  const db = new Sqlite(file)
  try {
    db.prepare(
      `WITH RECURSIVE serials(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM serials WHERE n < ${REVOKED})
       INSERT INTO ledger (project_id, serial, certificate_id, revoked_at, reason)
       SELECT ?, printf('4%031x', n), printf('scs%013d', n), ? + n, 'key lost' FROM serials`,
    ).run(PROJECT, Date.now() - 86_400_000)
  } finally {
    db.close()
  }
  return file
}

/** An OCSP request without a nonce, DER. */
async function question(certificate: string, issuer: string): Promise<Buffer> {
  const { readCertificates } = await loadPki()
  const { Certificate, OCSPRequest } = await import('pkijs')
  const [leaf] = readCertificates(certificate)
  const [ca] = readCertificates(issuer)
  const request = new OCSPRequest()
  await request.createForCertificate(Certificate.fromBER(leaf.raw), {
    hashAlgorithm: 'SHA-1',
    issuerCertificate: Certificate.fromBER(ca.raw),
  })
  return Buffer.from(request.toSchema(true).toBER())
}
