import { Type } from 'typebox'
import { check } from '../../domain/check.ts'
import { listRequests, RequestFilter } from '../../world/requests.ts'
import { Expectation, verify } from '../../world/verify.ts'
import { route } from '../operation.ts'
import { found, ProjectPath } from './problem.ts'

const url = '/projects/:project_id/requests'

/** The journal. A query filters by any field; `null` stands for none. */
export const listAll = route({
  method: 'GET',
  url,
  schema: { params: ProjectPath, querystring: Type.Record(Type.String(), Type.String()) },
  async handler({ server: { store }, params: { project_id }, query }) {
    found(store.projects.get(project_id), project_id)
    return { requests: listRequests(store, project_id, filterOf(query)) }
  },
})

export const removeAll = route({
  method: 'DELETE',
  url,
  schema: { params: ProjectPath },
  async handler({ server: { store }, params: { project_id } }, reply) {
    found(store.projects.get(project_id), project_id)
    store.journal.clear(project_id)
    return reply.code(204).send()
  },
})

/** Asserts on the journal. A failed assertion is an answer, not an error: 200 with `verified: false`. */
export const verifyRequests = route({
  method: 'POST',
  url: `${url}/verify`,
  schema: { params: ProjectPath, body: Expectation },
  async handler({ server: { store }, params: { project_id }, body }) {
    found(store.projects.get(project_id), project_id)
    return verify(store, project_id, body)
  },
})

/** Fields that are not text, and what their text stands for; anything else is left to the schema to refuse. */
const TYPED: Partial<Record<string, (text: string) => unknown>> = {
  status: (text) => (/^\d{1,9}$/.test(text) ? Number(text) : text),
  fault: (text) => (text === 'null' ? null : /^\d{1,9}$/.test(text) ? Number(text) : text),
  error_code: (text) => (text === 'null' ? null : text),
  dropped: (text) => (text === 'true' ? true : text === 'false' ? false : text),
}

/** A filter from a query, whose values are all text. @throws Invalid */
function filterOf(query: Record<string, string>): RequestFilter {
  const values = Object.entries(query).map(([field, text]) => {
    const typed = Object.hasOwn(TYPED, field) ? TYPED[field] : undefined
    return [field, typed ? typed(text) : text]
  })
  return check(RequestFilter, Object.fromEntries(values), 'query')
}
