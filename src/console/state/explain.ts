import type { Explanation } from '../../documents/index.ts'
import type { Call } from '../calls.ts'
import { call } from '../transport.ts'

/** What would happen if this were sent: nothing of it does. @throws Failure */
export function explain(world: string, { method, url, headers, body }: Call): Promise<Explanation> {
  const path = url.slice(location.origin.length)
  return call('POST', `/worlds/${world}/explain`, { method, path, headers, ...(body !== undefined && { body }) })
}

/** The rule that refuses. */
export const refusal = ({ rules }: Explanation) => rules.find(({ outcome }) => outcome === 'refused')
