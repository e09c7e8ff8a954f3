import { certify, type Numbered, subjectKey } from './certify.ts'
import {
  type Addresses,
  addresses,
  authorityKeyIdentifier,
  basicConstraints,
  keyUsage,
  subjectAltName,
  subjectKeyIdentifier,
  tlsKeyUsage,
} from './extensions.ts'
import { type Issuer, keyIdentifier } from './issuer.ts'
import { commonName, distinguishedName, type Subject } from './names.ts'

/** What a certificate is issued from. */
export interface Order extends Numbered, Addresses {
  /** Domains (`*.` first where it is a wildcard) and IP addresses; the first is the common name too, if short enough. */
  readonly domains: readonly [string, ...string[]]
  readonly subject?: Omit<Subject, 'common_name'>
  /** PEM; from a CSR, or of a key pair of ours. */
  readonly public_key: string
  readonly issuer: Issuer
}

/**
 * A certificate for TLS servers and clients, as PEM.
 *
 * @throws RangeError where a name is neither a domain nor an IP address
 */
export function issueCertificate({ domains, subject = {}, public_key, issuer, ...order }: Order): string {
  const info = subjectKey(public_key)
  const name = distinguishedName({ ...subject, ...commonName(domains[0]) })
  const isRsa = info.algorithm.algorithmId === '1.2.840.113549.1.1.1'
  const extensions = [
    basicConstraints(null),
    isRsa ? keyUsage('digitalSignature', 'keyEncipherment') : keyUsage('digitalSignature'),
    tlsKeyUsage(),
    subjectAltName([...new Set(domains)], name.typesAndValues.length === 0),
    subjectKeyIdentifier(keyIdentifier(info)),
    authorityKeyIdentifier(issuer.key_id),
    ...addresses(order),
  ]
  return certify({ ...order, subject: name, info, extensions }, issuer)
}
