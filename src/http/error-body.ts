import { STATUS_CODES } from 'node:http'
import type { CatalogueRow } from '../domain/errors.ts'
import type { Refusal } from '../domain/rules.ts'

/** The error bodies of the gateway, of SCM and of IAM; the key order is theirs. A code's prefix says which applies. */
const SHAPES = {
  APIGW: ({ code }: CatalogueRow, message: string, request_id: string) => ({
    error_msg: message,
    error_code: code,
    request_id,
  }),
  SCM: ({ code }: CatalogueRow, message: string) => ({ error_code: code, error_msg: message }),
  IAM: ({ status }: CatalogueRow, message: string) => ({
    error: { code: status, message, title: STATUS_CODES[status] },
  }),
}

/**
 * The body of an error.
 *
 * @param language what the client sent as X-Language: `zh-cn` gets the Chinese message where the table has one (assumed)
 * @param detail what the gateway appends to its message, which then has no final period
 */
export function body(row: CatalogueRow, request_id: string, language?: string | string[], detail?: string): object {
  const text = language === 'zh-cn' && row.message_zh ? row.message_zh : row.message
  const message = detail === undefined ? text : `${text.replace(/\.$/, '')}: ${detail}`
  return SHAPES[row.code.split('.', 1)[0] as keyof typeof SHAPES](row, message, request_id)
}

/** The reason and its source, in ASCII, for a header. */
export function reasonOf({ message, source }: Refusal): string {
  const ascii = message.replace(/[^\x20-\x7e]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
  return `${ascii.length > 1000 ? `${ascii.slice(0, 1000)}...` : ascii} (${source})`
}
