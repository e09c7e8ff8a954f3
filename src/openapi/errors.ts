import { catalogued } from '../domain/errors.ts'
import { PROBLEMS, type ProblemCode } from '../domain/problems.ts'
import { RULES, type RuleName } from '../domain/rules.ts'
import { body } from '../http/error-body.ts'
import { rulesOf } from './ladder.ts'
import type { Published } from './published.ts'

/** What the gateway appends to its message, by example. */
const DETAILS: Partial<Record<RuleName, string>> = {
  credentials_missing: 'x-auth-token not found',
  token_unknown: 'decrypt token fail',
  token_expired: 'token expires, expires_at: 2026-11-24T08:00:00.000000Z',
  access_key_unknown: 'Unauthorized',
  signature_expired: 'calc ak sk signature fail:signature expired',
  signature_mismatch: 'verify aksk signature fail, canonicalRequest:GET|/v3/scm/certificates/||…',
}

/** A request id, for examples. */
const REQUEST_ID = '0f5181caba0024e72f89c0045e707b91'

/** One way of being refused: a rule of the vendor's, or a problem of a control call. */
interface Case {
  /** How its example is called: some problems have the names of rules. */
  readonly name: string
  readonly status: number
  readonly code: string
  readonly when: string
  readonly shape: keyof typeof SHAPES
  readonly example: object
}

const text = { type: 'string' }

/** An error's fields: all of them, and no others. */
const object = (properties: Record<string, object>) => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
  additionalProperties: false,
})

/** The shapes of errors by the prefix of their codes. */
const SHAPES = {
  APIGW: (error_code: object) =>
    object({ error_msg: text, error_code, request_id: { type: 'string', pattern: '^[0-9a-f]{32}$' } }),
  SCM: (error_code: object) => object({ error_code, error_msg: text }),
  IAM: () => object({ error: object({ code: { type: 'integer' }, message: text, title: text }) }),
  problem: (code: object) => object({ error: object({ code, message: text }) }),
}

function ruleCase(name: RuleName): Case {
  const { error, source, when } = RULES[name]
  const row = catalogued(error)
  const { code, status } = row
  const example = { summary: when, 'x-source': source, value: body(row, REQUEST_ID, undefined, DETAILS[name]) }
  return { name, status, code, when, shape: code.split('.', 1)[0] as 'SCM', example }
}

function problemCase(code: ProblemCode): Case {
  const { status, when } = PROBLEMS[code]
  const example = { summary: when, value: { error: { code, message: when } } }
  return { name: `problem_${code}`, status, code, when, shape: 'problem', example }
}

function casesOf(operation: Published): Case[] {
  const { space, config } = operation
  // Who may ask is not asked.
  const asked = (problem: ProblemCode) => problem !== 'key_needed' && problem !== 'unexpected_host'
  const problems = [...space.problems.filter((problem) => !config.isOpen || asked(problem)), ...(config.problems ?? [])]
  return [...rulesOf(operation).map(ruleCase), ...problems.map(problemCase)]
}

/** The answers by which an operation says no: a status each, with its codes and an example for each case. */
export function refusals(operation: Published): [status: number, response: object][] {
  return [...Map.groupBy(casesOf(operation), ({ status }) => status)].map(([status, those]) => [
    status,
    {
      description: sentence(those),
      headers: headersOf(those),
      content: { 'application/json': { schema: schemaOf(those), examples: refer(those) } },
    },
  ])
}

/** The vendor's errors say beside the body why; a problem's message does. */
function headersOf(cases: Case[]): object {
  const names = cases.some(({ shape }) => shape === 'problem')
    ? ['x-request-id']
    : ['x-request-id', 'x-emulator-reason']
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))
}

function schemaOf(cases: Case[]): object {
  const schemas = [...Map.groupBy(cases, ({ shape }) => shape)].map(([shape, those]) =>
    SHAPES[shape]({ enum: [...new Set(those.map(({ code }) => code))] }),
  )
  return schemas.length === 1 ? (schemas[0] as object) : { anyOf: schemas }
}

/** `SCM.0010` this, or that. */
function sentence(cases: Case[]): string {
  return [...Map.groupBy(cases, ({ code }) => code)]
    .map(([code, those]) => `\`${code}\`: ${those.map(({ when }) => when).join('; or ')}`)
    .join('\n\n')
}

const refer = (cases: Case[]) =>
  Object.fromEntries(cases.map(({ name }) => [name, { $ref: `#/components/examples/${name}` }]))

/** An example for each way in which one of the operations says no. */
export function errorExamples(operations: readonly Published[]): Record<string, object> {
  return Object.fromEntries(operations.flatMap(casesOf).map(({ name, example }) => [name, example]))
}
