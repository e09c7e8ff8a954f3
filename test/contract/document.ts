import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { createEmulator } from '../../src/index.ts'

/** An answer, as far as the contract speaks of it. */
export interface Answered {
  status: number
  headers: Readonly<Record<string, unknown>>
  json: unknown
}

type Json = Record<string, any>

/** The contract, as the shipped server gives it. */
export const DOCUMENT: Json = await (async () => {
  await using emulator = await createEmulator({ fixtures: 'none' })
  return (await emulator.inject('/openapi.json')).json()
})()

/** An operation of the contract and where it is. */
export interface Operation {
  readonly method: string
  readonly path: string
  readonly id: string
  readonly spec: Json
}

export const OPERATIONS: Operation[] = Object.entries(DOCUMENT.paths as Json).flatMap(([path, item]) =>
  Object.entries(item as Json).map(([method, spec]) => ({
    method: method.toUpperCase(),
    path,
    id: spec.operationId,
    spec,
  })),
)

const rank = (path: string) => path.replace(/\{\w+\}/g, '~')

/** Templates as patterns; where a path fits several, the one with the earlier fixed part wins, as in the router. */
const PATTERNS = OPERATIONS.map((operation) => ({
  operation,
  pattern: new RegExp(`^${operation.path.replace(/\{request\}$/, '.+').replace(/\{\w+\}/g, '[^/]*')}$`),
})).sort((a, b) => (rank(a.operation.path) < rank(b.operation.path) ? -1 : 1))

/** The operation that a request calls, if it calls one. */
export function operationAt(method: string, url: string): Operation | undefined {
  const [path = ''] = url.split('?', 1)
  return PATTERNS.find(({ operation, pattern }) => operation.method === method && pattern.test(path))?.operation
}

/** What of an answer breaks the contract; nothing where it holds. What a fault ordered is nobody's promise. */
export function breach(method: string, url: string, { status, headers, json }: Answered): string | undefined {
  const operation = operationAt(method, url)
  if (!operation || String(headers['x-emulator-reason'] ?? '').startsWith('fault ')) return undefined
  const answer = operation.spec.responses[status]
  if (!answer) return `${operation.id} answers ${status}, which the contract does not know`
  const type = String(headers['content-type'] ?? '').split(';', 1)[0] as string
  if (!answer.content) return type ? `${operation.id} answers ${status} with a body` : undefined
  if (!answer.content[type]) return `${operation.id} answers ${status} as ${type}, which the contract does not know`
  // What answers HEAD has the headers of a body and none.
  if (type !== 'application/json' || method === 'HEAD') return undefined
  const validate = validator(operation, status)
  if (validate(json)) return undefined
  return `${operation.id} answers ${status} otherwise than the contract says: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(json)}`
}

const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false })
const validators = new Map<string, ValidateFunction>()

function validator({ id, spec }: Operation, status: number): ValidateFunction {
  const key = `${id} ${status}`
  const validate =
    validators.get(key) ?? ajv.compile(closed(whole(spec.responses[status].content['application/json'].schema)))
  validators.set(key, validate)
  return validate
}

/** A part of the document without references. */
export function whole(part: any): any {
  if (Array.isArray(part)) return part.map(whole)
  if (typeof part !== 'object' || part === null) return part
  if (typeof part.$ref === 'string') return whole(at(part.$ref))
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, whole(value)]))
}

/** What a reference means. @throws Error where it leads nowhere */
export function at(reference: string): any {
  const found = reference
    .slice(2)
    .split('/')
    .reduce((part: any, name) => part?.[name.replaceAll('~1', '/')], DOCUMENT)
  if (found === undefined) throw new Error(`${reference} leads nowhere`)
  return found
}

/** A schema that lets no field through that it does not name: here, what is sent must be written down. */
function closed(schema: any): any {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const inside = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]))
  const isOpen = schema.type === 'object' && schema.properties && schema.additionalProperties === undefined
  return isOpen && !schema.patternProperties ? { ...inside, additionalProperties: false } : inside
}
