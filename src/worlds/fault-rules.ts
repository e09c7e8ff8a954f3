import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { FaultDocument } from '../documents/fault.ts'
import { Invalid, suggest } from '../domain/check.ts'
import { milliseconds } from '../domain/duration.ts'
import type { Operations } from '../domain/fault.ts'

/** No timer is longer, in milliseconds. */
const LONGEST_DELAY = 2 ** 31 - 1

/** All headers of an answer, in bytes: Node.js' own clients read 16 KB, ours beside them included. */
const LONGEST_HEADERS = 8 * 1024

/** What frames an answer is this server's to say: it would contradict what is sent. */
const FRAMING = ['transfer-encoding', 'trailer', 'connection', 'keep-alive', 'upgrade', 'te']

/**
 * @param operations those that there are, where that is known
 * @throws Invalid where the fault could never act, does not say what it does, or answers what HTTP cannot carry
 */
export function validateFault(fault: FaultDocument, operations?: Operations): void {
  if (operations) validateTarget(fault, operations)
  validateAction(fault)
  validateDelay(fault)
  if (fault.response) validateResponse(fault.response)
}

function validateTarget({ operation = '*', certificate_id }: FaultDocument, operations: Operations): void {
  if (operation !== '*' && !operations.has(operation)) {
    throw new Invalid(
      `body /operation: there is no operation ${operation}${suggest(operation, [...operations.keys()])}`,
    )
  }
  if (certificate_id !== undefined && operation !== '*' && !operations.get(operation)?.hasCertificate) {
    throw new Invalid(`body /certificate_id: ${operation} is about no certificate, so this fault could never act`)
  }
}

function validateAction({ delay, error, response, drop, when }: FaultDocument): void {
  if ([error, response, drop].filter((action) => action !== undefined).length > 1) {
    throw new Invalid('body: a fault has one of error, response and drop')
  }
  if ([delay, error, response, drop].every((action) => action === undefined)) {
    throw new Invalid('body: a fault says what it does: delay, error, response or drop')
  }
  if (drop !== undefined && when !== undefined && when !== drop) {
    throw new Invalid(`body /when: the fault drops ${drop} the effect; leave when out`)
  }
}

function validateDelay({ delay = '0s' }: FaultDocument): void {
  const { min, max } = typeof delay === 'object' ? delay : { min: delay, max: delay }
  if (milliseconds(max) > LONGEST_DELAY) throw new Invalid('body /delay: at most 24d')
  if (milliseconds(min) > milliseconds(max)) throw new Invalid('body /delay: min is more than max')
}

function validateResponse({ headers = {}, body = '' }: NonNullable<FaultDocument['response']>): void {
  const length = Buffer.byteLength(typeof body === 'string' ? body : JSON.stringify(body))
  let sum = 0
  for (const [name, value] of Object.entries(headers)) {
    const refuse = (why: string) => new Invalid(`body /response/headers/${name}: ${why}`)
    try {
      validateHeaderName(name)
      validateHeaderValue(name, value)
    } catch (error) {
      throw refuse((error as Error).message)
    }
    const low = name.toLowerCase()
    if (FRAMING.includes(low)) throw refuse('this header frames the answer; the server sets it')
    if (low === 'content-length' && value !== String(length)) {
      throw refuse(`the body has ${length} bytes; leave the header out`)
    }
    sum += name.length + value.length
  }
  if (sum > LONGEST_HEADERS) {
    throw new Invalid(`body /response/headers: ${sum} bytes; clients read at most ${LONGEST_HEADERS}`)
  }
}
