import type { ErrorKey } from '../domain/errors.ts'

/** A fault: which requests, how often, and what happens to them. */
export interface FaultDocument {
  /** An operation's name; `*`, or nothing, for all. */
  operation?: string
  certificate_id?: string
  /** How often it acts; nothing for always. */
  times?: number
  /** How likely it acts on a request that it matches, from 0 to 1; nothing for certainly. */
  probability?: number
  /** What the chances are drawn from; the same seed draws the same. */
  seed?: number
  /** Whether the error or the response comes instead of the effect, or after it; `before` where nothing is said. */
  when?: 'before' | 'after'
  /** How long the request waits: a duration such as `250ms`, or a range of which a length is drawn. */
  delay?: string | { min: string; max: string }
  /** An error of the catalogue. */
  error?: ErrorKey
  response?: {
    status: number
    headers?: Record<string, string>
    /** A text goes as it is, well-formed or not; anything else as JSON. */
    body?: unknown
  }
  /** Cuts the connection, before the effect or after it. */
  drop?: 'before' | 'after'
}

/** A fault that is in force. */
export type FaultView = FaultDocument & {
  id: number
  seed: number
  /** How often it has acted. */
  used: number
}
