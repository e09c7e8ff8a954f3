import { milliseconds } from './duration.ts'
import type { ErrorKey } from './errors.ts'

/** What a fault does, and to which requests. */
export interface FaultDocument {
  /** An operation's name; `*`, or nothing, for all. */
  readonly operation?: string
  readonly certificate_id?: string
  /** How often it acts; always if left out. */
  readonly times?: number
  /** How likely it is to act on a matching request; always if left out. */
  readonly probability?: number
  /** Seeds the random choices: the same seed gives the same sequence. */
  readonly seed?: number
  /** Whether the error or the response comes instead of the effect, or after it; `before` where nothing is said. */
  readonly when?: 'before' | 'after'
  /** How long the request waits: a duration, or a range to draw one from. */
  readonly delay?: string | { readonly min: string; readonly max: string }
  readonly error?: ErrorKey
  readonly response?: {
    readonly status: number
    readonly headers?: Readonly<Record<string, string>>
    /** A text goes as it is, well-formed or not; anything else as JSON. */
    readonly body?: unknown
  }
  /** Cuts the connection, before the effect or after it. */
  readonly drop?: 'before' | 'after'
}

/** A fault that is in force. */
export interface Fault extends FaultDocument {
  readonly id: number
  readonly seed: number
  used: number
  /** How many random numbers were drawn. */
  drawn: number
}

/** Operations by name, and whether each is about one certificate. */
export type Operations = ReadonlyMap<string, { readonly hasCertificate: boolean }>

/** The parts of a request that faults look at. */
export interface Target {
  readonly operation: string
  readonly certificate_id: string | null
}

/** Whether a fault acts on this request. Draws a chance where it has a probability. */
export function strikes(fault: Fault, { operation, certificate_id }: Target): boolean {
  const wanted = fault.operation ?? '*'
  if (wanted !== '*' && wanted !== operation) return false
  if (fault.certificate_id !== undefined && fault.certificate_id !== certificate_id) return false
  if (fault.times !== undefined && fault.used >= fault.times) return false
  return fault.probability === undefined || draw(fault) < fault.probability
}

/** How long a request waits, in milliseconds. Draws where the delay is a range. */
export function delayOf(fault: Fault): number {
  const { delay } = fault
  if (delay === undefined) return 0
  if (typeof delay === 'string') return milliseconds(delay)
  const [min, max] = [milliseconds(delay.min), milliseconds(delay.max)]
  return Math.round(min + draw(fault) * (max - min))
}

/** The fault's next chance, from 0 to 1: a function of its seed and of how many were drawn (splitmix32). */
function draw(fault: Fault): number {
  fault.drawn += 1
  let mixed = (fault.seed + Math.imul(fault.drawn, 0x9e3779b9)) | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
}

const sizes = new WeakMap<NonNullable<FaultDocument['response']>, number>()

/** About what a fault takes, in bytes. */
export function sizeOf({ response }: FaultDocument): number {
  if (!response) return 256
  const size = sizes.get(response) ?? 256 + JSON.stringify(response).length
  sizes.set(response, size)
  return size
}
