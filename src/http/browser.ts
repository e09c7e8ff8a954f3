import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyRequest } from 'fastify'
import { isExpected } from '../domain/host.ts'

/** A request that a browser sends for somebody else's page. */
export interface Foreign {
  /** Whether the page is of another origin, or of a name that we do not expect: one that was made to point here. */
  readonly by: 'origin' | 'host'
  /** One sentence. */
  readonly why: string
}

/**
 * Whether a browser asks for a page that is not ours, by what browsers say and pages cannot leave out: `Origin` and
 * `Sec-Fetch-Site` (Fetch standard), and under a name that we do not expect all that only browsers send. SDKs send none
 * of it, and may call us by any name.
 *
 * @param isPage whether it is for a page, or for what a page is made of: anybody may link to those
 */
export function foreign({ headers, server, raw }: FastifyRequest, isPage = false): Foreign | undefined {
  if (!isBrowser(headers)) return undefined
  const host = hostOf(raw.url ?? '', headers)
  const { origin, referer, 'sec-fetch-site': site } = headers
  if (origin !== undefined && !isSame(origin, host)) {
    return { by: 'origin', why: `the request comes from a page of ${origin || 'no origin'}, not of this server` }
  }
  const isElsewhere = site === 'cross-site' || site === 'same-site' || (referer !== undefined && !isSame(referer, host))
  if (isElsewhere && !isPage) return { by: 'origin', why: 'the request comes from a page of another site' }
  return isExpected(host, server.config.allowedHosts) ? undefined : { by: 'host', why: unexpected(host) }
}

/** The host that a request is for: that of its target where it has one (RFC 9112, section 3.2.2), else its `Host`. */
export function hostOf(target: string, { host = '' }: IncomingHttpHeaders): string {
  return /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(target)?.[1] ?? host
}

/** What is to be done about a name that we do not expect. */
export function unexpected(host: string): string {
  return `this server does not expect to be called "${host}"; call it by an address, or start it with --allowed-hosts`
}

/** What only browsers say of themselves. Node.js's own fetch sends `accept-language: *`. */
function isBrowser(headers: IncomingHttpHeaders): boolean {
  const { origin, referer } = headers
  const language = headers['accept-language']
  return (
    [origin, referer, headers['sec-fetch-site']].some((value) => value !== undefined) ||
    (language !== undefined && language !== '*') ||
    (headers['user-agent'] ?? '').startsWith('Mozilla/')
  )
}

/** Whether an address is on a host. A proxy that ends TLS may stand between: the scheme does not count. */
function isSame(address: string, host: string): boolean {
  return host !== '' && URL.parse(address)?.host === URL.parse(`http://${host}`)?.host
}
