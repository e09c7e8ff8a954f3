import escapeRegExp from 'escape-string-regexp'
import type { Call } from './call.ts'
import { at, jsonOf } from './call.ts'
import { type Exchange, field } from './har.ts'
import { BORN, isTokenGiven } from './world.ts'

/** Names that differ from the recording: ids and tokens that the service makes. */
export interface Names {
  /** The name here of a recorded id or token; undefined if it is not known to differ. */
  get(recorded: string): string | undefined
  /** Whether this is one of the names used here. */
  isOwn(text: string): boolean
  /** A text with the names of here in it. */
  translate(text: string): string
  /** Notes the ids and the token that two answers to one call gave. */
  learn(call: Call, here: Exchange['answer']): void
}

/** A shorter id could be any text. */
const SHORTEST = 6

export function createNames(): Names {
  const names = new Map<string, string>()
  let pattern: RegExp | undefined
  return {
    get: (recorded) => names.get(recorded),
    isOwn: (text) => [...names.values()].includes(text),
    translate: (text) => (pattern ? text.replace(pattern, (name) => names.get(name) ?? name) : text),
    learn(call, here) {
      for (const [recorded, own] of pairsOf(call, here)) {
        const isId = typeof recorded === 'string' && typeof own === 'string' && recorded.length >= SHORTEST
        if (isId) names.set(recorded, own)
      }
      const known = [...names.keys()].map((name) => escapeRegExp(name))
      pattern = known.length > 0 ? new RegExp(known.join('|'), 'g') : undefined
    },
  }
}

function pairsOf(call: Call, here: Exchange['answer']): [recorded: unknown, here: unknown][] {
  const subject = 'x-subject-token'
  if (isTokenGiven(call)) return [[field(call.answer.headers, subject), field(here.headers, subject)]]
  const made = BORN[call.operation]
  if (!made || !call.isDone) return []
  const body = jsonOf(here.body)
  const own = made(body)
  return [
    ...made(call.received).map((recorded, index): [unknown, unknown] => [recorded, own[index]]),
    [at(call.received, 'order_id'), at(body, 'order_id')],
  ]
}
