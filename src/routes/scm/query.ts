import { type Static, Type } from 'typebox'
import { type Query, SORT_COLUMNS } from '../../store/query.ts'

const SORT_KEYS = Object.keys(SORT_COLUMNS) as (keyof typeof SORT_COLUMNS)[]

/** A page of a list. */
export const Page = {
  limit: Type.Optional(Type.String({ pattern: '^(?:10|20|50)?$', description: '10, 20 or 50', examples: ['10'] })),
  offset: Type.Optional(Type.String({ pattern: '^[0-9]{0,9}$', description: 'rows to skip', examples: ['0'] })),
}

/**
 * What the lists of both families take. Numbers are text with a pattern: nothing is coerced. Empty means not
 * given: the reference writes the URI as `?order_status=&content=…`. An offset is documented as 1 to 30; any is accepted.
 */
export const ListQuery = {
  content: Type.Optional(
    Type.String({ maxLength: 255, description: 'part of a name or a domain', examples: ['example.com'] }),
  ),
  sort_key: Type.Optional(Type.Enum(['', ...SORT_KEYS], { examples: ['certExpiredTime'] })),
  sort_dir: Type.Optional(Type.Enum(['', 'ASC', 'DESC'], { examples: ['ASC'] })),
  ...Page,
}

const Sent = Type.Object(ListQuery)

/** A query with the documented defaults. */
export function queryOf({ content, sort_key, sort_dir, limit, offset }: Static<typeof Sent>): Omit<Query, 'status'> {
  return {
    content: content || undefined,
    sort_key: sort_key || 'certUpdateTime',
    sort_dir: sort_dir || 'DESC',
    limit: Number(limit || 10),
    offset: Number(offset || 0),
  }
}
