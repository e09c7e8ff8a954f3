import { readFileSync, writeFileSync } from 'node:fs'
import { optionRows } from '../../src/cli/options.ts'
import { Config } from '../../src/config.ts'
import { CONTESTED } from '../../src/domain/contested.ts'
import { CATALOGUE, catalogued, REFERENCES } from '../../src/domain/errors.ts'
import { FINDINGS } from '../../src/domain/findings.ts'
import { MOVES } from '../../src/domain/lifecycle.ts'
import { RULES, type Rule } from '../../src/domain/rules.ts'
import { OPERATIONS } from '../contract/document.ts'
import * as chinese from './chinese.ts'
import { PAGES, type Page } from './pages.ts'

/** The tables of the documentation that are made from the code: `npm run docs` writes them, a test compares. */
type Language = Page['language']
type Table = (language: Language) => string

const row = (cells: readonly (string | number)[]) =>
  `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`
const table = (head: string, rows: (string | number)[][]) => {
  const heads = head.split(' | ')
  return [row(heads), row(heads.map(() => '---')), ...rows.map(row)].join('\n')
}
const code = (text: string) => (text === '' ? '' : `\`${text}\``)

/** A call as the contract has it. */
interface Call {
  readonly tag: string
  readonly title: Record<Language, string>
  readonly call: string
  readonly operation: string
  readonly permission: string
  readonly event: string
}

const CALLS: readonly Call[] = OPERATIONS.map(({ method, path, spec }) => {
  const { tags, summary, description = '' } = spec
  const [en, zh = en] = summary.split(' · ')
  return {
    tag: tags[0],
    title: { en, zh },
    call: `${method} ${path}`,
    operation: spec['x-operation'] ?? '',
    permission: /^Permission: `(.*)`\.$/m.exec(description)?.[1] ?? '',
    event: /^Recorded in the audit trail as `(.*)`\.$/m.exec(description)?.[1] ?? '',
  }
})

const callsOf =
  (...tags: string[]): Table =>
  (language) =>
    table(
      language === 'en' ? 'call | does' : '调用 | 作用',
      CALLS.filter(({ tag }) => tags.includes(tag)).map(({ call, title }) => [code(call), title[language]]),
    )

export const TABLES: Record<string, Table> = {
  options: (language) =>
    language === 'en'
      ? table(
          'option | meaning',
          optionRows().map(([flag, meaning]) => [code(flag), meaning]),
        )
      : table(
          '选项 | 含义 | 默认值',
          Object.keys(Config.properties).map((name, index) => {
            const [flag = '', meaning = ''] = optionRows()[index] ?? []
            const value = /\(default (.*)\)$/.exec(meaning)?.[1] ?? ''
            return [code(flag), chinese.OPTIONS[name as keyof Config], code(value)]
          }),
        ),
  rules: (language) =>
    table(
      language === 'en' ? '# | when | status | code | source' : '序号 | 条件 | 状态码 | 错误码 | 依据',
      Object.entries<Rule>(RULES).map(([name, { error, source, code_source, when }], index) => {
        const { status, code: vendorCode } = catalogued(error)
        const said = language === 'en' ? when : chinese.RULES[name as keyof typeof RULES]
        const known = [source, code_source].flatMap((one) => one ?? [])
        const [rule, ofCode] = language === 'en' ? known : known.map((one) => chinese.SOURCES[one])
        const less = language === 'en' ? `; the code ${ofCode}` : `；错误码${ofCode}`
        return [index + 1, said, status, code(vendorCode), ofCode ? `${rule}${less}` : (rule ?? '')]
      }),
    ),
  contested: (language) =>
    table(
      language === 'en' ? 'setting | value | what it says | who says so' : '设置 | 取值 | 含义 | 来源',
      Object.entries(CONTESTED).flatMap(([name, { sides }]) =>
        Object.entries(sides).map(([value, { says, sources }]) => {
          const meaning = language === 'en' ? says : chinese.CONTESTED[value as keyof typeof chinese.CONTESTED]
          return [code(name), code(value), meaning, sources]
        }),
      ),
    ),
  operations: (language) =>
    table(
      language === 'en' ? 'operation | call | does | permission | audit event' : '操作 | 调用 | 作用 | 权限 | 审计事件',
      CALLS.filter(({ tag }) => tag.startsWith('SCM')).map(({ operation, call, title, permission, event }) => [
        operation,
        code(call),
        title[language],
        code(permission),
        code(event),
      ]),
    ),
  control: callsOf('Control'),
  others: callsOf('IAM', 'PKI'),
  moves: (language) =>
    table(
      language === 'en' ? 'move | from | to | reviewed as' : '转换 | 含义 | 从 | 到 | 审核',
      MOVES.map(({ move, from, to, review }) => {
        const states = from.length > 10 ? null : from.join(', ')
        if (language === 'en') return [code(move), states ?? 'any', to, review ?? '']
        const target = { same: '不变', before: '申请前的状态', gone: '删除' }[to as string] ?? to
        const reviewed = review === undefined ? '' : chinese.REVIEWS[review]
        return [code(move), chinese.MOVES[move], states ?? '任意', target, reviewed]
      }),
    ),
  errors: (language) =>
    table(
      language === 'en' ? 'code | status | message | source' : '错误码 | 状态码 | 消息 | 依据',
      CATALOGUE.map(({ key, status, message, message_zh, source, references }) => {
        const known = language === 'en' ? source : chinese.SOURCES[source]
        const said = language === 'en' ? message : message_zh || message
        return [code(key), status, said, `${known}: ${references.join(', ')}`]
      }),
    ),
  findings: (language) =>
    table(
      language === 'en' ? 'finding | what was sent | what can go wrong' : '发现 | 请求的问题 | 可能的后果',
      Object.entries(FINDINGS).map(([name, { found, harm }]) => [
        code(name),
        ...(language === 'en' ? [found, harm] : chinese.FINDINGS[name as keyof typeof FINDINGS]),
      ]),
    ),
  references: () =>
    table(
      'name | page',
      Object.entries(REFERENCES).map(([name, page]) => [code(name), page]),
    ),
}

/** A page with its tables made anew. */
export const filled = (text: string, language: Language) =>
  text.replace(/<!-- table: (\w+) -->\n[\s\S]*?<!-- end -->/g, (_, name: string) => {
    const make = TABLES[name]
    if (!make) throw new Error(`there is no table ${name}`)
    return `<!-- table: ${name} -->\n${make(language)}\n<!-- end -->`
  })

if (import.meta.main) {
  for (const { file, language } of PAGES) writeFileSync(file, filled(readFileSync(file, 'utf8'), language))
}
