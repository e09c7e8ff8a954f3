import { readFileSync } from 'node:fs'
import { READMES } from './tables.ts'

export interface Block {
  language: string
  text: string
  /** What a recipe, or the file that the block would be, is called in its first line. */
  name: string
}

/** The code blocks of a page. */
export const blocksOf = (text: string): Block[] =>
  [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', block = '']) => ({
    language,
    text: block,
    name: /^(?:\/\/ recipe:|#) (\S+)/.exec(block)?.[1] ?? '',
  }))

/** Both languages; English is first. */
export const [README = '', CHINESE = ''] = READMES.map((file) => readFileSync(file, 'utf8'))
export const BLOCKS = blocksOf(README)
