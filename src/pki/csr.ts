import { createPublicKey, webcrypto } from 'node:crypto'
import * as pkijs from 'pkijs'
import { encode, parse } from './der.ts'
import { alternativeDomains, subjectAltName } from './extensions.ts'
import { openSigner, signed, unsigned } from './issuer.ts'
import { type KeyDetails, keyDetails, publicKeyInfo } from './keys.ts'
import { commonName, distinguishedName, readName, type Subject } from './names.ts'
import { decode, scanPem, toPem } from './pem.ts'
import { PkiError } from './problem.ts'

/** PKCS #9's attribute for the extensions that are asked for (RFC 2985, 5.4.2). */
const EXTENSION_REQUEST = '1.2.840.113549.1.9.14'

const engine = new pkijs.CryptoEngine({ name: 'node', crypto: webcrypto })

/** What a certificate signing request asks for. */
export interface SigningRequest {
  /** Empty where there is none. */
  readonly common_name: string
  /** The common name, if there is one, then the further names of the subject alternative name. */
  readonly domains: string[]
  readonly subject: Subject
  /** PEM. */
  readonly public_key: string
  readonly key: KeyDetails
}

/**
 * A certificate signing request (PKCS #10, RFC 2986), PEM under either of its labels, checked to be signed by the key
 * that it is for: RSA with at least SHA-1, or EC on P-256, P-384 or P-521.
 *
 * @throws PkiError csr_unreadable, csr_signature
 */
export async function parseCsr(pem: string): Promise<SigningRequest> {
  const { blocks, complete } = scanPem(pem)
  const [block, second] = blocks
  const der = block && /^(NEW )?CERTIFICATE REQUEST$/.test(block.label) ? decode(block) : undefined
  if (!complete || second || !der) {
    throw new PkiError('csr_unreadable', 'the CSR is not one PEM block named CERTIFICATE REQUEST')
  }
  const { request, public_key, key } = read(der)
  if (!(await isSigned(request))) throw new PkiError('csr_signature', 'the CSR is not signed by the key that it is for')
  const subject = readName(request.subject)
  const { common_name = '' } = subject
  const domains = [...new Set([common_name, ...requestedDomains(request)])].filter(Boolean)
  return { common_name, domains, subject, public_key, key }
}

function read(der: Buffer): { request: pkijs.CertificationRequest; public_key: string; key: KeyDetails } {
  try {
    const request = new pkijs.CertificationRequest({ schema: parse(der) })
    const info = encode(request.subjectPublicKeyInfo.toSchema())
    const key = createPublicKey({ key: info, format: 'der', type: 'spki' })
    return { request, public_key: key.export({ type: 'spki', format: 'pem' }) as string, key: keyDetails(key) }
  } catch (error) {
    throw new PkiError('csr_unreadable', `the CSR cannot be read: ${(error as Error).message}`)
  }
}

async function isSigned(request: pkijs.CertificationRequest): Promise<boolean> {
  try {
    return await request.verify(engine)
  } catch (error) {
    throw new PkiError('csr_unreadable', `the CSR's signature cannot be checked: ${(error as Error).message}`)
  }
}

function requestedDomains({ attributes = [] }: pkijs.CertificationRequest): string[] {
  const [schema] = attributes.find(({ type }) => type === EXTENSION_REQUEST)?.values ?? []
  try {
    return schema ? alternativeDomains(new pkijs.Extensions({ schema }).extensions) : []
  } catch {
    throw new PkiError('csr_unreadable', 'the extensions that the CSR asks for cannot be read')
  }
}

/**
 * A certificate signing request, PEM. The first domain is the common name, if short enough.
 *
 * @param csr.private_key PEM, RSA or EC: the key that it is for, and that signs it
 * @throws RangeError where a name is neither a domain nor an IP address
 */
export function createCsr({
  domains,
  subject = {},
  private_key,
}: {
  domains: readonly [string, ...string[]]
  subject?: Omit<Subject, 'common_name'>
  private_key: string
}): string {
  const extensions = new pkijs.Extensions({ extensions: [subjectAltName(domains)] }).toSchema()
  const request = new pkijs.CertificationRequest({
    version: 0,
    subject: distinguishedName({ ...subject, ...commonName(domains[0]) }),
    subjectPublicKeyInfo: pkijs.PublicKeyInfo.fromBER(publicKeyInfo(private_key)),
    attributes: [new pkijs.Attribute({ type: EXTENSION_REQUEST, values: [extensions] })],
  })
  return toPem(signed(encode(unsigned(request)), openSigner(private_key)), 'CERTIFICATE REQUEST')
}
