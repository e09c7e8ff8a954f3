import { readFileSync, statSync } from 'node:fs'
import { type Static, type TSchema, Type } from 'typebox'
import { check, Invalid } from '../domain/check.ts'
import { complaint } from '../domain/redaction.ts'

const orNull = <Schema extends TSchema>(schema: Schema) => Type.Optional(Type.Union([schema, Type.Null()]))
const text = orNull(Type.String())
const Headers = Type.Array(Type.Object({ name: Type.String(), value: Type.String() }))

/** An instant as recorders write it: some leave the fraction out, some have one of six digits. */
const STARTED = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(?:Z|[+-]\\d{2}:?\\d{2})$'

/** What is read of HAR 1.2. Recorders add fields, and say null where they have nothing. */
const Har = Type.Object({
  log: Type.Object({
    entries: Type.Array(
      Type.Object({
        startedDateTime: Type.String({ pattern: STARTED, description: 'an instant such as 2026-11-24T08:00:00.000Z' }),
        request: Type.Object({
          method: Type.String(),
          url: Type.String(),
          headers: Headers,
          bodySize: orNull(Type.Number()),
          postData: orNull(Type.Object({ text, encoding: text })),
        }),
        response: Type.Object({
          status: Type.Integer({ description: 'a status such as 200; 0 where there was no answer' }),
          headers: Headers,
          content: orNull(Type.Object({ text, encoding: text, size: orNull(Type.Number()) })),
        }),
      }),
    ),
  }),
})

/** One recorded request and its answer. Bodies are undefined where the recording does not have them. */
export interface Exchange {
  /** Its place in the recording, from 1. */
  readonly number: number
  /** When it began, in epoch milliseconds. */
  readonly at: number
  readonly method: string
  readonly host: string
  /** With its query, as it was sent. */
  readonly url: string
  readonly headers: Fields
  readonly body: Buffer | undefined
  readonly answer: { readonly status: number; readonly headers: Fields; readonly body: Buffer | undefined }
}

/** Headers as they came; names in lower case. */
export type Fields = readonly (readonly [name: string, value: string])[]

/** The longest text that is read, in bytes: it and what is parsed from it are in memory at once. */
const LONGEST = 256 * 1024 * 1024

/**
 * The exchanges of a HAR file, in the order in which they began.
 *
 * @param file its path, or `-` for standard input
 * @throws Invalid with one sentence that names the place of the mistake, and quotes nothing of the recording
 */
export function readRecording(file: string): Exchange[] {
  const what = file === '-' ? 'the recording' : `the recording ${file}`
  const json = parse(read(file, what), what)
  if (!(json instanceof Object && 'log' in json)) throw new Invalid(`${what} is JSON, but no HAR: it has no "log"`)
  const { log } = check(Har, json, what)
  if (log.entries.length === 0) throw new Invalid(`${what} has no entries: nothing was recorded`)
  return log.entries.map(exchangeOf(what)).toSorted((a, b) => a.at - b.at)
}

function read(file: string, what: string): string {
  try {
    const size = file === '-' ? 0 : statSync(file).size
    if (size > LONGEST) {
      const [mb, most] = [size, LONGEST].map((bytes) => Math.round(bytes / 1024 / 1024))
      throw new Invalid(`${what} has ${mb} MB, more than ${most}: record only the requests to SCM and IAM`)
    }
    return readFileSync(file === '-' ? 0 : file, 'utf8').replace(/^\ufeff/, '')
  } catch (error) {
    throw error instanceof Invalid ? error : new Invalid(`${what} cannot be read: ${(error as Error).message}`)
  }
}

function parse(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const why = complaint(error as Error)
    const isCut = /^(?:Unterminated|Unexpected end)|after (?:property|array)/.test(why) && !/[\]}]\s*$/.test(text)
    throw new Invalid(`${what} is no HAR, for it is not JSON: ${why}${isCut ? '; it seems to be cut short' : ''}`)
  }
}

type Entry = Static<typeof Har>['log']['entries'][number]

function exchangeOf(what: string) {
  return ({ startedDateTime, request, response }: Entry, index: number): Exchange => {
    const at = Date.parse(startedDateTime)
    if (Number.isNaN(at)) throw new Invalid(`${what} /log/entries/${index}/startedDateTime is no instant`)
    const [, host = '', url = ''] = /^https?:\/\/(?:[^/?#@]*@)?([^/?#]*)([^#]*)/i.exec(request.url) ?? []
    const { postData, bodySize } = request
    const { content } = response
    return {
      number: index + 1,
      at,
      method: request.method,
      host,
      url,
      headers: fieldsOf(request.headers),
      body: bytesOf(postData?.text, postData?.encoding, Math.max(0, bodySize ?? 0)),
      answer: {
        status: response.status,
        headers: fieldsOf(response.headers),
        body: bytesOf(content?.text, content?.encoding, content ? (content.size ?? 0) : -1),
      },
    }
  }
}

/** HTTP/2 has pseudo-headers, which some recorders note. */
function fieldsOf(headers: Entry['request']['headers']): Fields {
  return headers.filter(({ name }) => !name.startsWith(':')).map(({ name, value }) => [name.toLowerCase(), value])
}

/** A missing text with a size means that it was not recorded; a size of -1 means unknown. */
function bytesOf(text: string | null | undefined, encoding: string | null | undefined, size: number) {
  if (typeof text === 'string') return Buffer.from(text, encoding === 'base64' ? 'base64' : 'utf8')
  return size === 0 ? Buffer.alloc(0) : undefined
}

/** The first header of a name, in lower case. */
export function field(headers: Fields, name: string): string | undefined {
  return headers.find(([known]) => known === name)?.[1]
}
