import { CONTESTED } from '../domain/contested.ts'
import { SOURCES } from '../domain/errors.ts'
import { isLoopback } from '../domain/host.ts'
import type { Result } from './run.ts'

/** What a probe found, and where. */
export interface Report {
  readonly url: string
  readonly version: string
  /** Whether the published credentials of the demo world were used. */
  readonly isDemo: boolean
  /** Whether an emulator gave the answers. */
  readonly isEmulator: boolean
  readonly results: readonly Result[]
}

/** How many cases agree, differ, were skipped; the first two by how what is expected is known. */
export function count(results: readonly Result[]) {
  const of = (verdict: Result['verdict']) => results.filter((result) => result.verdict === verdict)
  const bySource = (some: readonly Result[]) =>
    Object.fromEntries(SOURCES.map((source) => [source, some.filter((one) => one.source === source).length]))
  const [agrees, differs] = [of('agrees'), of('differs')]
  return {
    cases: results.length,
    agrees: agrees.length,
    differs: differs.length,
    skipped: of('skipped').length,
    by_source: { agrees: bySource(agrees), differs: bySource(differs) },
  }
}

/** The summary, in sentences. */
export function summary(report: Report): string[] {
  const { agrees, differs, skipped, by_source } = count(report.results)
  const known = (some: Record<string, number>) => {
    const parts = SOURCES.filter((source) => some[source]).map((source) => `${some[source]} ${source}`)
    return parts.length > 0 ? ` (${parts.join(', ')})` : ''
  }
  return [
    `${agrees} agree${known(by_source.agrees)}, ${differs} differ${known(by_source.differs)}, ${skipped} skipped.`,
    ...contested(report.results),
    ...(report.isDemo ? ['No credentials were given: those of the demo world were used.'] : []),
    ...invitation(report, by_source.agrees.assumed ?? 0, differs),
  ]
}

/** Of each question on which sources disagree, which side the server took. */
function contested(results: readonly Result[]): string[] {
  const sides = results.flatMap(({ side }) => side ?? [])
  return sides.map(({ question, side }) => {
    const { question: asked, sides: known } = CONTESTED[question]
    const { says = side } = (known as Record<string, { says: string }>)[side] ?? {}
    return `Contested: ${asked}: ${says} (${question} ${side}).`
  })
}

/** What we only assumed can be confirmed by whoever asks the real service first. */
function invitation({ url, isEmulator }: Report, confirmed: number, differs: number): string[] {
  if (isEmulator || isLoopback(new URL(url).hostname)) return []
  const ask =
    'Please tell us in an issue of scm-emulator: paste the output of --format markdown, which holds no credentials.'
  return [
    ...(differs > 0
      ? [`This server differs from what scm-emulator does: that is a defect of scm-emulator. ${ask}`]
      : []),
    ...(confirmed > 0 ? [`${confirmed} of the cases that agree were only assumed: you have confirmed them.`] : []),
    ...(confirmed > 0 && differs === 0 ? [ask] : []),
  ]
}
