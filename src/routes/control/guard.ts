import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { isLoopback } from '../../domain/host.ts'
import { Problem } from './problem.ts'

/**
 * Keeps browsers, and whoever has no key, out of the control calls: a page of another origin, a name that was rebound
 * to loopback. A request without `Origin` comes from no page.
 */
export async function guard({ headers, host, hostname, server: { config } }: FastifyRequest): Promise<void> {
  const { origin } = headers
  if (origin !== undefined && origin !== `http://${host}`) {
    throw new Problem('foreign_origin', `control calls are refused from pages of ${origin}`)
  }
  if (isLoopback(config.host) && !isLoopback(hostname)) {
    throw new Problem('unexpected_host', `this server listens on loopback only; "${hostname}" is not a name of it`)
  }
  if (config.adminKey !== '' && !equal(String(headers['x-emulator-key'] ?? ''), config.adminKey)) {
    throw new Problem('key_needed', 'this server was started with --admin-key: send it in the header x-emulator-key')
  }
}

function equal(sent: string, expected: string): boolean {
  const [a, b] = [Buffer.from(sent), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
