import { Invalid, suggest } from '../domain/check.ts'

/** As wide as a page of text. */
export const WIDTH = 80

/** Ends a command whose reader has read enough, as `head` and `grep -q` do; a server lives on. */
export function letReaderLeave(): void {
  // A process may run many commands.
  if (process.stdout.listenerCount('error', leave) === 0) process.stdout.once('error', leave)
}

const leave = (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1)

/** One field of an answer, as a text without quotes; of a list, that of each row. @throws Invalid where there is none */
export function field(answer: unknown, path: string): string {
  return Array.isArray(answer) && !/^\d/.test(path)
    ? answer.map((row) => bare(at(row, path))).join('\n')
    : bare(at(answer, path))
}

function at(answer: unknown, path: string): unknown {
  let value = answer
  for (const name of path.split('.')) {
    const isObject = typeof value === 'object' && value !== null
    if (!isObject || !Object.hasOwn(value as object, name)) {
      const names = isObject ? Object.keys(value as object) : []
      throw new Invalid(`the answer has no field "${path}"${suggest(name, names)}`)
    }
    value = (value as Record<string, unknown>)[name]
  }
  return value
}

const bare = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

/**
 * An answer for a person: a list as a table, an object as names and values.
 *
 * @param columns what of each row a table shows; what has no room is cut at the end of the line
 */
export function text(answer: unknown, columns: readonly string[] = [], width = WIDTH): string {
  if (Array.isArray(answer)) return answer.length === 0 ? 'none' : table(answer, columns, width)
  if (typeof answer !== 'object' || answer === null) return cell(answer)
  const rows = Object.entries(answer).flatMap(([name, value]) => lines(name, value))
  return aligned(rows)
}

/** One row of a table that goes on for ever: its columns have no common width. */
export const row = (answer: unknown, columns: readonly string[], width = WIDTH) =>
  cut(columns.map((column) => cell(value(answer, column))).join('  '), width)

function lines(name: string, value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [[name, cell(value)]]
  const inner = Object.entries(value)
  if (inner.length === 0) return [[name, Array.isArray(value) ? 'none' : '-']]
  return inner.flatMap(([key, deeper]) => lines(`${name}.${key}`, deeper))
}

function table(rows: readonly unknown[], columns: readonly string[], width: number): string {
  const shown = columns.filter((column) => rows.some((row) => (value(row, column) ?? null) !== null))
  const cells = rows.map((row) => shown.map((column) => cell(value(row, column))))
  const titles = shown.map((column) => column.replace(/[._]/g, ' ').toUpperCase())
  return aligned([titles, ...cells])
    .split('\n')
    .map((line) => cut(line, width))
    .join('\n')
}

/** Rows whose columns stand below each other. */
export function aligned(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((text, index) => text.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function value(row: unknown, column: string): unknown {
  return column.split('.').reduce((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], row)
}

/** A value in a table. Whole seconds are enough; what would move a terminal's cursor is written out. */
function cell(value: unknown): string {
  if (value === undefined || value === null || value === '') return '-'
  const text = typeof value === 'string' ? value.replace(/^(\d{4}-\d\d-\d\dT[\d:]{8})\.\d+Z$/, '$1Z') : bare(value)
  return visible(text)
}

/** A text whose control characters do nothing to a terminal. */
export const visible = (text: string) =>
  text.replace(/\p{Cc}/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** A line that ends within the width. */
const cut = (line: string, width: number) => (line.length > width ? `${line.slice(0, width - 1)}…` : line)

/** A text in lines of a terminal's width; the first begins with the lead, the others below it. */
export function wrap(text: string, lead: string): string {
  const room = WIDTH - lead.length
  const lines: string[] = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && line.length + 1 + word.length > room) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  const indent = ' '.repeat(lead.length)
  return lines.map((line, index) => `${index === 0 ? lead : indent}${line}`).join('\n')
}
