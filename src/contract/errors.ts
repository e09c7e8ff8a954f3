import { catalogued, type ErrorKey } from '../domain/errors.ts'
import { PROBLEMS, type ProblemCode } from '../domain/problems.ts'
import { RULES, type RuleName } from '../domain/rules.ts'
import { body } from '../plugins/dialects.ts'
import type { Published } from './published.ts'

/** What the gateway refuses whatever is asked for. */
const GATEWAY: readonly RuleName[] = ['malformed', 'uri_size', 'header_size', 'body_size', 'unexpected']

/** What every control call can be refused for. */
const CONTROL: readonly ProblemCode[] = [
  ...(['invalid', 'key_needed', 'foreign_origin', 'unexpected_host'] as const),
  ...(['too_large', 'uri_too_long', 'headers_too_large', 'unexpected'] as const),
]

/** What the gateway appends to its message, by example. */
const DETAILS: Partial<Record<RuleName, string>> = {
  credentials_missing: 'x-auth-token not found',
  token_unknown: 'decrypt token fail',
  token_expired: 'token expires, expires_at: 2026-11-24T08:00:00.000000Z',
  access_key_unknown: 'ak NOBODY not exist',
  signature_expired: 'calc ak sk signature fail:signature expired',
  signature_mismatch: 'verify aksk signature fail, canonicalRequest:GET|/v3/scm/certificates/||…',
}

/** A request id, for examples. */
const REQUEST_ID = '0f5181caba0024e72f89c0045e707b91'

/** The rules by which an operation refuses, in the order of the ladder. */
export function rulesOf({ space, url, schema, config }: Published): RuleName[] {
  const named = new Set<RuleName>([...GATEWAY, ...(config.refuses ?? [])])
  const isOpen = config.isOpen ?? false
  for (const rule of space.rules) {
    if (!isOpen) named.add(rule)
  }
  if (/:cert(?:ificate)?_id\b/.test(url)) for (const rule of space.certificate) named.add(rule)
  const judged = Object.keys(schema.params?.properties ?? {}).some(
    (name) => !/^(?:project|cert|certificate)_id$/.test(name),
  )
  if (space.invalid && (schema.body || schema.querystring || judged)) named.add(space.invalid)
  return (Object.keys(RULES) as RuleName[]).filter((rule) => named.has(rule))
}

/** The answers by which an operation says no: a status each, with its codes and an example for each rule. */
export function refusals(operation: Published): [status: number, response: object][] {
  if (operation.space.tag === 'Control') return problems(operation)
  const rules = rulesOf(operation)
  const statuses = Map.groupBy(rules, (rule) => catalogued(RULES[rule].error).status)
  return [...statuses].map(([status, those]) => [
    status,
    {
      description: sentence(those.map((rule) => [catalogued(RULES[rule].error).code, RULES[rule].when])),
      headers: HEADERS,
      content: {
        'application/json': { schema: schemaOf(those.map((rule) => RULES[rule].error)), examples: refer(those) },
      },
    },
  ])
}

const HEADERS = {
  'x-request-id': { $ref: '#/components/headers/x-request-id' },
  'x-emulator-reason': { $ref: '#/components/headers/x-emulator-reason' },
}

/** The schemas of errors by the prefix of their codes. */
const SHAPES = { APIGW: 'GatewayError', SCM: 'ScmError', IAM: 'IamError' } as const

function schemaOf(keys: ErrorKey[]): object {
  const shapes = Map.groupBy(keys, (key) => key.split('.', 1)[0] as keyof typeof SHAPES)
  const schemas = [...shapes].map(([shape, those]) => {
    const base = { $ref: `#/components/schemas/${SHAPES[shape]}` }
    const codes = [...new Set(those.map((key) => catalogued(key).code))]
    return shape === 'IAM' ? base : { allOf: [base, { properties: { error_code: { enum: codes } } }] }
  })
  return schemas.length === 1 ? (schemas[0] as object) : { anyOf: schemas }
}

function problems({ config }: Published): [status: number, response: object][] {
  const codes = [...CONTROL, ...(config.problems ?? [])]
  const statuses = Map.groupBy(codes, (code) => PROBLEMS[code].status)
  return [...statuses].map(([status, those]) => [
    status,
    {
      description: sentence(those.map((code) => [code, PROBLEMS[code].when])),
      content: {
        'application/json': {
          schema: {
            allOf: [
              { $ref: '#/components/schemas/Problem' },
              { properties: { error: { properties: { code: { enum: those } } } } },
            ],
          },
          examples: refer(those.map(exampleOf)),
        },
      },
    },
  ])
}

/** `SCM.0010` this, or that. */
function sentence(cases: [code: string, when: string][]): string {
  return [...Map.groupBy(cases, ([code]) => code)]
    .map(([code, those]) => `\`${code}\`: ${those.map(([, when]) => when).join('; or ')}`)
    .join('\n\n')
}

/** How the example of a problem is called: some problems have the names of rules. */
const exampleOf = (code: string) => `problem_${code}`

const refer = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/examples/${name}` }]))

/** An example for each rule and each problem. */
export function errorExamples(): Record<string, object> {
  const rules = (Object.keys(RULES) as RuleName[]).map((rule) => {
    const { error, source, when } = RULES[rule]
    return [
      rule,
      { summary: when, 'x-source': source, value: body(catalogued(error), REQUEST_ID, undefined, DETAILS[rule]) },
    ]
  })
  const calls = Object.entries(PROBLEMS).map(([code, { when }]) => [
    exampleOf(code),
    { summary: when, value: { error: { code, message: when } } },
  ])
  return Object.fromEntries([...calls, ...rules])
}
