import { closestMatch } from 'leven'
import type { Static, TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'

/** A document that a person wrote is not what its schema says. The message names the place and what to do. */
export class Invalid extends Error {
  override name = 'Invalid'
}

/** The nearest of `names` to a misspelt one, as a question; empty where none is near. */
export function suggest(name: string, names: readonly string[]): string {
  const low = new Map(names.map((name) => [name.toLowerCase(), name]))
  const maxDistance = Math.max(2, Math.ceil(name.length / 3))
  const nearest = low.get(closestMatch(name.toLowerCase(), [...low.keys()], { maxDistance }) ?? '')
  return nearest === undefined ? '' : `; did you mean "${nearest}"?`
}

const compiled = new WeakMap<TSchema, Validator>()

/**
 * The value, known to be what the schema says.
 *
 * @param what how the message names the whole, e.g. the file
 * @throws Invalid with the first mistake, its place as a JSON pointer, and the nearest right name of a misspelt one
 */
export function check<Schema extends TSchema>(schema: Schema, value: unknown, what: string): Static<Schema> {
  const validator = compiled.get(schema) ?? Compile(schema)
  compiled.set(schema, validator)
  if (validator.Check(value)) return value as Static<Schema>
  // To look for mistakes costs a hundred times what it costs to find none: not in a list that is too long anyway.
  const long = tooLong(schema, value, '')
  if (long !== undefined) throw new Invalid(`${what} ${long}`)
  const errors = validator.Errors(value)
  // A union reports each of its branches before itself: the branch that got furthest says most.
  const depth = ({ instancePath }: { instancePath: string }) => instancePath.split('/').length
  const mistakes = errors.filter(({ keyword }) => keyword !== 'boolean')
  const deepest = Math.max(...mistakes.map(depth))
  const furthest = mistakes.filter((error) => depth(error) === deepest)
  const error = furthest.find(({ keyword }) => keyword === 'additionalProperties') ?? furthest[0]
  if (!error) throw new Invalid(`${what} is not valid`)
  throw new Invalid(describe(error as Mistake, schema, value, what))
}

interface Lists {
  maxItems?: number
  items?: TSchema
  properties?: object
  anyOf?: TSchema[]
}

/** The first list that holds more than its schema allows. */
function tooLong(schema: TSchema, value: unknown, place: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { maxItems, items, properties = {}, anyOf = [] } = schema as Lists
  if (Array.isArray(value) && maxItems !== undefined && value.length > maxItems) {
    return `${place} has ${value.length} items; it may have ${maxItems}`
  }
  for (const branch of anyOf) {
    const found = tooLong(branch, value, place)
    if (found !== undefined) return found
  }
  const parts: [string, TSchema | undefined][] = Array.isArray(value)
    ? [...value.keys()].map((index) => [`${index}`, items])
    : Object.entries(properties)
  for (const [name, inner] of parts) {
    if (inner === undefined || !Object.hasOwn(value, name)) continue
    const found = tooLong(inner, (value as Record<string, unknown>)[name], `${place}/${name}`)
    if (found !== undefined) return found
  }
  return undefined
}

interface Mistake {
  keyword: string
  schemaPath: string
  instancePath: string
  params: {
    additionalProperties?: string[]
    requiredProperties?: string[]
    allowedValues?: unknown[]
    pattern?: string
  }
  message: string
}

function describe(
  { keyword, schemaPath, instancePath, params, message }: Mistake,
  root: TSchema,
  value: unknown,
  what: string,
) {
  const place = instancePath ? `${what} ${instancePath}` : what
  const schema = at(root, schemaPath.slice(1))
  const [unknown] = params.additionalProperties ?? []
  if (unknown !== undefined) {
    return `${place} has an unknown field "${unknown}"${suggest(unknown, Object.keys((schema as { properties?: object })?.properties ?? {}))}`
  }
  if (params.requiredProperties) return `${place} lacks ${params.requiredProperties.join(', ')}`
  const got = at(value, instancePath)
  if (keyword === 'enum' && params.allowedValues) {
    const allowed = params.allowedValues.map(String)
    return `${place} must be one of ${allowed.join(', ')}${typeof got === 'string' ? suggest(got, allowed) : ''}`
  }
  const { description } = (schema ?? {}) as { description?: string }
  if (keyword === 'pattern' && description) return `${place} must be ${description}`
  return `${place} ${message}${description ? ` (${description})` : ''}`
}

/** What stands at a JSON pointer. */
function at(value: unknown, pointer: string): unknown {
  let current = value
  for (const part of pointer.split('/').slice(1)) {
    current = (current as Record<string, unknown> | undefined)?.[part.replaceAll('~1', '/').replaceAll('~0', '~')]
  }
  return current
}
