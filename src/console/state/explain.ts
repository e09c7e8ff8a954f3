import type { Call } from '../calls.ts'
import { call, Failure } from '../transport.ts'

/** One rule of the ladder, and whether it let the request pass. */
export interface Asked {
  readonly rule: string
  readonly number: number
  readonly outcome: 'passed' | 'refused' | 'not_reached' | 'not_applicable'
  readonly reason?: string
  readonly source: string
}

/** What the service would answer to a request, and why; nothing has happened. */
export interface Explanation {
  readonly status: number
  readonly body: string
  readonly rules: readonly Asked[]
  readonly effect: null | {
    readonly moves?: readonly { from?: string; to?: string; at?: string }[]
    readonly event?: string | null
  }
}

let isOffered = true

/** What would happen; nothing where this server has no dry run. @throws Failure */
export async function explain(world: string, { method, url, headers, body }: Call): Promise<Explanation | undefined> {
  if (!isOffered) return undefined
  try {
    const path = url.replace(location.origin, '')
    return await call<Explanation>('POST', `/worlds/${world}/explain`, {
      method,
      path,
      headers,
      ...(body !== undefined && { body }),
    })
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'unknown_call') throw error
    isOffered = false
    return undefined
  }
}

/** The rule that refuses. */
export const refusal = (explanation: Explanation) => explanation.rules.find(({ outcome }) => outcome === 'refused')
