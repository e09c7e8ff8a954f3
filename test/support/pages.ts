import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './child.ts'

/** A page of the documentation. */
export interface Page {
  /** Its path in the repository. */
  readonly name: string
  readonly file: string
  readonly language: 'en' | 'zh'
}

export interface Block {
  readonly page: string
  readonly language: string
  readonly text: string
  /** What the file that the block would be is called, as its first line says. */
  readonly name: string
}

const page = (name: string): Page => ({
  name,
  file: join(ROOT, name),
  language: /zh/.test(name) ? 'zh' : 'en',
})
const folder = (path: string) =>
  readdirSync(join(ROOT, path))
    .filter((name) => name.endsWith('.md'))
    .map((name) => page(join(path, name)))

/** Both READMEs and all of `docs`. */
export const PAGES: readonly Page[] = [
  page('README.md'),
  page('README.zh-CN.md'),
  ...folder('docs'),
  ...folder('docs/zh'),
]

export const textOf = ({ file }: Page) => readFileSync(file, 'utf8')

/** The code blocks of a page. */
export const blocksOf = (page: Page): Block[] =>
  [...textOf(page).matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    page: page.name,
    language,
    text,
    name: /^(?:\/\/|#|--) (\S+\.\w+)$/m.exec(text.split('\n', 1)[0] ?? '')?.[1] ?? '',
  }))

/** The blocks of the English pages; the Chinese ones have the same, which a test checks. */
export const BLOCKS: readonly Block[] = PAGES.filter(({ language }) => language === 'en').flatMap(blocksOf)

/** The block with this name, in any page. @throws where there is none */
export function blockNamed(name: string): Block {
  const found = BLOCKS.find((block) => block.name === name)
  if (!found) throw new Error(`no page has a block ${name}`)
  return found
}

/** What the comments of a program say that it prints, a line each; an ellipsis stands for any text. */
export const announced = (text: string): RegExp[] =>
  [...text.matchAll(/(?:console\.log|print(?:ln)?|Println)\(.*\);? +(?:\/\/|#) (.*)$/gm)].map(([, line = '']) => {
    const parts = line.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    return new RegExp(`^${parts.join('.*')}$`)
  })
