/** Why a certificate is revoked, as CRLs and OCSP answers say it (RFC 5280, 5.3.1; 7 is not used). */
export const CRL_REASONS = {
  unspecified: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  removeFromCRL: 8,
  privilegeWithdrawn: 9,
  aACompromise: 10,
} as const

export type CrlReason = keyof typeof CRL_REASONS

/** How the revocations of a world come to be known outside. */
export interface RevocationSettings {
  /** The reason of RFC 5280 for texts that contain the key. */
  reasons?: Record<string, CrlReason>
  /** How long CRL and OCSP lag behind: a duration such as `1h`. */
  publication_lag?: string
}
