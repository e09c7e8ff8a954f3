import { type TSchema, Type } from 'typebox'
import { RequestFilter } from '../../../documents/request.ts'
import { check } from '../../../domain/check.ts'

type Field = TSchema & { description?: string; examples?: unknown[] }

/** The fields of a filter, as texts. What else is asked for is left to the filter's schema to refuse. */
export const FilterQuery = Type.Object(
  Object.fromEntries(
    Object.entries<Field>(RequestFilter.properties).map(([field, { description = '', examples = [] }]) => [
      field,
      Type.Optional(Type.String({ description, examples: examples.map(String) })),
    ]),
  ),
  { additionalProperties: Type.String() },
)

/** Fields that are not text, and what their text stands for; anything else is left to the schema to refuse. */
const TYPED: Partial<Record<string, (text: string) => unknown>> = {
  status: (text) => (/^\d{1,9}$/.test(text) ? Number(text) : text),
  fault: (text) => (text === 'null' ? null : /^\d{1,9}$/.test(text) ? Number(text) : text),
  error_code: (text) => (text === 'null' ? null : text),
  rule: (text) => (text === 'null' ? null : text),
  dropped: (text) => (text === 'true' ? true : text === 'false' ? false : text),
}

/** A filter from a query, whose values are all text. @throws Invalid */
export function filterOf(query: Record<string, string | undefined>): RequestFilter {
  const values = Object.entries(query).map(([field, text = '']) => {
    const typed = Object.hasOwn(TYPED, field) ? TYPED[field] : undefined
    return [field, typed ? typed(text) : text]
  })
  return check(RequestFilter, Object.fromEntries(values), 'query')
}
