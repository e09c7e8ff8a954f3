import type { CaseRequest } from '../documents/case.ts'
import { hide, hideEchoed } from '../domain/redaction.ts'
import { BODY_LIMIT, type Exchange } from '../store/memory/journal.ts'
import { hidden } from '../worlds/case.ts'
import { fieldsOf, lowered } from '../worlds/entry.ts'
import { SIGNATURE } from './credentials.ts'

/** One way in which an answer is not the recorded one. */
export interface Difference {
  /** `status`, `code`, the header's name, or where in the body. */
  readonly place: string
  readonly recorded: string
  readonly here: string
}

/** Headers of one connection, and those that are drawn by chance. */
const IGNORED =
  /^(?:date|connection|keep-alive|transfer-encoding|content-length|x-request-id|x-subject-token|etag|last-modified)$/

/** What the service draws by chance: ids, and what is made with a key. */
const DRAWN = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/
const PEM = /-----BEGIN ([A-Z0-9 ]+)-----[^-]*-----END \1-----\s*/g

/** Compares answers one after another: what was drawn by chance may differ, but the same stands for the same. */
export function createComparison() {
  const names = new Map<string, string>()

  function isSame(recorded: string, here: string): boolean {
    const [before, now] = [recorded, here].map((text) => text.replace(PEM, '$1'))
    if (before === now) return true
    if (!(DRAWN.test(recorded) && DRAWN.test(here) && recorded.length === here.length)) return false
    const known = names.get(recorded)
    if (known === undefined) names.set(recorded, here)
    return (known ?? here) === here
  }

  function inJson(recorded: unknown, here: unknown, place: string): Difference[] {
    if (isObject(recorded) && isObject(here) && Array.isArray(recorded) === Array.isArray(here)) {
      const keys = new Set([...Object.keys(recorded), ...Object.keys(here)])
      return [...keys].flatMap((key) => inJson(recorded[key], here[key], `${place}/${key}`))
    }
    const [before, now] = [shown(recorded), shown(here)]
    const isEqual = typeof recorded === 'string' && typeof here === 'string' ? isSame(recorded, here) : before === now
    return isEqual ? [] : [{ place: place || '/', recorded: before, here: now }]
  }

  return {
    /** A text with the names that stand here for those that were drawn there. */
    translate: (text: string) => text.replace(/[0-9a-f]{32,}/g, (name) => names.get(name) ?? name),
    /** How an answer differs; undefined in `here` is none. */
    differences(recorded: CaseRequest, here: Exchange): Difference[] {
      names.set(recorded.request_id, here.request_id)
      const found: Difference[] = []
      const add = (place: string, before: unknown, now: unknown) => {
        if (before !== now) found.push({ place, recorded: shown(before), here: shown(now) })
      }
      add('status', recorded.status, here.status)
      add('cut off', recorded.dropped, here.dropped)
      add('code', recorded.error_code, here.error_code)
      add('rule', recorded.rule, here.rule)
      // A signature that was refused is not in the case: another one is refused here, in other words.
      if (SIGNATURE.includes(recorded.rule) && SIGNATURE.includes(here.rule))
        return found.filter(({ place }) => place !== 'rule')
      const headers = JSON.parse(here.response_headers) as Record<string, unknown>
      for (const name of new Set([...Object.keys(recorded.response_headers), ...Object.keys(headers)])) {
        const now = headers[name] === undefined ? undefined : String(headers[name])
        if (!IGNORED.test(name)) add(`header ${name}`, recorded.response_headers[name], now)
      }
      return [...found, ...inBody(recorded, here)]
    },
  }

  function inBody(recorded: CaseRequest, here: Exchange): Difference[] {
    const now = hidden(here.response, hideEchoed(here.response, lowered(fieldsOf(here.headers))))
    const before = hidden(recorded.response, hide(recorded.response))
    // What is signed or packed is another one each time; it is no text.
    if (before === now || (isBinary(before) && isBinary(now))) return []
    const [a, b] = [json(before), json(now)]
    if (a !== undefined && b !== undefined) return inJson(a, b, '')
    const isCut = Buffer.byteLength(before) >= BODY_LIMIT && Buffer.byteLength(now) >= BODY_LIMIT
    const isEqual = isCut || isSame(before, now)
    return isEqual ? [] : [{ place: 'body', recorded: shown(before), here: shown(now) }]
  }
}

const isBinary = (text: string) => text.includes('\ufffd')

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A value in a sentence, not longer than one reads. */
function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 200 ? `${text.slice(0, 199)}…` : text
}
