import { createECDH, createHmac, createPublicKey, hash, verify } from 'node:crypto'

/**
 * The keys of ECDSA and SM2 signatures: a client derives the private one from its secret, so whoever knows the secret
 * knows it too. Read in the vendor's SDKs for Python (`signer/signer.py`) and Go (`core/auth/signer`).
 */

const CURVES = {
  sha256: { name: 'prime256v1', order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n },
  sm3: { name: 'SM2', order: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n },
}

/** How a public key of P-256 begins in DER. */
const P256 = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex')

/** What SM2 hashes before the public key: the length and the text of the usual identity, the curve, its base point. */
const SM2_IDENTITY = Buffer.concat([
  Buffer.from('0080', 'hex'),
  Buffer.from('1234567812345678'),
  Buffer.from(
    'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc' +
      '28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93' +
      '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7' +
      'bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0',
    'hex',
  ),
])

/** The private key that belongs to a secret: the first candidate that is one. */
export function deriveKey(name: string, digest: keyof typeof CURVES, { ak, sk }: { ak: string; sk: string }): bigint {
  for (let counter = 0; counter < 0xff; counter += 1) {
    const text = Buffer.concat([
      Buffer.of(0, 0, 0, 1),
      Buffer.from(name),
      Buffer.of(0),
      Buffer.from(ak),
      Buffer.of(counter, 0, 0, 1, 0),
    ])
    const candidate = BigInt(`0x${createHmac(digest, sk).update(text).digest('hex')}`)
    if (candidate <= CURVES[digest].order - 2n) return candidate + 1n
  }
  throw new Error('no candidate is a key')
}

/** Whether a text was signed by ECDSA with SHA-256. @param signature DER in hex */
export function isEcdsa(key: bigint, text: string, signature: string): boolean {
  const der = Buffer.concat([P256, pointOf('sha256', key)])
  const spki = createPublicKey({ key: der, format: 'der', type: 'spki' })
  return verify('sha256', Buffer.from(text), spki, Buffer.from(signature, 'hex'))
}

/**
 * Whether a text was signed by SM2 with SM3 (GB/T 32918.2). Node.js has OpenSSL verify for an empty identity, SDKs sign
 * for the usual one; but as the private key is known, one multiplication by OpenSSL tells.
 *
 * @param signature DER in hex
 */
export function isSm2(key: bigint, text: string, signature: string): boolean {
  const { order } = CURVES.sm3
  const [r, s] = integersOf(Buffer.from(signature, 'hex'))
  if (r < 1n || s < 1n || r >= order || s >= order) return false
  const multiple = (s + ((r + s) % order) * key) % order
  if ((r + s) % order === 0n || multiple === 0n) return false
  const identity = hash('sm3', Buffer.concat([SM2_IDENTITY, pointOf('sm3', key).subarray(1)]), 'buffer')
  const hashed = BigInt(`0x${hash('sm3', Buffer.concat([identity, Buffer.from(text)]), 'hex')}`)
  const x = BigInt(`0x${pointOf('sm3', multiple).subarray(1, 33).toString('hex')}`)
  return (hashed + x) % order === r
}

/** The point that belongs to a private key: 4, then both coordinates of 32 bytes. */
function pointOf(digest: keyof typeof CURVES, key: bigint): Buffer {
  const pair = createECDH(CURVES[digest].name)
  pair.setPrivateKey(key.toString(16).padStart(64, '0'), 'hex')
  return pair.getPublicKey()
}

/** The two numbers of a signature in DER; zeros, which no signature has, where it is none. */
function integersOf(der: Buffer): [bigint, bigint] {
  const size = der[3] ?? 0
  const [r, s] = [der.subarray(4, 4 + size), der.subarray(6 + size)]
  const isSequence = der[0] === 0x30 && der[1] === der.length - 2
  const isPair = der[2] === 2 && r.length > 0 && der[4 + size] === 2 && s.length > 0 && s.length === der[5 + size]
  return isSequence && isPair ? [BigInt(`0x${r.toString('hex')}`), BigInt(`0x${s.toString('hex')}`)] : [0n, 0n]
}
