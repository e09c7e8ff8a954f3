import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { encode } from './der.ts'
import { asciiDomain, isAddress } from './domains.ts'

/** Who a certificate is for. What is absent or empty is left out of the name. */
export interface Subject {
  readonly common_name?: string
  readonly organization?: string
  readonly unit?: string
  readonly locality?: string
  readonly state?: string
  /** Two letters (ISO 3166); anything else is left out. */
  readonly country?: string
}

/** In the order in which CAs write them (X.520). */
const ATTRIBUTES = [
  ['country', '2.5.4.6'],
  ['state', '2.5.4.8'],
  ['locality', '2.5.4.7'],
  ['organization', '2.5.4.10'],
  ['unit', '2.5.4.11'],
  ['common_name', '2.5.4.3'],
] as const

/** How long a common name may be (RFC 5280, appendix A.1: ub-common-name). */
const COMMON_NAME_LENGTH = 64

/** The common name for a domain or an IP address; none where it would be too long, as CAs do. @throws RangeError */
export function commonName(domain: string): { common_name?: string } {
  const common_name = isAddress(domain) ? domain : asciiDomain(domain)
  return common_name.length <= COMMON_NAME_LENGTH ? { common_name } : {}
}

/**
 * A subject as a distinguished name (RFC 5280, 4.1.2.4). It is built and then read back, because pkijs by itself would
 * put all attributes in one relative name.
 */
export function distinguishedName(subject: Subject): pkijs.RelativeDistinguishedNames {
  const relative = ATTRIBUTES.flatMap(([field, type]) => {
    const text = subject[field]
    if (!text || (field === 'country' && !/^[A-Za-z]{2}$/.test(text))) return []
    const value =
      field === 'country'
        ? new asn1js.PrintableString({ value: text.toUpperCase() })
        : new asn1js.Utf8String({ value: text })
    return new asn1js.Set({ value: [new pkijs.AttributeTypeAndValue({ type, value }).toSchema()] })
  })
  return pkijs.RelativeDistinguishedNames.fromBER(encode(new asn1js.Sequence({ value: relative })))
}

/** A distinguished name as a subject; the first attribute of each kind counts, other kinds are left out. */
export function readName(name: pkijs.RelativeDistinguishedNames): Subject {
  const subject: Partial<Record<keyof Subject, string>> = {}
  for (const { type, value } of name.typesAndValues) {
    const [field] = ATTRIBUTES.find(([, oid]) => oid === type) ?? []
    if (field && typeof value.valueBlock.value === 'string') subject[field] ??= value.valueBlock.value
  }
  return subject
}
