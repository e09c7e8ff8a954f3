import { type AlgorithmName, algorithmOf, whyNot } from './algorithms.ts'

/** What an `Authorization` header says. */
export interface Authorization {
  readonly algorithm: AlgorithmName
  readonly access: string
  /** `date/region/service` of a derived key; else empty. */
  readonly scope: string
  readonly signedHeaders: string
  readonly signature: string
}

const AUTHORIZATION =
  /^([A-Z0-9-]{1,64}) (Access|Credential)=([^,\s]{1,256}), ?SignedHeaders=([\w;.-]{1,8192}), ?Signature=([0-9a-fA-F]{1,200})$/
const CREDENTIAL = /^([^/]{1,128})\/(\d{8}\/[^/]+\/[^/]+)$/

/**
 * The parts of an `Authorization` header; nothing where it is malformed, does not sign `x-sdk-date`, or signs a header
 * twice: each would be written out as often as it is named.
 */
export function parseAuthorization(header: string): Authorization | undefined {
  const [, name = '', field, credential = '', signedHeaders = '', signature = ''] = AUTHORIZATION.exec(header) ?? []
  if (whyNot(name) !== undefined) return undefined
  const algorithm = name as AlgorithmName
  const { isScoped = false, form } = algorithmOf(algorithm)
  const [, owner = '', scope = ''] = (isScoped && CREDENTIAL.exec(credential)) || []
  const access = isScoped ? owner : credential
  const isWhole = access !== '' && access.length <= 128 && (field === 'Credential') === isScoped
  const names = namesOf(signedHeaders)
  const isList = names.includes('x-sdk-date') && new Set(names).size === names.length
  return isWhole && isList && form.test(signature) ? { algorithm, access, scope, signedHeaders, signature } : undefined
}

/** Why a header is no signature, where its algorithm is the reason. */
export function refusedAlgorithm(header: string): string | undefined {
  const [, name] = /^([\w-]{1,64}) (?:Access|Credential)=/.exec(header) ?? []
  return name === undefined ? undefined : whyNot(name)
}

/** The names of the headers that are signed, in lower case. */
export function namesOf(signedHeaders: string): string[] {
  return signedHeaders.toLowerCase().split(';')
}
