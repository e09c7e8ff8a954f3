import { createHmac, getCurves, getHashes, hash, hkdfSync, timingSafeEqual } from 'node:crypto'
import { hmac } from './hmac.ts'
import { deriveKey, isEcdsa, isSm2 } from './keys.ts'

/** A secret key, with the access key that it belongs to: derived keys come from both. */
export interface Secret {
  readonly ak: string
  readonly sk: string
}

/** How a signature is made; what the vendor's SDKs do was read in those for Python and Go. */
interface Algorithm {
  /** Of the body and of the canonical request. */
  readonly digest: Digest
  /** The header that says what the body hashes to. */
  readonly contentHash: string
  /** Whether the key is derived for a day, a region and a service, which the header then names. */
  readonly isScoped?: true
  /** A signature's form in hexadecimal; of ECDSA and SM2 it is DER. */
  readonly form: RegExp
  /** Whether a text was signed with a secret. @param scope `date/region/service` of a derived key */
  isSigned(secret: Secret, text: string, signature: string, scope: string): boolean
}

export type Digest = 'sha256' | 'sm3'

const HMAC = /^[0-9a-f]{64}$/i
const DER = /^30[0-9a-f]{12,142}$/i
const [SHA256_HEADER, SM3_HEADER] = ['x-sdk-content-sha256', 'x-sdk-content-sm3']

/** The algorithms of the vendor's SDKs, by the name that begins `Authorization`. */
export const ALGORITHMS = {
  'SDK-HMAC-SHA256': {
    digest: 'sha256',
    contentHash: SHA256_HEADER,
    form: HMAC,
    isSigned: ({ sk }, text, signature) => isSame(hmac(sk, text), signature),
  },
  'SDK-HMAC-SM3': {
    digest: 'sm3',
    contentHash: SM3_HEADER,
    form: HMAC,
    isSigned: ({ sk }, text, signature) => isSame(createHmac('sm3', sk).update(text).digest('hex'), signature),
  },
  'V11-HMAC-SHA256': {
    digest: 'sha256',
    contentHash: SHA256_HEADER,
    isScoped: true,
    form: HMAC,
    isSigned({ ak, sk }, text, signature, scope) {
      // The key of the HMAC is the derived one as text.
      const derived = Buffer.from(hkdfSync('sha256', sk, ak, scope, 32)).toString('hex')
      return isSame(hmac(derived, text), signature)
    },
  },
  'SDK-ECDSA-P256-SHA256': {
    digest: 'sha256',
    contentHash: SHA256_HEADER,
    form: DER,
    isSigned: (secret, text, signature) =>
      isEcdsa(deriveKey('SDK-ECDSA-P256-SHA256', 'sha256', secret), text, signature),
  },
  'SDK-SM2-SM3': {
    digest: 'sm3',
    contentHash: SM3_HEADER,
    form: DER,
    isSigned: (secret, text, signature) => isSm2(deriveKey('SDK-SM2-SM3', 'sm3', secret), text, signature),
  },
} as const satisfies Record<string, Algorithm>

export type AlgorithmName = keyof typeof ALGORITHMS

/** An algorithm by its name. */
export const algorithmOf = (name: AlgorithmName): Algorithm => ALGORITHMS[name]

/** In lower-case hex. */
export function digestOf(digest: Digest, data: string | Buffer): string {
  return hash(digest, data, 'hex')
}

/** Why an algorithm cannot be verified; nothing where it can. */
export function whyNot(name: string): string | undefined {
  if (!Object.hasOwn(ALGORITHMS, name)) {
    return `the algorithm ${name} is none of ${Object.keys(ALGORITHMS).join(', ')}`
  }
  if (ALGORITHMS[name as AlgorithmName].digest !== 'sm3' || hasChinese()) return undefined
  return `the algorithm ${name} needs SM3 and SM2, which the OpenSSL of this Node.js does not have`
}

let found: boolean | undefined

/** Builds of OpenSSL may leave the Chinese algorithms out. Looked for once, when somebody needs them. */
function hasChinese(): boolean {
  found ??= getHashes().includes('sm3') && getCurves().includes('SM2')
  return found
}

/** Compared in constant time. */
function isSame(expected: string, sent: string): boolean {
  return timingSafeEqual(Buffer.from(expected), Buffer.from(sent))
}
