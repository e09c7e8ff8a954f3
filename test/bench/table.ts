import { type Comparison, isMet, type Measure } from './measure.ts'

const HEADINGS = ['measure', 'value', 'limit', 'ok', 'side by side']

/** The table that the bench prints. */
export function table(results: readonly (readonly [Measure, Comparison])[]): string {
  const rows = [HEADINGS, ...results.map(([measure, comparison]) => row(measure, comparison))]
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)))
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function row(measure: Measure, comparison: Comparison): string[] {
  const { name, limit } = measure
  return [
    name,
    comparison.ratio.toFixed(2),
    'atLeast' in limit ? `>= ${limit.atLeast}` : `<= ${limit.atMost}`,
    isMet(measure, comparison) ? 'yes' : 'NO',
    comparison.detail,
  ]
}
