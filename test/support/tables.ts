import { readFileSync, writeFileSync } from 'node:fs'
import { optionRows } from '../../src/config.ts'
import { CATALOGUE, catalogued } from '../../src/domain/errors.ts'
import { MOVES } from '../../src/domain/lifecycle.ts'
import { RULES } from '../../src/domain/rules.ts'
import { SPACES } from '../../src/domain/spaces.ts'
import { operations as v2 } from '../../src/routes/scm/v2/index.ts'
import { operations as v3 } from '../../src/routes/scm/v3/index.ts'

/** The README files, and the tables in them that are made from data: `npm run docs` writes them, a test compares. */
export const READMES = ['README.md', 'README.zh-CN.md'].map((name) => new URL(`../../${name}`, import.meta.url))

const row = (cells: readonly (string | number)[]) =>
  `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`
const table = (head: string[], rows: (string | number)[][]) =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

const code = (text: string) => `\`${text}\``

export const TABLES: Record<string, () => string> = {
  options: () =>
    table(
      ['option', 'meaning'],
      optionRows().map(([flag, meaning]) => [code(flag), meaning]),
    ),
  rules: () =>
    table(
      ['#', 'when', 'status', 'code', 'source'],
      Object.values(RULES).map(({ error, source, when }, index) => {
        const { status, code: vendorCode } = catalogued(error)
        return [index + 1, when, status, code(vendorCode), source]
      }),
    ),
  errors: () =>
    table(
      ['code', 'status', 'message', '中文', 'source'],
      CATALOGUE.map(({ key, status, message, message_zh, source, references }) => [
        code(key),
        status,
        message,
        message_zh,
        `${source}: ${references.join(', ')}`,
      ]),
    ),
  moves: () =>
    table(
      ['move', 'from', 'to', 'reviewed as'],
      MOVES.map(({ move, from, to, review = '' }) => [
        code(move),
        from.length > 10 ? 'any' : from.join(', '),
        to,
        review,
      ]),
    ),
  operations: () =>
    table(
      ['operation', 'call', 'permission', 'audit event'],
      [
        ...v2.map((route) => ({ ...route, base: SPACES.scm_v2.prefix })),
        ...v3.map((route) => ({ ...route, base: SPACES.scm_v3.prefix })),
      ].map(({ base, method, url, config }) => [
        config?.operation ?? '',
        code(`${method} ${(base + url).replace(/:(\w+)/g, '{$1}')}`),
        code(config?.permission ?? ''),
        config?.event ? code(config.event) : '',
      ]),
    ),
}

/** A README with its tables made anew. */
export function filled(text: string): string {
  return text.replace(
    /<!-- table: (\w+) -->\n[\s\S]*?<!-- end -->/g,
    (_, name: string) => `<!-- table: ${name} -->\n${TABLES[name]?.()}\n<!-- end -->`,
  )
}

if (import.meta.main) for (const file of READMES) writeFileSync(file, filled(readFileSync(file, 'utf8')))
