import * as pkijs from 'pkijs'
import { encode, serialNumber, time } from './der.ts'
import { type Signer, signed, unsigned } from './issuer.ts'
import { publicKeyInfo } from './keys.ts'
import { toPem } from './pem.ts'

/** From and until when a certificate is valid, in epoch milliseconds; fractions of a second are cut. */
interface Validity {
  readonly not_before: number
  readonly not_after: number
}

export interface Numbered extends Validity {
  /** Hex, as `newSerial` makes it. */
  readonly serial: string
}

/** The public key of a PEM key, as it stands in a certificate. */
export function subjectKey(pem: string): pkijs.PublicKeyInfo {
  return pkijs.PublicKeyInfo.fromBER(publicKeyInfo(pem))
}

/** What tells one certificate from another. */
interface Contents extends Numbered {
  subject: pkijs.RelativeDistinguishedNames
  info: pkijs.PublicKeyInfo
  extensions: pkijs.Extension[]
}

/** A certificate of version 3 (RFC 5280, 4.1), as PEM. */
export function certify(contents: Contents, issuer: Signer & { name: pkijs.RelativeDistinguishedNames }): string {
  const certificate = new pkijs.Certificate({
    version: 2,
    serialNumber: serialNumber(contents.serial),
    signature: issuer.algorithm,
    issuer: issuer.name,
    notBefore: time(contents.not_before),
    notAfter: time(contents.not_after),
    subject: contents.subject,
    subjectPublicKeyInfo: contents.info,
    extensions: contents.extensions,
  })
  return toPem(signed(encode(unsigned(certificate)), issuer), 'CERTIFICATE')
}
