import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { addressBytes, asciiDomain, isAddress } from './domains.ts'

/** The addresses that a certificate carries: where its CRL, its OCSP responder and its issuer's certificate are. */
export interface Addresses {
  readonly crl_url?: string
  readonly ocsp_url?: string
  readonly ca_url?: string
}

/** Bits of the key usage, from the first (RFC 5280, 4.2.1.3). */
const KEY_USAGES = { digitalSignature: 0x80, keyEncipherment: 0x20, keyCertSign: 0x04, cRLSign: 0x02 } as const

function extension(extnID: string, critical: boolean, value: { toBER(): ArrayBuffer }): pkijs.Extension {
  return new pkijs.Extension({ extnID, critical, extnValue: value.toBER() })
}

/**
 * Whether it is a CA, critical (RFC 5280, 4.2.1.9).
 *
 * @param pathLenConstraint how many CAs may follow below; absent: any number, null: it is no CA
 */
export function basicConstraints(pathLenConstraint?: number | null): pkijs.Extension {
  const constraint = typeof pathLenConstraint === 'number' ? { pathLenConstraint } : {}
  const value = new pkijs.BasicConstraints({ cA: pathLenConstraint !== null, ...constraint })
  return extension(pkijs.id_BasicConstraints, true, value.toSchema())
}

/** What the key may do, critical (RFC 5280, 4.2.1.3). */
export function keyUsage(...usages: (keyof typeof KEY_USAGES)[]): pkijs.Extension {
  const bits = usages.reduce((sum, usage) => sum | KEY_USAGES[usage], 0)
  // DER leaves out the zero bits at the end of a list of named bits.
  const unusedBits = 31 - Math.clz32(bits & -bits)
  return extension(pkijs.id_KeyUsage, true, new asn1js.BitString({ valueHex: Uint8Array.of(bits).buffer, unusedBits }))
}

/** Extended key usage (RFC 5280, 4.2.1.12): for TLS servers and clients. */
export function tlsKeyUsage(): pkijs.Extension {
  const keyPurposes = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']
  return extension(pkijs.id_ExtKeyUsage, false, new pkijs.ExtKeyUsage({ keyPurposes }).toSchema())
}

/** Names the key that the certificate is for (RFC 5280, 4.2.1.2). */
export function subjectKeyIdentifier(identifier: Uint8Array): pkijs.Extension {
  return extension(pkijs.id_SubjectKeyIdentifier, false, new asn1js.OctetString({ valueHex: identifier }))
}

/** Names the key that signs, as its own certificate does (RFC 5280, 4.2.1.1). */
export function authorityKeyIdentifier(identifier: Uint8Array): pkijs.Extension {
  const keyIdentifier = new asn1js.OctetString({ valueHex: identifier })
  return extension(
    pkijs.id_AuthorityKeyIdentifier,
    false,
    new pkijs.AuthorityKeyIdentifier({ keyIdentifier }).toSchema(),
  )
}

/**
 * The names that it is for: domains and IP addresses (RFC 5280, 4.2.1.6).
 *
 * @param critical where the subject is empty
 * @throws RangeError where a name is neither
 */
export function subjectAltName(domains: readonly string[], critical = false): pkijs.Extension {
  const altNames = domains.map((domain) =>
    isAddress(domain)
      ? new pkijs.GeneralName({ type: 7, value: new asn1js.OctetString({ valueHex: addressBytes(domain) }) })
      : new pkijs.GeneralName({ type: 2, value: asciiDomain(domain) }),
  )
  return extension(pkijs.id_SubjectAltName, critical, new pkijs.AltName({ altNames }).toSchema())
}

/** CRL distribution point (RFC 5280, 4.2.1.13) and authority information access (4.2.2.1), those that are known. */
export function addresses({ crl_url, ocsp_url, ca_url }: Addresses): pkijs.Extension[] {
  const found: pkijs.Extension[] = []
  if (crl_url) {
    const point = new pkijs.DistributionPoint({ distributionPoint: [uri(crl_url)] })
    const points = new pkijs.CRLDistributionPoints({ distributionPoints: [point] })
    found.push(extension(pkijs.id_CRLDistributionPoints, false, points.toSchema()))
  }
  const access = [
    ...(ocsp_url ? [{ accessMethod: pkijs.id_ad_ocsp, accessLocation: uri(ocsp_url) }] : []),
    ...(ca_url ? [{ accessMethod: pkijs.id_ad_caIssuers, accessLocation: uri(ca_url) }] : []),
  ]
  if (access.length > 0) {
    const accessDescriptions = access.map((description) => new pkijs.AccessDescription(description))
    const value = new pkijs.InfoAccess({ accessDescriptions })
    found.push(extension(pkijs.id_AuthorityInfoAccess, false, value.toSchema()))
  }
  return found
}

function uri(value: string): pkijs.GeneralName {
  return new pkijs.GeneralName({ type: 6, value })
}

/** CRL number (RFC 5280, 5.2.3). */
export function crlNumber(number: number): pkijs.Extension {
  return extension(pkijs.id_CRLNumber, false, asn1js.Integer.fromBigInt(number))
}

/** The domains of a subject alternative name; none where there is no such extension. */
export function alternativeDomains(extensions: readonly pkijs.Extension[] = []): string[] {
  const value = extensions.find(({ extnID }) => extnID === pkijs.id_SubjectAltName)?.parsedValue
  const names = value instanceof pkijs.AltName ? value.altNames : []
  return names.filter(({ type }) => type === 2).map((name) => String(name.value))
}
