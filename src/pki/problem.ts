/** What can be wrong with what somebody hands in. The caller maps each to its own code. */
export type PkiProblem =
  /** Nothing was given, or nothing stands between the markers. */
  | 'certificate_missing'
  /** It does not begin and end with the markers, or something stands outside them. */
  | 'certificate_marker'
  | 'certificate_unreadable'
  /** Neither a subject alternative name nor a common name. */
  | 'domain_missing'
  /** The name that it is for cannot be a domain. */
  | 'domain_malformed'
  | 'chain_unreadable'
  /** A certificate of the chain is not issued by the next one. */
  | 'issuer_mismatch'
  | 'key_missing'
  | 'key_marker'
  | 'key_unreadable'
  /** It is encrypted, and the passphrase is missing or wrong. */
  | 'key_encrypted'
  /** The certificate is for another key. */
  | 'key_mismatch'
  | 'csr_unreadable'
  /** The CSR is not signed by the key that it is for. */
  | 'csr_signature'
  | 'ocsp_malformed'

/** What was handed in is not acceptable: `kind` is for programs, the message for people. */
export class PkiError extends Error {
  override name = 'PkiError'
  readonly kind: PkiProblem

  constructor(kind: PkiProblem, message: string) {
    super(message)
    this.kind = kind
  }
}
