import type { Case, CaseRequest } from '../documents/case.ts'
import { Invalid } from '../domain/check.ts'
import { BODY_LIMIT } from '../store/memory/journal.ts'
import { createComparison } from './difference.ts'
import { readCase } from './read.ts'
import type { Replay, Replayed } from './report.ts'
import { createStage } from './stage.ts'

export { readCase } from './read.ts'
export { print, type Replay } from './report.ts'

/**
 * Makes the requests of a case again, in an emulator of its own, and compares the answers.
 *
 * @param file the case, or `-` for standard input
 * @throws Invalid where it is none, or has no beginning to play from
 */
export function replay(file: string): Promise<Replay> {
  return replayCase(readCase(file), file === '-' ? 'the case' : `the case ${file}`)
}

/** The same with a case that has been read. @param what how messages name it */
export async function replayCase(document: Case, what: string): Promise<Replay> {
  const { beginning, lost, after, steps, requests } = document
  if (!beginning) {
    throw new Invalid(
      `${what} cannot be replayed: ${lost ?? 'it has no beginning'}; forget the requests (DELETE …/requests), let it happen again, and save it`,
    )
  }
  const played = requests.filter(({ id }) => id > after)
  if (played.length === 0) throw new Invalid(`${what} has no requests since its beginning: nothing can be replayed`)
  const stage = await createStage(document, beginning, what)
  try {
    const comparison = createComparison()
    const done: Replayed[] = []
    let next = 0
    const step = async (before: number) => {
      for (; next < steps.length && (steps[next]?.after ?? 0) < before; next += 1) {
        await stage.step(steps[next] as Case['steps'][number]).catch((error) => {
          throw new Invalid(`${what} /steps/${next} cannot be done again: ${error.message}`)
        })
      }
    }
    for (const request of played) {
      await step(request.id)
      const { id, method, url, operation, status, error_code } = request
      const translated = { ...request, url: comparison.translate(url), body: comparison.translate(request.body) }
      const here = await stage.ask(translated)
      const differences = here
        ? comparison.differences(request, here)
        : [{ place: 'world', recorded: 'of this world', here: 'of none' }]
      done.push({ id, method, url, operation, status, error_code, differences, note: noteOf(request) })
    }
    const differing = done.filter(({ differences }) => differences.length > 0).length
    return { agrees: differing === 0, differing, older: requests.length - played.length, requests: done }
  } finally {
    await stage.close()
  }
}

function noteOf({ body }: CaseRequest): string | null {
  if (Buffer.byteLength(body) >= BODY_LIMIT)
    return 'its body was longer than the journal keeps: only its beginning was sent'
  return body.includes('\ufffd') ? 'its body was no UTF-8: it is not known byte for byte' : null
}
