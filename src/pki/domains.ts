import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import ipaddr from 'ipaddr.js'

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
  return Uint8Array.from(ipaddr.parse(address).toByteArray())
}
