import type { CoverageReport, CoveredAnswer } from '../documents/coverage.ts'
import { junit as writeJunit } from '../domain/junit.ts'

/** How a report can be written beside JSON, and the media type of each. */
export const COVERAGE_FORMATS = {
  text: 'text/plain; charset=utf-8',
  markdown: 'text/markdown; charset=utf-8',
  junit: 'application/xml; charset=utf-8',
} as const

export type CoverageFormat = keyof typeof COVERAGE_FORMATS

/** A report for people, for a CI job's summary, or for what reads JUnit's XML. */
export async function printCoverage(report: CoverageReport, format: CoverageFormat): Promise<string> {
  return await { text, markdown, junit }[format](report)
}

const nameOf = ({ status, code }: CoveredAnswer) =>
  status === null ? 'lost reply' : [status, code].filter(Boolean).join(' ')

const headline = ({ percent, met, of }: CoverageReport) => `${percent} % met: ${met} of ${of} answers and moves`

/** What is missing comes first, with what would provoke it; then a line for each operation. */
function text(report: CoverageReport): string {
  const missing = report.operations.flatMap(({ operation, answers }) =>
    answers
      .filter(({ count }) => count === 0)
      .flatMap((answer) => [`  ${operation} ${nameOf(answer)}: ${answer.when}`, `    ${answer.provoke}`]),
  )
  const moves = report.moves
    .filter(({ count }) => count === 0)
    .flatMap(({ move, from, to, provoke }) => [`  ${move}: ${from} to ${to}`, `    ${provoke}`])
  const width = Math.max(0, ...report.operations.map(({ operation }) => operation.length))
  const lines = report.operations.map(({ operation, met, of }) => `  ${operation.padEnd(width)}  ${met} of ${of}`)
  return [
    headline(report),
    ...(missing.length > 0 ? ['', 'No test has met', ...missing] : []),
    ...(moves.length > 0 ? ['', 'No certificate has made the move', ...moves] : []),
    '',
    'Operations',
    ...lines,
    '',
  ].join('\n')
}

const cell = (words: string) => words.replace(/[\\|]/g, (mark) => `\\${mark}`)

function markdown(report: CoverageReport): string {
  const rows = report.operations.map(({ operation, met, of, answers }) => {
    const missing = answers.filter(({ count }) => count === 0).map((answer) => `\`${nameOf(answer)}\``)
    return `| ${operation} | ${met} of ${of} | ${cell(missing.join(', '))} |`
  })
  const moves = report.moves.filter(({ count }) => count === 0).map(({ move, from }) => `\`${move}\` from ${from}`)
  return [
    `**${headline(report)}**`,
    '',
    '| operation | met | missing |',
    '| --- | --- | --- |',
    ...rows,
    '',
    ...(moves.length > 0 ? [`Moves that no certificate has made: ${moves.join(', ')}.`, ''] : []),
  ].join('\n')
}

/** A case for each answer and each move: what was not met is a failure. */
function junit({ operations, moves }: CoverageReport): Promise<string> {
  const failureOf = ({ count, provoke }: { count: number; provoke: string }) =>
    count === 0 ? { message: 'no test has met it', details: provoke } : undefined
  const answers = operations.flatMap(({ operation, answers }) =>
    answers.map((answer) => ({
      group: `coverage.${operation}`,
      name: `${nameOf(answer)}: ${answer.when}`,
      failure: failureOf(answer),
    })),
  )
  const moved = moves.map((row) => ({
    group: 'coverage.moves',
    name: `${row.move}: ${row.from} to ${row.to}`,
    failure: failureOf(row),
  }))
  return writeJunit('scm-emulator coverage', [...answers, ...moved])
}
