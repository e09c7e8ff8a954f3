import { STATUS_CODES } from 'node:http'
import type { FastifyRequest } from 'fastify'
import { CONTESTED } from '../domain/contested.ts'
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
 * @param language `zh-cn` gets the Chinese message where the table has one (assumed)
 * @param detail what the gateway appends to its message, which then has no final period
 */
export function body(row: CatalogueRow, request_id: string, language?: string, detail?: string): object {
  const text = language === 'zh-cn' && row.message_zh ? row.message_zh : row.message
  const message = detail === undefined ? text : `${text.replace(/\.$/, '')}: ${detail}`
  return SHAPES[row.code.split('.', 1)[0] as keyof typeof SHAPES](row, message, request_id)
}

/**
 * What the gateway puts on its refusals beside the ids, as recorded in front of SCM (cloud-custodian, 401 of 2025-05-07).
 * Its cookies HWWAFSESID and HWWAFSESTIME are left out: no client needs them.
 */
export const GUARD = {
  server: 'CloudWAF',
  'strict-transport-security': 'max-age=31536000; includeSubdomains;',
  'x-content-type-options': 'nosniff',
  'x-download-options': 'noopen',
  'x-frame-options': 'SAMEORIGIN',
  'x-xss-protection': '1; mode=block;',
} as const

const isGateway = ({ code }: CatalogueRow) => code.startsWith('APIGW.')

/** The language of a message: what the client asks for, else what its world, or the server, is set to (contested). */
export function languageOf({ headers, world, server: { config } }: FastifyRequest): string {
  const sent = headers['x-language']
  const isKnown = typeof sent === 'string' && Object.hasOwn(CONTESTED.language.sides, sent)
  return isKnown ? sent : (world?.language ?? config.language)
}

/** The headers of a refusal: those of the gateway differ from the service's. */
export function headersOf(refusal: Refusal): Readonly<Record<string, string>> {
  const reason = { 'x-emulator-reason': reasonOf(refusal), 'content-type': 'application/json' }
  return isGateway(refusal.row) ? { ...GUARD, ...reason } : reason
}

/** The bytes of an error's body; the gateway's end in a line feed (recorded, see above; of APIGW.0101 too). */
export function bytesOf(...error: Parameters<typeof body>): Buffer {
  return Buffer.from(JSON.stringify(body(...error)) + (isGateway(error[0]) ? '\n' : ''))
}

/** The reason and its source, in ASCII, for a header. */
export function reasonOf({ message, source, code_source }: Refusal): string {
  const known = code_source === undefined ? source : `${source}, its code ${code_source}`
  const ascii = message.replace(/[^\x20-\x7e]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
  return `${ascii.length > 1000 ? `${ascii.slice(0, 1000)}...` : ascii} (${known})`
}
