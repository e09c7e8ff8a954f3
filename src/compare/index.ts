import { Invalid } from '../domain/check.ts'
import { assemble } from '../emulator.ts'
import { callOf, skipped } from './call.ts'
import { readRecording } from './har.ts'
import { replay } from './replay.ts'
import { type Report, reportOf } from './report.ts'
import { createScrub } from './scrub.ts'
import { createScene } from './world.ts'

export { print, type Report } from './report.ts'

/**
 * Replays recorded traffic against fresh worlds in this process, and says where the answers differ.
 *
 * @param file a HAR file, or `-` for standard input
 * @throws Invalid where it is no HAR, or has nothing for the service in it
 */
export async function compare(file: string): Promise<Report> {
  const exchanges = readRecording(file)
  const left: Record<string, number> = {}
  const calls = exchanges.flatMap((exchange) => {
    const why = skipped(exchange)
    if (why === undefined) return [callOf(exchange)]
    left[why] = (left[why] ?? 0) + 1
    return []
  })
  if (calls.length === 0) {
    const why = Object.entries(left).map(([why, count]) => `${count} ${why}`)
    throw new Invalid(`the recording has no request to SCM or IAM that can be replayed; left out: ${why.join(', ')}`)
  }
  const emulator = await assemble({ inMemory: true, fixtures: 'none', logLevel: 'silent' })
  try {
    const scene = await createScene(emulator.store, calls)
    return reportOf(await replay(emulator, scene, calls), left, createScrub(calls))
  } finally {
    await emulator.close()
  }
}
