/**
 * The door of the room: certificates, CRLs and OCSP answers from values and instants. Nothing here reads a clock, a file
 * or a database. What needs pkijs, which takes 0.1 s to load, is behind `loadPki`; the rest can be used at once.
 */

export type { CertificateDetails } from './certificates.ts'
export type { Revocation } from './crl.ts'
export type { SigningRequest } from './csr.ts'
export { isDomain } from './domains.ts'
export type { Order } from './issue.ts'
export type { Issuer } from './issuer.ts'
export {
  generateKeyPair,
  type KeyDetails,
  type KeyKind,
  type KeyPair,
  keyMatches,
  newSerial,
  readPrivateKey,
} from './keys.ts'
export type { Subject } from './names.ts'
export type { CertificateQuestion, OcspQuestion } from './ocsp-request.ts'
export type { CertificateAnswer, CertificateStatus, OcspError } from './ocsp-response.ts'
export { toPem } from './pem.ts'
export { PkiError, type PkiProblem } from './problem.ts'
export type { Upload } from './upload.ts'

export type Pki = typeof import('./pki.ts')

/** What needs pkijs, loaded when it is first called for; it is quick from then on. */
export function loadPki(): Promise<Pki> {
  return import('./pki.ts')
}
