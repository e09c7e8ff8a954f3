import { junit as writeJunit } from '../domain/junit.ts'
import { count, type Report, summary } from './report.ts'
import type { Result } from './run.ts'

/** How a report is printed. */
export const FORMATS = { text, json, junit, markdown } as const satisfies Record<
  string,
  (report: Report) => string | Promise<string>
>

export type Format = keyof typeof FORMATS

const HEAD = ['', 'case', 'known from', 'expected', 'got']

const cells = ({ verdict, id, source, expected, got }: Result) => [verdict, id, source, expected, got]
const differencesOf = ({ differences }: Result) =>
  differences.map(({ aspect, expected, got }) => `${aspect}: expected ${expected}; got ${got}`)

/** A table for a terminal; below each case that differs, in what. */
function text(report: Report): string {
  const { url, version, results } = report
  const shown = (result: Result) =>
    cells({ ...result, expected: short(result.expected, 36), got: short(result.got, 60) })
  const widths = [0, 1, 2, 3].map((at) => Math.max(...[HEAD, ...results.map(shown)].map((row) => row[at]?.length ?? 0)))
  const line = (row: string[]) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd()
  const rows = results.flatMap((result) => [
    line(shown(result)),
    ...differencesOf(result).map((difference) => `  ${difference}`),
  ])
  return [`scm-emulator ${version} probes ${url}`, '', line(HEAD), ...rows, '', ...summary(report)].join('\n')
}

const short = (words: string, length: number) => (words.length > length ? `${words.slice(0, length)}...` : words)

function json(report: Report): string {
  const { url, version, isDemo, isEmulator, results } = report
  const facts = { url, version, demo_credentials: isDemo, emulator: isEmulator }
  return JSON.stringify({ ...facts, summary: count(results), cases: results }, null, 2)
}

/** A case for each of ours; what we know it from is its class. */
function junit({ url, results }: Report): Promise<string> {
  const cases = results.map((result) => {
    const { id, title, source, verdict, expected, got } = result
    const failure = { message: `expected ${expected}; got ${got}`, details: differencesOf(result).join('\n') }
    return {
      group: `probe.${source}`,
      name: `${id}: ${title}`,
      failure: verdict === 'differs' ? failure : undefined,
      skipped: verdict === 'skipped' ? got : undefined,
    }
  })
  return writeJunit(`scm-emulator probe ${url}`, cases)
}

/** For an issue: what differs comes with its details. */
function markdown(report: Report): string {
  const { url, version, results } = report
  const cell = (words: string) => words.replace(/[\\|`<>]/g, (c) => `\\${c}`).replace(/\s+/g, ' ')
  const rows = results.map((result) => {
    const details = result.verdict === 'differs' ? differencesOf(result).join('; ') : result.got
    return `| ${[result.verdict, `${result.id}: ${result.title}`, result.source, result.expected, details].map(cell).join(' | ')} |`
  })
  const head = ['| | case | known from | expected | got |', '|---|---|---|---|---|']
  return [`scm-emulator ${version} probes ${url}`, '', ...head, ...rows, '', ...summary(report)].join('\n')
}
