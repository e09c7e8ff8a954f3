import type { CaseRequest } from '../documents/case.ts'
import type { Difference } from './difference.ts'

/** What became of a request when it was made again. */
export interface Replayed extends Pick<CaseRequest, 'id' | 'method' | 'url' | 'operation' | 'status' | 'error_code'> {
  readonly differences: readonly Difference[]
  /** Why it could not be made again as it was; null where it could. */
  readonly note: string | null
}

export interface Replay {
  readonly agrees: boolean
  readonly differing: number
  /** How many requests of the journal are older than what is known of the world. */
  readonly older: number
  readonly requests: readonly Replayed[]
}

/** A replay for people. */
export function print({ requests, differing, older }: Replay): string {
  const lines = requests.flatMap(({ id, method, url, operation, status, error_code, differences, note }) => {
    const answer = [status ?? 'no answer', error_code].filter((part) => part !== null).join(' ')
    const verdict = differences.length === 0 ? 'same' : 'DIFFERS'
    return [
      `${String(id).padStart(4)}  ${verdict.padEnd(7)}  ${operation ?? `${method} ${url}`}: ${answer}`,
      ...differences.map(({ place, recorded, here }) => `               ${place} was ${recorded}, and is ${here}`),
      ...(note === null ? [] : [`               note: ${note}`]),
    ].map(oneLine)
  })
  const count = `${requests.length} ${requests.length === 1 ? 'request' : 'requests'} made again`
  const verdict = differing === 0 ? `${count}: the answers are the same` : `${count}: ${differing} answered otherwise`
  const left =
    older === 0 ? [] : [`${older} older requests of the journal were left out: how the world was then is not known`]
  return [...lines, '', verdict, ...left].join('\n')
}

/** A case may hold anything, even control characters for a terminal. */
const oneLine = (text: string) => text.replace(/\p{Cc}/gu, '?')
