/** What a CRL says of one serial number. */
export interface Listing {
  readonly number: string
  /** ISO 8601 */
  readonly nextUpdate: string
  readonly entry?: { readonly since: string; readonly reason: string } | undefined
}

/** A piece of DER: its tag, where its content begins and ends. */
interface Piece {
  readonly tag: number
  readonly from: number
  readonly to: number
}

function pieceAt(bytes: Uint8Array, at: number): Piece {
  const first = bytes[at + 1] ?? 0
  if (first < 0x80) return { tag: bytes[at] ?? 0, from: at + 2, to: at + 2 + first }
  let length = 0
  const count = first & 0x7f
  for (const byte of bytes.subarray(at + 2, at + 2 + count)) length = length * 256 + byte
  return { tag: bytes[at] ?? 0, from: at + 2 + count, to: at + 2 + count + length }
}

/** The pieces in a piece. */
function inside(bytes: Uint8Array, { from, to }: Piece): Piece[] {
  const pieces: Piece[] = []
  for (let at = from; at < to; at = pieces.at(-1)?.to ?? to) pieces.push(pieceAt(bytes, at))
  return pieces
}

const hex = (bytes: Uint8Array, { from, to }: Piece) =>
  [...bytes.subarray(from, to)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** A UTCTime or GeneralizedTime (RFC 5280, 4.1.2.5). */
function timeOf(bytes: Uint8Array, piece: Piece): string {
  const text = new TextDecoder().decode(bytes.subarray(piece.from, piece.to))
  const full = piece.tag === 0x17 ? `${Number(text.slice(0, 2)) < 50 ? 20 : 19}${text}` : text
  return full.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
}

/** RFC 5280, 5.3.1 */
const REASONS = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
]

/** Reads what a CRL says of a serial number (RFC 5280, 5.1). @param serial in hexadecimal digits */
export function readCrl(bytes: Uint8Array, serial: string): Listing {
  const [list] = inside(bytes, pieceAt(bytes, 0))
  const fields = list ? inside(bytes, list) : []
  const times = fields.filter(({ tag }) => tag === 0x17 || tag === 0x18)
  // After the times come the entries, where there are any; extensions have a tag of their own.
  const entries = fields.slice(4).find(({ tag }) => tag === 0x30)
  const extensions = fields.find(({ tag }) => tag === 0xa0)
  const found = (entries ? inside(bytes, entries) : [])
    .map((entry) => inside(bytes, entry))
    .find(([number]) => number && hex(bytes, number) === serial)
  const [, since, more] = found ?? []
  const code = more && hex(bytes, more).match(/0603551d1504030a01(..)/)?.[1]
  return {
    number: extensions ? number(hex(bytes, extensions)) : '',
    nextUpdate: times[1] ? timeOf(bytes, times[1]) : '',
    entry: since && { since: timeOf(bytes, since), reason: REASONS[Number.parseInt(code ?? '00', 16)] ?? 'other' },
  }
}

/** The number of a CRL (RFC 5280, 5.2.3), of its extensions in hexadecimal digits. */
function number(extensions: string): string {
  const [, length, rest] = /0603551d1404..02(..)(.*)/.exec(extensions) ?? []
  return length && rest ? String(BigInt(`0x${rest.slice(0, 2 * Number.parseInt(length, 16))}`)) : ''
}

/** The serial number of a certificate in PEM, in hexadecimal digits. */
export function serialOf(pem: string): string {
  const text = atob(pem.replace(/-----[^-]+-----|\s/g, ''))
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0))
  const [body] = inside(bytes, pieceAt(bytes, 0))
  const serial = body && inside(bytes, body).find(({ tag }) => tag === 0x02)
  return serial ? hex(bytes, serial) : ''
}
