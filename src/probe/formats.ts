import { count, type Report, summary } from './report.ts'
import type { Result } from './run.ts'

/** How a report is printed. */
export const FORMATS = { text, tap, json, junit, markdown } as const satisfies Record<
  string,
  (report: Report) => string
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

/** Test Anything Protocol, version 14. */
function tap(report: Report): string {
  const lines = report.results.map((result, index) => {
    const { verdict, id, title, source, got } = result
    const name = `${index + 1} - ${id}: ${title} (${source})`.replaceAll('#', '\\#')
    if (verdict === 'skipped') return `ok ${name} # SKIP ${got}`
    if (verdict === 'agrees') return `ok ${name}`
    const details = result.differences.map((difference) => `    - ${JSON.stringify(difference)}`)
    return [`not ok ${name}`, '  ---', '  differences:', ...details, '  ...'].join('\n')
  })
  const comments = summary(report).map((sentence) => `# ${sentence}`)
  return ['TAP version 14', `1..${report.results.length}`, ...lines, ...comments].join('\n')
}

function json(report: Report): string {
  const { url, version, isDemo, isEmulator, results } = report
  const facts = { url, version, demo_credentials: isDemo, emulator: isEmulator }
  return JSON.stringify({ ...facts, summary: count(results), cases: results }, null, 2)
}

/** What JUnit's XML readers take: a suite, with what we know it from as the class of a case. */
function junit({ url, results }: Report): string {
  const { cases, differs, skipped } = count(results)
  const rows = results.map((result) => {
    const { id, title, source, verdict, got } = result
    const start = `  <testcase classname="probe.${source}" name="${xml(`${id}: ${title}`)}"`
    if (verdict === 'agrees') return `${start}/>`
    if (verdict === 'skipped') return `${start}><skipped message="${xml(got)}"/></testcase>`
    const details = xml(differencesOf(result).join('\n'))
    return `${start}><failure message="${xml(`expected ${result.expected}; got ${got}`)}">${details}</failure></testcase>`
  })
  const suite = `<testsuite name="${xml(`scm-emulator probe ${url}`)}" tests="${cases}" failures="${differs}" errors="0" skipped="${skipped}">`
  return ['<?xml version="1.0" encoding="UTF-8"?>', suite, ...rows, '</testsuite>'].join('\n')
}

/** Escaped for XML, without the characters that it cannot hold. */
function xml(words: string): string {
  const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;' }
  return words
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '?')
    .replace(/[&<>"\n]/g, (c) => escapes[c] ?? c)
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
