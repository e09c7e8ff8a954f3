import { createHash, X509Certificate } from 'node:crypto'
import * as pkijs from 'pkijs'
import { isDomain } from './domains.ts'
import { alternativeDomains } from './extensions.ts'
import { type KeyDetails, keyDetails } from './keys.ts'
import { readName, type Subject } from './names.ts'
import { decode, scanPem, toPem } from './pem.ts'
import { PkiError } from './problem.ts'

/** What a certificate says. */
export interface CertificateDetails {
  /** This certificate alone, newly wrapped. */
  readonly pem: string
  readonly raw: Buffer
  readonly subject: Subject
  readonly issuer: Subject
  /** Lower-case hex. */
  readonly serial: string
  /** Epoch milliseconds. */
  readonly not_before: number
  readonly not_after: number
  /** The common name, where it is a domain or an IP address, then the domains of the subject alternative name. */
  readonly domains: string[]
  /** SHA-1, lower-case hex: what the vendor shows as `fingerprint`. */
  readonly fingerprint: string
  readonly fingerprint_sha256: string
  /** In the vendor's style: `SHA256withRSA`; an object identifier where we know no name. */
  readonly signature_algorithm: string
  readonly key: KeyDetails
  readonly is_ca: boolean
}

const SIGNATURE_ALGORITHMS: Record<string, string> = {
  '1.2.840.113549.1.1.4': 'MD5withRSA',
  '1.2.840.113549.1.1.5': 'SHA1withRSA',
  '1.2.840.113549.1.1.10': 'RSASSA-PSS',
  '1.2.840.113549.1.1.11': 'SHA256withRSA',
  '1.2.840.113549.1.1.12': 'SHA384withRSA',
  '1.2.840.113549.1.1.13': 'SHA512withRSA',
  '1.2.840.113549.1.1.14': 'SHA224withRSA',
  '1.2.840.10045.4.1': 'SHA1withECDSA',
  '1.2.840.10045.4.3.1': 'SHA224withECDSA',
  '1.2.840.10045.4.3.2': 'SHA256withECDSA',
  '1.2.840.10045.4.3.3': 'SHA384withECDSA',
  '1.2.840.10045.4.3.4': 'SHA512withECDSA',
  '1.3.101.112': 'Ed25519',
  '1.2.156.10197.1.501': 'SM3withSM2',
}

/** No chain is longer; reading thousands would hold up everybody else. */
const MOST = 20

/**
 * All certificates of a PEM text, in its order; at most 20.
 *
 * @throws PkiError certificate_missing, certificate_marker, certificate_unreadable
 */
export function readCertificates(pem: string): [CertificateDetails, ...CertificateDetails[]] {
  if (!pem.trim()) throw new PkiError('certificate_missing', 'the certificate is empty')
  const { blocks, complete } = scanPem(pem)
  if (!complete || blocks.length === 0 || blocks.some(({ label }) => label !== 'CERTIFICATE')) {
    const markers = '-----BEGIN CERTIFICATE----- and -----END CERTIFICATE-----'
    throw new PkiError(
      'certificate_marker',
      `a certificate must begin and end with ${markers}, and nothing else follow`,
    )
  }
  if (blocks.some(({ body }) => !body)) {
    throw new PkiError('certificate_missing', 'nothing stands between the markers of a certificate')
  }
  if (blocks.length > MOST) throw new PkiError('certificate_unreadable', `there are more than ${MOST} certificates`)
  return blocks.map((block) => details(decode(block))) as [CertificateDetails, ...CertificateDetails[]]
}

function details(der: Buffer | undefined): CertificateDetails {
  if (!der) throw new PkiError('certificate_unreadable', 'what stands between the markers is not base64')
  try {
    const x509 = new X509Certificate(der)
    if (x509.raw.byteLength !== der.byteLength) throw new Error('more bytes follow it')
    const { subject, issuer, signatureAlgorithm, extensions } = pkijs.Certificate.fromBER(der)
    const { algorithmId } = signatureAlgorithm
    const { common_name = '' } = readName(subject)
    return {
      pem: toPem(der, 'CERTIFICATE'),
      raw: der,
      subject: readName(subject),
      issuer: readName(issuer),
      serial: x509.serialNumber.toLowerCase(),
      not_before: x509.validFromDate.getTime(),
      not_after: x509.validToDate.getTime(),
      domains: [...new Set([...(isDomain(common_name) ? [common_name] : []), ...alternativeDomains(extensions)])],
      fingerprint: createHash('sha1').update(der).digest('hex'),
      fingerprint_sha256: createHash('sha256').update(der).digest('hex'),
      signature_algorithm: SIGNATURE_ALGORITHMS[algorithmId] ?? algorithmId,
      key: keyDetails(x509.publicKey),
      is_ca: x509.ca,
    }
  } catch (error) {
    throw new PkiError('certificate_unreadable', `a certificate cannot be read: ${(error as Error).message}`)
  }
}

/** Whether each certificate is issued by the next one: by name, and signed by its key. One alone is in order. */
export function isChainInOrder(certificates: readonly CertificateDetails[]): boolean {
  const chain = certificates.map(({ raw }) => new X509Certificate(raw))
  return chain.every((certificate, index) => {
    const issuer = chain[index + 1]
    return !issuer || (certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey))
  })
}
