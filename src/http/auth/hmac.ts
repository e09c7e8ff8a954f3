import { hash } from 'node:crypto'

/** The block size of SHA-256, in bytes. */
const BLOCK = 64

/**
 * HMAC-SHA256 in lower-case hex (RFC 2104). `createHmac` does the same, but makes an object each time that has to be
 * collected in the end. Measured side by side in one process, each 200,000 times: 5.4 to 8.4 µs against 8.0 to 9.0 µs.
 */
export function hmac(secret: string, text: string): string {
  const bytes = Buffer.from(secret)
  const key = bytes.length > BLOCK ? Buffer.from(hash('sha256', bytes), 'hex') : bytes
  const inner = Buffer.allocUnsafe(BLOCK + Buffer.byteLength(text)).fill(0x36, 0, BLOCK)
  const outer = Buffer.allocUnsafe(BLOCK + 32).fill(0x5c, 0, BLOCK)
  for (let index = 0; index < key.length; index += 1) {
    inner[index] = (key[index] as number) ^ 0x36
    outer[index] = (key[index] as number) ^ 0x5c
  }
  inner.write(text, BLOCK)
  // As text: a buffer that `hash` makes has memory of its own, which costs more than the hash.
  outer.write(hash('sha256', inner), BLOCK, 'hex')
  return hash('sha256', outer)
}
