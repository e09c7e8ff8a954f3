import type { Difference } from '../documents/expectation.ts'
import type { RequestFilter, RequestSummary } from '../documents/request.ts'

/** What is compared: both the whole of an entry and its summary have it. */
type Told = Omit<RequestSummary, 'body'>

/** What a field means where it is not what was expected; the values alone say enough of the others. */
const MEANING: Partial<Record<keyof RequestFilter, (entry: Told) => string>> = {
  error_code: ({ reason }) => (reason === null ? 'it succeeded' : `it was refused: ${reason}`),
  rule: ({ reason }) => (reason === null ? 'no rule refused it' : `it was refused: ${reason}`),
  status: ({ reason, dropped }) => (dropped ? 'its connection was cut' : (reason ?? 'it succeeded')),
  fault: ({ fault }) => (fault === null ? 'no fault acted on it' : `fault ${fault} acted on it`),
  dropped: ({ dropped }) => (dropped ? 'its connection was cut' : 'its reply was sent'),
  user: ({ user }) => (user === null ? 'nobody is known by what it showed' : `its credentials are those of ${user}`),
  operation: ({ method, path }) => `it asked ${method} ${path}`,
}

/** The fields of a filter that an entry does not meet. */
export function differences(entry: Told, filter: RequestFilter): Difference[] {
  const fields = Object.keys(filter) as (keyof RequestFilter)[]
  return fields.flatMap((field) => {
    const [expected, actual] = [filter[field], entry[field]]
    if (expected === undefined || expected === actual) return []
    const why = MEANING[field]?.(entry)
    const message = `${field} is ${actual}, not ${expected}${why === undefined ? '' : `: ${why}`}`
    return [{ field, expected, actual, message }]
  })
}
