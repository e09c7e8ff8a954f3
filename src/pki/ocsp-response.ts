import * as asn1js from 'asn1js'
import { id_PKIX_OCSP_Basic } from 'pkijs'
import { CRL_REASONS, type CrlReason } from '../domain/revocation.ts'
import { date, encode, sequence, tagged } from './der.ts'
import { type Issuer, signed } from './issuer.ts'
import { NONCE } from './ocsp-request.ts'

/** What is known about a certificate; `unknown` is for serials that were never issued. */
export type CertificateStatus =
  | { readonly status: 'good' | 'unknown' }
  | { readonly status: 'revoked'; readonly revoked_at: number; readonly reason?: CrlReason }

/** The answer about one certificate; instants are epoch milliseconds, their fractions of a second are cut. */
export type CertificateAnswer = CertificateStatus & {
  /** The `id` of the question. */
  readonly id: Uint8Array
  readonly this_update: number
  /** When newer information comes at the latest; absent: at any time. */
  readonly next_update?: number
}

/** RFC 6960, 4.2.1: why there is no answer. 4 is not used. */
const ERRORS = { malformedRequest: 1, internalError: 2, tryLater: 3, sigRequired: 5, unauthorized: 6 } as const

export type OcspError = keyof typeof ERRORS

// The structures of RFC 6960 are put together from parts that are encoded once: pkijs' own classes take four times as long.
const SUCCESSFUL = enumerated(0)
const BASIC = encode(new asn1js.ObjectIdentifier({ value: id_PKIX_OCSP_Basic }))
const NONCE_ID = encode(new asn1js.ObjectIdentifier({ value: NONCE }))
const GOOD = encode(new asn1js.Primitive({ idBlock: { tagClass: 3, tagNumber: 0 } }))
const UNKNOWN = encode(new asn1js.Primitive({ idBlock: { tagClass: 3, tagNumber: 2 } }))

/**
 * A signed OCSP answer (RFC 6960, 4.2.1), DER. The CA that issued the certificates answers itself and is named by its
 * key's hash, so that no certificate has to be sent along.
 *
 * @param answer.nonce the request's; an answer without one is the same for all who ask, and can be kept
 */
export function createOcspResponse({
  issuer,
  produced_at,
  responses,
  nonce,
}: {
  issuer: Issuer
  produced_at: number
  responses: readonly CertificateAnswer[]
  nonce?: Uint8Array | undefined
}): Buffer {
  const data = sequence([
    issuer.responder_id,
    generalizedTime(produced_at),
    sequence(responses.map(singleResponse)),
    ...(nonce ? [tagged(1, [sequence([sequence([NONCE_ID, octets(nonce)])])])] : []),
  ])
  return sequence([SUCCESSFUL, tagged(0, [sequence([BASIC, octets(signed(data, issuer))])])])
}

/** An OCSP answer that says only why there is none, DER; it is not signed. */
export function createOcspError(error: OcspError): Buffer {
  return sequence([enumerated(ERRORS[error])])
}

function singleResponse(answer: CertificateAnswer): Buffer {
  const { id, this_update, next_update } = answer
  const next = next_update === undefined ? [] : [tagged(0, [generalizedTime(next_update)])]
  return sequence([id, certStatus(answer), generalizedTime(this_update), ...next])
}

function certStatus(answer: CertificateStatus): Buffer {
  if (answer.status !== 'revoked') return answer.status === 'good' ? GOOD : UNKNOWN
  const { revoked_at, reason = 'unspecified' } = answer
  const because = reason === 'unspecified' ? [] : [tagged(0, [enumerated(CRL_REASONS[reason])])]
  return tagged(1, [generalizedTime(revoked_at), ...because])
}

function enumerated(value: number): Buffer {
  return encode(new asn1js.Enumerated({ value }))
}

function octets(bytes: Uint8Array): Buffer {
  return encode(new asn1js.OctetString({ valueHex: bytes }))
}

function generalizedTime(instant: number): Buffer {
  return encode(new asn1js.GeneralizedTime({ valueDate: date(instant) }))
}
