import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'

const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i

/** Whether this is an IP address; one with a zone (`fe80::1%eth0`) means nothing to others. */
export function isAddress(name: string): boolean {
  return isIP(name) > 0 && !name.includes('%')
}

/** Whether a certificate can be for this: a domain name (RFC 1123, `_` too), `*.` before one, or an IP address. */
export function isDomain(name: string): boolean {
  if (isAddress(name)) return true
  const labels = name.replace(/^\*\./, '').split('.')
  return name.length <= 253 && labels.every((label) => LABEL.test(label))
}

/** A domain name as it stands in a certificate: IDNA's ASCII form (RFC 5891). @throws RangeError where it is no name */
export function asciiDomain(domain: string): string {
  const ascii = /^[\x20-\x7e]+$/.test(domain) ? domain : domainToASCII(domain)
  if (!isDomain(ascii)) throw new RangeError(`"${domain}" is not a domain name`)
  return ascii
}

/** The 4 or 16 bytes of an IP address. */
export function addressBytes(address: string): Uint8Array {
  if (isIP(address) === 4) return Uint8Array.from(address.split('.'), Number)
  // The URL parser writes every form of an IPv6 address as groups of hex digits, with at most one `::`.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const groups = (text = '') => text.split(':').filter(Boolean)
  const zeros = Array.from({ length: 8 - groups(head).length - groups(tail).length }, () => '0')
  const words = [...groups(head), ...zeros, ...groups(tail)].map((group) => Number.parseInt(group, 16))
  return Uint8Array.from(words.flatMap((word) => [word >> 8, word & 0xff]))
}
