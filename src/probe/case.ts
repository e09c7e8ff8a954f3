import type { TSchema } from 'typebox'
import type { Sides } from '../domain/contested.ts'
import type { Source } from '../domain/errors.ts'
import type { RuleName } from '../domain/rules.ts'

/** An access key of the service. */
export interface Key {
  readonly ak: string
  readonly sk: string
}

/** What cases are about: where they find what they ask for. A case that needs what is not known is skipped. */
export interface Subject {
  readonly project: string
  readonly token?: string | undefined
  readonly key?: Key | undefined
  /** A certificate of the caller; only cases that change something send it anything but GET. */
  readonly certificate?: string | undefined
  /** A project that is there and not the caller's. */
  readonly other?: string | undefined
  readonly product?: string | undefined
}

export type Need = Exclude<keyof Subject, 'project'>

/** Who a request says it is from; `date` is the signature's, in epoch milliseconds. */
export type Who =
  | 'nobody'
  | { readonly token: string }
  | { readonly authorization: string; readonly token?: string }
  | { readonly key: Key; readonly date?: number }

export interface Request {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** Bytes as they are sent; a missing content type stays missing. */
  readonly body?: string | Buffer
  /** The caller unless told otherwise. */
  readonly as?: Who
  /** At the address of IAM. */
  readonly iam?: true
}

/** A request as it went out. */
export interface Sent extends Request {
  /** What was signed; empty where nothing was. */
  readonly canonical: string
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** The body where it is JSON. */
  readonly json: unknown
}

/** Something that is said of a header. */
export interface Claim {
  readonly header: string
  readonly says: string
  holds(value: string, json: unknown): boolean
}

interface Refused {
  readonly rule: RuleName
  /** How it is known, where it is not as the rule is: the order of two rules may be assumed where both are documented. */
  readonly source?: Source
  /** What the gateway appends to its message. */
  readonly detail?: string | ((sent: Sent) => string)
  readonly language?: 'zh-cn'
  /** Sources disagree: what each side changes in what is expected. The server may take any, and it is said which. */
  readonly contested?: { readonly question: keyof Sides; readonly sides: Readonly<Record<string, Partial<Refused>>> }
}

interface Granted {
  /** What the body of the 200 must hold; the service may send more. */
  readonly shape: TSchema
  readonly source: Source
}

export type Expected = (Refused | Granted) & { readonly headers?: readonly Claim[] }

/** One thing that is known, or assumed, of the service, and how to find out. */
export interface Case {
  readonly id: string
  readonly title: string
  /** Whether it changes something: such a case runs only where that is allowed. */
  readonly changes?: true
  readonly needs?: readonly Need[]
  /** The case without which it says nothing. */
  readonly after?: string
  ask(subject: Subject): Request
  readonly expect: Expected
}

/** Well-formed, and no certificate: ids are made from the time of day, and this one would be of 1970. */
export const NOWHERE = `scs${'0'.repeat(13)}`

const SAFE = ['GET', 'HEAD', 'OPTIONS']

/**
 * Whether a request can change nothing at all, even where everything that we believe of the service is wrong: it only
 * reads, or the certificate that it names does not exist.
 */
export function isHarmless({ method, path }: Request): boolean {
  return SAFE.includes(method) || path.includes(`/scm/cert/${NOWHERE}`)
}
