import type { TSchema } from 'typebox'
import { check, Invalid } from '../domain/check.ts'
import type { Sides } from '../domain/contested.ts'
import { catalogued, type Source } from '../domain/errors.ts'
import { RULES } from '../domain/rules.ts'
import { body } from '../http/error-body.ts'
import type { Answer, Claim, Expected, Sent } from './case.ts'

/** One thing in which an answer is not what was expected. */
export interface Difference {
  readonly aspect: string
  readonly expected: string
  readonly got: string
}

/** How what is expected is known. */
export function sourceOf(expected: Expected): Source {
  if ('rule' in expected && expected.contested) return 'contested'
  return 'rule' in expected ? (expected.source ?? RULES[expected.rule].source) : expected.source
}

/** What is expected, in short. */
export function brief(expected: Expected): string {
  const headers = (expected.headers ?? []).map(({ header, says }) => `, ${header}: ${says}`).join('')
  if (!('rule' in expected)) return `200 and its shape${headers}`
  const { status, code } = catalogued(RULES[expected.rule].error)
  // IAM has no codes of its own.
  return `${status}${code.startsWith('IAM.') ? '' : ` ${code}`}${headers}`
}

/** What came, in short. What an answer holds is nobody's business but the caller's: of a success only its status is told. */
export function briefly({ status, text, json }: Answer): string {
  const { code, message } = errorOf(json)
  const said = [code === status ? undefined : code, message].filter((part) => part !== undefined)
  if (said.length > 0) return printable([status, ...said].join(' '))
  return printable(status < 400 ? String(status) : `${status} ${text.slice(0, 120)}`)
}

/** On one line, without what a terminal would obey, and not too long. */
function printable(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  return line.length > 300 ? `${line.slice(0, 300)}...` : line
}

/** Which side of what is contested an answer takes, with its question; nothing where it takes none, or nothing is. */
export function sideOf(expected: Expected, sent: Sent, answer: Answer): Side | undefined {
  if (!('rule' in expected) || !expected.contested) return undefined
  const { question, sides } = expected.contested
  const side = Object.keys(sides).find((name) => refusal({ ...expected, ...sides[name] }, sent, answer).length === 0)
  return side === undefined ? undefined : { question, side }
}

/** A side that a server takes of what is contested. */
export interface Side {
  readonly question: keyof Sides
  readonly side: string
}

/** Everything in which an answer is not what was expected; nothing where they agree. */
export function differencesOf(expected: Expected, sent: Sent, answer: Answer): Difference[] {
  const isTaken = sideOf(expected, sent, answer) !== undefined
  const refused = 'rule' in expected && !isTaken ? refusal(expected, sent, answer) : []
  const differences = 'rule' in expected ? refused : grant(expected.shape, answer)
  const all = [...differences, ...(expected.headers ?? []).flatMap((claim) => claimed(claim, answer))]
  return all.map(({ aspect, expected, got }) => ({ aspect, expected: printable(expected), got: printable(got) }))
}

function refusal(
  { rule, detail, language }: Extract<Expected, { rule: unknown }>,
  sent: Sent,
  answer: Answer,
): Difference[] {
  const row = catalogued(RULES[rule].error)
  const status = different('status', row.status, answer.status)
  if (sent.method === 'HEAD') return status
  const said = typeof detail === 'function' ? detail(sent) : detail
  const wanted = body(row, 'of the request', language, said)
  const [right, got] = [errorOf(wanted), errorOf(answer.json)]
  return [
    ...status,
    ...different('code', right.code, got.code),
    ...different('message', right.message, got.message),
    ...different('fields', keysOf(wanted), keysOf(answer.json)),
  ]
}

/** The service may send more fields than the schema has. */
function grant(shape: TSchema, answer: Answer): Difference[] {
  if (answer.status !== 200) return [{ aspect: 'status', expected: '200', got: briefly(answer) }]
  try {
    check(shape, answer.json, 'body')
    return []
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    return [{ aspect: 'body', expected: 'its published shape', got: error.message }]
  }
}

function claimed({ header, says, holds }: Claim, { headers, json }: Answer): Difference[] {
  const value = headers[header]
  return value !== undefined && holds(value, json) ? [] : [{ aspect: header, expected: says, got: value ?? 'none' }]
}

function different(aspect: string, expected: unknown, got: unknown): Difference[] {
  return expected === got ? [] : [{ aspect, expected: String(expected), got: got === undefined ? 'none' : String(got) }]
}

/** What an error says, in each of the three shapes. */
function errorOf(json: unknown): { code?: unknown; message?: unknown } {
  const { error_code, error_msg, error } = (json ?? {}) as Record<string, unknown>
  if (typeof error !== 'object' || error === null) return { code: error_code, message: error_msg }
  const { code, message } = error as Record<string, unknown>
  return { code, message }
}

/** The fields of a body, and of its error, in their order. */
function keysOf(json: unknown): string {
  if (typeof json !== 'object' || json === null) return 'no JSON object'
  return Object.entries(json)
    .map(([key, value]) => (key === 'error' && typeof value === 'object' ? `error{${keysOf(value)}}` : key))
    .join(' ')
}
