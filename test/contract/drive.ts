import { RULES, type RuleName } from '../../src/domain/rules.ts'
import { type Ask, askOver } from '../support/ask.ts'
import { OPERATIONS, type Operation } from './document.ts'
import { bodiesOf, order, prepare, requestOf, type Send } from './examples.ts'

export interface Outcome {
  successes: number
  errors: number
  /** What of the server's answers is not in the document. */
  breaches: string[]
}

/**
 * Sends every example of every operation, and has each documented error of the vendor's answered, through a validator.
 * Errors come by faults: those of control calls, which are never faulted, only the API suite provokes.
 */
export async function drive(server: string, validator: string): Promise<Outcome> {
  const outcome: Outcome = { successes: 0, errors: 0, breaches: [] }
  const send: Send = async (request) => {
    const { status, text, json } = await askOver(server, request)
    if (status >= 300) throw new Error(`${request.method} ${request.path}: ${status} ${text}`)
    return json
  }
  for (const operation of OPERATIONS) {
    const ask = async (request: Ask) => {
      const answer = await through(validator, operation, request)
      outcome.breaches.push(...answer.violations)
      return answer
    }
    for (const body of bodiesOf(operation)) {
      const { status, text } = await ask(requestOf(operation, body, await prepare(operation, send)))
      if (status < 300) outcome.successes += 1
      else outcome.breaches.push(`${operation.id}: its example is answered ${status} ${text}`)
    }
    const given = await prepare(operation, send)
    for (const rule of rulesOf(operation)) {
      await send(order(operation, RULES[rule].error))
      const { status } = await ask(requestOf(operation, bodiesOf(operation)[0], given))
      outcome.errors += 1
      if (status < 400) outcome.breaches.push(`${operation.id}: ${rule} was ordered, and the answer is ${status}`)
    }
  }
  return outcome
}

/** The vendor's errors that the document has for an operation. */
function rulesOf({ spec }: Operation): RuleName[] {
  const examples = Object.values(spec.responses as Record<string, any>).flatMap(({ content }) =>
    Object.keys(content?.['application/json']?.examples ?? {}),
  )
  return examples.filter((name): name is RuleName => Object.hasOwn(RULES, name))
}

/** What is answered, and what the validator says of that. */
async function through(validator: string, { id }: Operation, request: Ask) {
  const { status, text, headers } = await askOver(validator, request)
  const found = JSON.parse(String(headers['sl-violations'] ?? '[]')) as { location: string[]; message: string }[]
  const violations = found
    .filter(({ location }) => location[0] === 'response')
    .map(({ location, message }) => `${id} ${status}: ${location.join('.')} ${message}`)
  return { status, text, violations }
}
