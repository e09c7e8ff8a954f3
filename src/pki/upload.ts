import { type CertificateDetails, isChainInOrder, readCertificates } from './certificates.ts'
import { isDomain } from './domains.ts'
import { keyMatches, readPrivateKey } from './keys.ts'
import { PkiError } from './problem.ts'

/** A certificate with its key, as somebody uploads them, checked to belong together. */
export interface Upload {
  readonly certificate: CertificateDetails
  /** What it is issued by, and so on upwards. */
  readonly chain: CertificateDetails[]
  /** PEM, in the form in which it came (that an export gives that back is assumed), not encrypted. */
  readonly private_key: string
}

/**
 * What upload (v2) and import (v3) take. As the vendor has it, the chain may stand in the certificate's text or apart;
 * where it is given apart, only the first certificate of the text counts. Dates are the caller's to judge.
 *
 * @throws PkiError with the first problem, in this order: certificate_*, chain_unreadable, domain_*, key_*,
 * key_mismatch, issuer_mismatch
 */
export function readUpload(upload: {
  certificate: string
  certificate_chain?: string
  private_key: string
  passphrase?: string
}): Upload {
  const [certificate, ...rest] = readCertificates(upload.certificate)
  const chain = upload.certificate_chain?.trim() ? readChain(upload.certificate_chain) : rest
  checkDomains(certificate)
  const { private_key } = readPrivateKey(upload.private_key, upload.passphrase)
  if (!keyMatches(certificate.pem, private_key)) {
    throw new PkiError('key_mismatch', 'the certificate is not for this private key')
  }
  if (!isChainInOrder([certificate, ...chain])) {
    throw new PkiError('issuer_mismatch', 'a certificate of the chain is not issued by the next one')
  }
  return { certificate, chain, private_key }
}

function readChain(pem: string): CertificateDetails[] {
  try {
    return readCertificates(pem)
  } catch (error) {
    if (!(error instanceof PkiError)) throw error
    throw new PkiError('chain_unreadable', `the chain: ${error.message}`)
  }
}

/** The vendor's guide: the common name must be a domain or an IP address. */
function checkDomains({ subject, domains }: CertificateDetails): void {
  const bad = [subject.common_name, ...domains].find((name) => name && !isDomain(name))
  if (bad) throw new PkiError('domain_malformed', `"${bad}" is neither a domain nor an IP address`)
  if (domains.length === 0) throw new PkiError('domain_missing', 'the certificate names no domain')
}
