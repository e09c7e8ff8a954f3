import type { Verdict } from '../documents/expectation.ts'
import { aligned, visible, WIDTH, wrap } from './print.ts'

/** A verdict for a person: what was asserted, and of the request that comes nearest, field by field, why it does not match. */
export function tellVerdict({ verified, message, nearest }: Verdict): string {
  const sentence = wrap(`${verified ? 'Verified' : 'Not verified'}: ${message}`, '')
  if (!nearest) return sentence
  const { id, at, method, path } = nearest.request
  const rows = nearest.differences.map(({ field, expected, actual }) => [
    field,
    visible(String(expected)),
    visible(String(actual)),
  ])
  const table = aligned([['FIELD', 'EXPECTED', 'CAME'], ...rows])
    .split('\n')
    .map((line) => `  ${line}`.slice(0, WIDTH))
  const why = nearest.differences.map(({ message }) => wrap(visible(message), '  '))
  return [sentence, '', wrap(`Nearest: request ${id}, ${method} ${path} at ${at}`, ''), ...table, ...why].join('\n')
}
