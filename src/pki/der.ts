import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'

/** What every ASN.1 block of asn1js can do. */
interface Encodable {
  toBER(): ArrayBuffer
}

/** A block of asn1js as its bytes. */
export function encode(block: Encodable): Buffer {
  return Buffer.from(block.toBER())
}

/** A SEQUENCE of parts that are encoded already, so that none is encoded or parsed twice. */
export function sequence(parts: readonly Uint8Array[]): Buffer {
  return encode(wrap({ tagClass: 1, tagNumber: 16 }, parts))
}

/** Parts that are encoded already, under a tag of their context: `[0] EXPLICIT`. */
export function tagged(tagNumber: number, parts: readonly Uint8Array[]): Buffer {
  return encode(wrap({ tagClass: 3, tagNumber }, parts))
}

/** The same as `sequence`, to be put among blocks that are not encoded yet. */
export function sequenceBlock(parts: readonly Uint8Array[]): asn1js.Primitive {
  return wrap({ tagClass: 1, tagNumber: 16 }, parts)
}

function wrap(idBlock: { tagClass: number; tagNumber: number }, parts: readonly Uint8Array[]): asn1js.Primitive {
  const block = new asn1js.Primitive({ idBlock, valueHex: Buffer.concat(parts) })
  block.idBlock.isConstructed = true
  return block
}

/** The one block that the bytes are. @throws Error where they are cut, followed by more, or over 20,000 blocks */
export function parse(der: Uint8Array): asn1js.AsnType {
  // Without being told, asn1js would also try to read what stands in an octet string, and stop at 10,000 blocks.
  const { offset, result } = asn1js.fromBER(der, { maxNodes: 20_000, parseEmbedded: false })
  if (offset === -1) throw new Error(result.error)
  if (offset !== der.byteLength) throw new Error(`${der.byteLength - offset} bytes follow the end`)
  return result
}

/** A serial number as an INTEGER. @param serial hex of a positive number, as `newSerial` makes them */
export function serialNumber(serial: string): asn1js.Integer {
  const bytes = Buffer.from(serial, 'hex')
  return new asn1js.Integer({ valueHex: (bytes[0] as number) & 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes })
}

/** An INTEGER as lower-case hex without the sign's byte: the form of `newSerial`. */
export function serialOf(integer: asn1js.Integer): string {
  const bytes = Buffer.from(integer.valueBlock.valueHexView)
  return bytes.subarray(Math.max(0, bytes.findIndex(Boolean))).toString('hex')
}

/** An instant as a date without a fraction of a second: pkijs writes fractions, which RFC 5280 and 6960 forbid. */
export function date(instant: number): Date {
  return new Date(Math.floor(instant / 1000) * 1000)
}

/** An instant as a Time: UTCTime from 1950 to 2049, GeneralizedTime otherwise (RFC 5280, 4.1.2.5). */
export function time(instant: number): pkijs.Time {
  const value = date(instant)
  const year = value.getUTCFullYear()
  return new pkijs.Time({ type: year >= 1950 && year <= 2049 ? 0 : 1, value })
}
