import { type TSchema, Type } from 'typebox'
import { Expectation, RequestFilter, RequestView, Verdict } from '../../documents/request.ts'
import { check } from '../../domain/check.ts'
import { listRequests } from '../../worlds/requests.ts'
import { verify } from '../../worlds/verify.ts'
import { Nothing, route } from '../operation.ts'
import { found, ProjectPath } from './problem.ts'

const url = '/worlds/:project_id/requests'
const problems = ['unknown_world'] as const

type Field = TSchema & { description?: string; examples?: unknown[] }

/** The fields of a filter, as texts. What else is asked for is left to the filter's schema to refuse. */
const Query = Type.Object(
  Object.fromEntries(
    Object.entries<Field>(RequestFilter.properties).map(([field, { description = '', examples = [] }]) => [
      field,
      Type.Optional(Type.String({ description, examples: examples.map(String) })),
    ]),
  ),
  { additionalProperties: Type.String() },
)

/** The journal. A query filters by any field; `null` stands for none. */
export const listAll = route({
  method: 'GET',
  url,
  config: {
    id: 'listRequests',
    title: 'Read the journal',
    title_zh: '查询请求日志',
    description: "The requests of a world's clients, oldest first; every field that is given must be equal.",
    problems,
  },
  schema: {
    params: ProjectPath,
    querystring: Query,
    response: { 200: Type.Object({ requests: Type.Array(RequestView) }) },
  },
  async handler({ server: { store }, params: { project_id }, query }) {
    found(store.worlds.get(project_id), project_id)
    return { requests: listRequests(store, project_id, filterOf(query)) }
  },
})

export const removeAll = route({
  method: 'DELETE',
  url,
  config: { id: 'forgetRequests', title: 'Empty the journal', title_zh: '清空请求日志', problems },
  schema: { params: ProjectPath, response: { 204: Nothing } },
  async handler({ server: { store }, params: { project_id } }, reply) {
    found(store.worlds.get(project_id), project_id)
    store.journal.clear(project_id)
    return reply.code(204).send()
  },
})

/** Asserts on the journal. A failed assertion is an answer, not an error: 200 with `verified: false`. */
export const verifyRequests = route({
  method: 'POST',
  url: `${url}/verify`,
  config: {
    id: 'verifyRequests',
    title: 'Assert on the journal',
    title_zh: '断言请求',
    description: 'A failed assertion is an answer, not an error. Without a number: at least once.',
    problems,
  },
  schema: { params: ProjectPath, body: Expectation, response: { 200: Verdict } },
  async handler({ server: { store }, params: { project_id }, body }) {
    found(store.worlds.get(project_id), project_id)
    return verify(store, project_id, body)
  },
})

/** Fields that are not text, and what their text stands for; anything else is left to the schema to refuse. */
const TYPED: Partial<Record<string, (text: string) => unknown>> = {
  status: (text) => (/^\d{1,9}$/.test(text) ? Number(text) : text),
  fault: (text) => (text === 'null' ? null : /^\d{1,9}$/.test(text) ? Number(text) : text),
  error_code: (text) => (text === 'null' ? null : text),
  rule: (text) => (text === 'null' ? null : text),
  dropped: (text) => (text === 'true' ? true : text === 'false' ? false : text),
}

/** A filter from a query, whose values are all text. @throws Invalid */
function filterOf(query: Record<string, string | undefined>): RequestFilter {
  const values = Object.entries(query).map(([field, text = '']) => {
    const typed = Object.hasOwn(TYPED, field) ? TYPED[field] : undefined
    return [field, typed ? typed(text) : text]
  })
  return check(RequestFilter, Object.fromEntries(values), 'query')
}
