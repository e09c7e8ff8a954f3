import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { parse, serialOf } from './der.ts'
import type { Hash, Issuer } from './issuer.ts'
import { PkiError } from './problem.ts'

/** One certificate that is asked about. */
export interface CertificateQuestion {
  /** Its identifier as it came, DER, for the answer to repeat it. */
  readonly id: Buffer
  /** Undefined where we do not know the hash; then it is for no issuer of ours. */
  readonly hash: Hash | undefined
  /** Hex. */
  readonly issuer_name_hash: string
  readonly issuer_key_hash: string
  /** Lower-case hex. */
  readonly serial: string
}

export interface OcspQuestion {
  readonly requests: CertificateQuestion[]
  /** What the answer must repeat, byte for byte, so that it cannot be an old one. */
  readonly nonce?: Buffer
}

/** The extension of the nonce (RFC 9654). */
export const NONCE = '1.3.6.1.5.5.7.48.1.2'

const OIDS: Record<string, Hash> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

/** RFC 9654 allows 128 bytes; they stand in an octet string of their own, whose tag and length take 3 more. */
const NONCE_LENGTH = 131

/** Made once: pkijs would make it anew for each request, twice, which would take four fifths of the time. */
const SCHEMA = pkijs.OCSPRequest.schema()

/** A block that has parts; the schema says which. */
interface Parts {
  valueBlock: { value: asn1js.AsnType[] }
}

/** What the schema has names for. */
interface Named {
  'TBSRequest.requests'?: Parts[]
  'TBSRequest.requestExtensions'?: Parts
}

/**
 * An OCSP request (RFC 6960, 4.1.1), DER. A signature is not looked at: no answer depends on who asks.
 *
 * @throws PkiError ocsp_malformed: cut, followed by more, about nothing, or with a nonce that is empty or too long
 */
export function parseOcspRequest(der: Uint8Array): OcspQuestion {
  try {
    const block = parse(der)
    const { verified } = asn1js.compareSchema(block, block, SCHEMA)
    const { 'TBSRequest.requests': asked = [], 'TBSRequest.requestExtensions': extensions } = block as Named
    if (!verified || asked.length === 0) throw new Error('it asks about no certificate')
    const requests = asked.map(({ valueBlock: { value } }) => question(value[0] as asn1js.Sequence))
    const nonce = extensions && nonceOf(extensions.valueBlock.value as asn1js.Sequence[])
    return nonce ? { requests, nonce } : { requests }
  } catch (error) {
    throw new PkiError('ocsp_malformed', `the OCSP request cannot be read: ${(error as Error).message}`)
  }
}

/** CertID ::= SEQUENCE { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber } */
function question(id: asn1js.Sequence): CertificateQuestion {
  const [algorithm, name, key, serial] = id.valueBlock.value as [Parts, ...asn1js.OctetString[]]
  const oid = algorithm.valueBlock.value[0] as asn1js.ObjectIdentifier
  return {
    id: Buffer.from(id.valueBeforeDecodeView),
    hash: OIDS[oid.getValue()],
    issuer_name_hash: bytes(name).toString('hex'),
    issuer_key_hash: bytes(key).toString('hex'),
    serial: serialOf(serial as unknown as asn1js.Integer),
  }
}

/** Extension ::= SEQUENCE { extnID, critical DEFAULT FALSE, extnValue } */
function nonceOf(extensions: asn1js.Sequence[]): Buffer | undefined {
  const nonce = extensions
    .map(({ valueBlock: { value } }) => value as [asn1js.ObjectIdentifier, ...asn1js.AsnType[]])
    .find(([oid]) => oid.getValue() === NONCE)
    ?.at(-1)
  if (!nonce) return undefined
  const value = bytes(nonce as asn1js.OctetString)
  if (value.length === 0 || value.length > NONCE_LENGTH) throw new Error('its nonce is empty or too long')
  return value
}

function bytes(block: asn1js.OctetString | undefined): Buffer {
  return Buffer.from((block as asn1js.OctetString).valueBlock.valueHexView)
}

/** Whether what is asked about would be issued by this CA: both hashes are of its name and its key. */
export function isFor(issuer: Issuer, { hash, issuer_name_hash, issuer_key_hash }: CertificateQuestion): boolean {
  return hash !== undefined && issuer.name_hash[hash] === issuer_name_hash && issuer.key_hash[hash] === issuer_key_hash
}
