import { OPERATIONS, type Operation } from '../contract/document.ts'
import { bodiesOf, prepare, requestOf } from '../contract/examples.ts'
import type { Ask } from '../support/ask.ts'
import type { Server } from './server.ts'

/** A request of an operation that succeeds, or did before something changed. */
export interface Valid {
  readonly operation: Operation
  readonly ask: Ask
}

/** One valid request of every operation of the contract and of each of its examples, about the demo world. */
export async function validRequests(server: Server): Promise<Valid[]> {
  const send = async (ask: Ask) => {
    const { status, text, json } = await server.ask(ask)
    if (status >= 300) throw new Error(`${ask.method} ${ask.path}: ${status} ${text}`)
    return json
  }
  const valid: Valid[] = []
  for (const operation of OPERATIONS) {
    const given = await prepare(operation, send)
    for (const body of bodiesOf(operation)) valid.push({ operation, ask: requestOf(operation, body, given) })
  }
  return valid
}
