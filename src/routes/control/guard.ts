import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { isExpected } from '../../domain/host.ts'
import { foreign, hostOf, unexpected } from '../../http/browser.ts'
import { Problem } from './problem.ts'

/**
 * Keeps browsers, and whoever has no key, out of the control calls: a page of another origin, a name that was made to
 * point here. Health is open to all but pages: an orchestrator has no key, and its own names.
 */
export async function guard(request: FastifyRequest): Promise<void> {
  const { headers, raw, route, server } = request
  const page = foreign(request)
  if (page) throw new Problem(page.by === 'origin' ? 'foreign_origin' : 'unexpected_host', page.why)
  if (route.isOpen) return
  const { adminKey, allowedHosts } = server.config
  const host = hostOf(raw.url ?? '', headers)
  if (!isExpected(host, allowedHosts)) throw new Problem('unexpected_host', unexpected(host))
  if (adminKey !== '' && !equal(String(headers['x-emulator-key'] ?? ''), adminKey)) {
    throw new Problem('key_needed', 'this server was started with --admin-key: send it in the header x-emulator-key')
  }
}

function equal(sent: string, expected: string): boolean {
  const [a, b] = [Buffer.from(sent), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
