import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair as generate,
  type KeyObject,
  randomBytes,
  X509Certificate,
} from 'node:crypto'
import { promisify } from 'node:util'
import { scanPem } from './pem.ts'
import { PkiError } from './problem.ts'

const generateKeys = promisify(generate)

/** `ec` is P-256, `rsa` has 2048 bits. */
export type KeyKind = 'ec' | 'rsa'

export interface KeyPair {
  /** PKCS#8, PEM. */
  private_key: string
  /** SubjectPublicKeyInfo, PEM. */
  public_key: string
}

/** What kind of key, and how long: an EC key's bits are its curve's; `curve` is openssl's name of it. */
export interface KeyDetails {
  readonly kind: string
  readonly bits: number
  readonly curve?: string
}

/** How a key is written, by the label of its PEM; PKCS#8 where none of these. */
const FORMS: Readonly<Record<string, 'pkcs1' | 'sec1'>> = { 'RSA PRIVATE KEY': 'pkcs1', 'EC PRIVATE KEY': 'sec1' }

const CURVES: Record<string, number> = {
  prime256v1: 256,
  secp384r1: 384,
  secp521r1: 521,
  secp256k1: 256,
  secp224r1: 224,
}

/** A new key pair, made off the event loop (an RSA key takes tens to hundreds of milliseconds). */
export async function generateKeyPair(kind: KeyKind): Promise<KeyPair> {
  const privateKeyEncoding = { type: 'pkcs8', format: 'pem' } as const
  const publicKeyEncoding = { type: 'spki', format: 'pem' } as const
  const { privateKey, publicKey } =
    kind === 'ec'
      ? await generateKeys('ec', { namedCurve: 'P-256', privateKeyEncoding, publicKeyEncoding })
      : await generateKeys('rsa', { modulusLength: 2048, privateKeyEncoding, publicKeyEncoding })
  return { private_key: privateKey, public_key: publicKey }
}

/** A new serial number: 16 random bytes as lower-case hex, positive, of constant length (RFC 5280, 4.1.2.2: at most 20). */
export function newSerial(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] as number) & 0x3f) | 0x40
  return bytes.toString('hex')
}

/**
 * A private key that somebody hands in: PKCS#1 (RFC 8017), SEC1 (RFC 5915; its parameters may stand before it) or PKCS#8
 * (RFC 5208), RSA or EC, encrypted or not.
 *
 * @returns the key as PEM in the form in which it came, no longer encrypted, and what it is
 * @throws PkiError key_missing, key_marker, key_unreadable (two keys too), key_encrypted
 */
export function readPrivateKey(pem: string, passphrase?: string): KeyDetails & { private_key: string } {
  if (!pem.trim()) throw new PkiError('key_missing', 'the private key is empty')
  const { blocks, complete } = scanPem(pem)
  const keys = blocks.filter(({ label }) => label !== 'EC PARAMETERS')
  const [block, second] = keys
  if (!complete || !block?.label.endsWith('PRIVATE KEY')) {
    throw new PkiError('key_marker', 'the private key must begin and end with the markers of a PEM private key')
  }
  if (!block.body) throw new PkiError('key_missing', 'nothing stands between the markers of the private key')
  if (second) throw new PkiError('key_unreadable', `there are ${keys.length} blocks where one private key is expected`)
  const encrypted = block.label.startsWith('ENCRYPTED') || block.body.includes('ENCRYPTED')
  if (encrypted && passphrase === undefined) {
    throw new PkiError('key_encrypted', 'the private key is encrypted, and there is no passphrase')
  }
  const key = open(pem, encrypted ? passphrase : undefined)
  const details = keyDetails(key)
  if (details.kind !== 'rsa' && details.kind !== 'ec') {
    throw new PkiError('key_unreadable', `the private key is of the kind ${details.kind}, neither RSA nor EC`)
  }
  return { ...details, private_key: key.export({ type: FORMS[block.label] ?? 'pkcs8', format: 'pem' }) as string }
}

function open(pem: string, passphrase?: string): KeyObject {
  const lines = pem.trim().split('\n')
  const key = lines.map((line) => line.trim()).join('\n')
  try {
    return createPrivateKey(passphrase === undefined ? key : { key, passphrase })
  } catch (error) {
    const reason = (error as Error).message
    throw passphrase === undefined
      ? new PkiError('key_unreadable', `the private key cannot be read: ${reason}`)
      : new PkiError('key_encrypted', `the passphrase does not open the private key: ${reason}`)
  }
}

/** What kind of key this is, and how long. */
export function keyDetails(key: KeyObject): KeyDetails {
  const kind = key.asymmetricKeyType ?? 'unknown'
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {}
  const bits = modulusLength ?? CURVES[namedCurve ?? ''] ?? 0
  return namedCurve === undefined ? { kind, bits } : { kind, bits, curve: namedCurve }
}

/** Whether a certificate (PEM) is for this private key (PEM, not encrypted). */
export function keyMatches(certificate: string, private_key: string): boolean {
  return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(private_key))
}

/** The SubjectPublicKeyInfo (RFC 5280, 4.1.2.7) of a public or private key, PEM, as DER. */
export function publicKeyInfo(pem: string): Buffer {
  return createPublicKey(pem).export({ type: 'spki', format: 'der' })
}
