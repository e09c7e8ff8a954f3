import { isIP } from 'node:net'

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|::1)$/i

/** What a `Host` header is: a name or an IPv4 address, or an IPv6 address in brackets; then perhaps a port. */
const HOST = /^(?:\[([0-9a-f:.]+)\]|([^\s:/?#@[\]]+))(?::(\d{1,5}))?$/

/** Host names, separated by commas; a leading `*.` stands for all subdomains. */
export const HOSTS = '^(?:(?:\\*\\.)?[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*(?:,(?!$)|$))*$'

/** Whether only this machine can reach the address. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host)
}

/** The name or address in a `Host` header, in lower case, without port and final dot; nothing where it is none. */
export function nameIn(host: string): string | undefined {
  const [, address, name] = HOST.exec(host.toLowerCase()) ?? []
  if (address !== undefined) return isIP(address) === 6 ? address : undefined
  return name?.replace(/\.$/, '') || undefined
}

/**
 * Whether a server may be called so by a browser: by an address, as `localhost`, by a name without a dot, or by one that
 * was allowed. Any other name may be somebody's who lets it point here, so that their pages pass as ours.
 *
 * @param host the `Host` header
 * @param allowed names, separated by commas: see `HOSTS`
 */
export function isExpected(host: string, allowed: string): boolean {
  const name = nameIn(host)
  if (name === undefined) return false
  if (isIP(name) !== 0 || !name.includes('.') || name.endsWith('.localhost')) return true
  return allowed
    .toLowerCase()
    .split(',')
    .some((pattern) => (pattern.startsWith('*.') ? name.endsWith(pattern.slice(1)) : name === pattern))
}
