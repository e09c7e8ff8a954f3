import type { TSchema } from 'typebox'
import type { Described } from '../http/context.ts'
import { refusals } from './errors.ts'
import type { Answers, Published } from './published.ts'

/** One operation as the document has it. */
export function describe(operation: Published, id: string): object {
  const { space, config, schema } = operation
  const parameters = [
    ...parametersIn('path', names(operation.url), schema.params),
    ...parametersIn('query', Object.keys(schema.querystring?.properties ?? {}), schema.querystring),
    ...parametersIn('header', Object.keys(schema.headers?.properties ?? {}), schema.headers),
    ...(space.invalid ? [{ $ref: '#/components/parameters/language' }] : []),
  ]
  return {
    operationId: id,
    tags: [space.tag],
    summary: `${config.title} · ${config.title_zh}`,
    description: descriptionOf(operation),
    // How faults and the journal call it.
    ...(config.operation !== undefined && { 'x-operation': config.operation }),
    ...(parameters.length > 0 && { parameters }),
    ...bodyOf(operation),
    responses: Object.fromEntries([...successes(schema.response ?? {}, config.sends), ...refusals(operation)]),
    security: config.isOpen ? [] : space.security.map((scheme) => ({ [scheme]: [] })),
  }
}

function descriptionOf({ config }: Published): string {
  const { description, permission, event } = config
  const paragraphs = [
    description,
    permission && `Permission: \`${permission}\`.`,
    event && `Recorded in the audit trail as \`${event}\`.`,
  ]
  return paragraphs.filter(Boolean).join('\n\n')
}

/** The parameters in a path, as OpenAPI can name them: a wildcard has no name of its own. */
const names = (url: string) => [...url.matchAll(/:(\w+)|\*/g)].map(([whole, name]) => name ?? whole)

/** A path as OpenAPI writes it. */
export const pathOf = (url: string) => url.replace(/:(\w+)/g, '{$1}').replace('*', '{request}')

function parametersIn(place: 'path' | 'query' | 'header', names: string[], schema: Published['schema']['params']) {
  return names.map((name) => {
    const { description, examples, ...type } = (schema?.properties[name] ?? { type: 'string' }) as Documented
    return {
      name: name === '*' ? 'request' : name,
      in: place,
      required: place === 'path' || (schema?.required?.includes(name) ?? false),
      ...(description !== undefined && { description }),
      schema: type,
      ...(examples && { example: examples[0] }),
    }
  })
}

type Documented = TSchema & { description?: string; examples?: readonly unknown[] }

function bodyOf({ schema, config }: Published): { requestBody?: object } {
  const { consumes, ignores } = config
  if (consumes !== undefined) return { requestBody: { content: { [consumes]: {} } } }
  if (ignores !== undefined)
    return { requestBody: { required: false, content: { 'application/json': media(ignores) } } }
  if (!schema.body) return {}
  return { requestBody: { required: !config.mayBeEmpty, content: { 'application/json': media(schema.body) } } }
}

/** A schema and its examples, each by its number. Bytes are no JSON, and have no schema (OpenAPI 3.1). */
function media(schema: TSchema): object {
  const { examples, ...type } = schema as Documented
  if (Object.keys(type).length === 0) return {}
  if (!examples) return { schema: type }
  return {
    schema: type,
    examples: Object.fromEntries(examples.map((value, index) => [`example_${index + 1}`, { value }])),
  }
}

function successes(answers: Answers, sends: Described['sends'] = {}): [status: string, response: object][] {
  return Object.entries(answers).map(([status, answer]) => {
    const own = Object.entries(sends).map(([name, description]) => [name, { description, schema: { type: 'string' } }])
    const headers = { 'x-request-id': { $ref: '#/components/headers/x-request-id' }, ...Object.fromEntries(own) }
    const content = 'content' in answer ? answer.content : { 'application/json': { schema: answer } }
    const isNothing = 'type' in answer && answer.type === 'undefined'
    if (status === '204' || isNothing) return [status, { description: 'Done.', headers }]
    return [
      status,
      {
        description: 'Done.',
        headers,
        content: Object.fromEntries(Object.entries(content).map(([type, { schema }]) => [type, media(schema)])),
      },
    ]
  })
}
