import { codeOf, jsonOf } from './call.ts'
import { type Fields, field } from './har.ts'
import type { Replayed } from './replay.ts'
import { mayBeSecret } from './scrub.ts'
import { shapeDifferences } from './shape.ts'

export const KINDS = ['status', 'code', 'shape', 'header'] as const

/** One way in which the two answers to a call differ. */
export interface Difference {
  readonly kind: (typeof KINDS)[number]
  /** The header, or where in the body; empty for a status and a code. */
  readonly place: string
  /** One sentence. */
  readonly says: string
}

/** Headers that belong to one connection, or to this emulator alone. */
const IGNORED =
  /^(?:date|connection|keep-alive|transfer-encoding|content-length|content-encoding|trailer|upgrade|proxy-.*|alt-svc|via|age|x-emulator-.*)$/

/** Headers whose value is another one each time: only whether they are there is compared. */
const VOLATILE = /^(?:etag|last-modified|expires|content-disposition|location|.*-(?:id|time))$/

/** How the answer here differs from the one that was recorded. */
export function differences({ call, here }: Replayed): Difference[] {
  const { answer } = call
  const [recorded, own] = [call.received, jsonOf(here.body)]
  const found: Difference[] = []
  const add = (kind: Difference['kind'], place: string, says: string) => found.push({ kind, place, says })

  if (answer.status !== here.status) add('status', '', `the status was ${answer.status} and is ${here.status} here`)
  if (answer.body !== undefined) {
    const [before, now] = [call.code, codeOf(own)]
    if (before !== now) add('code', '', `the code was ${before ?? 'none'} and is ${now ?? 'none'} here`)
    // An error has not the shape of a success: that says nothing more.
    if (answer.status < 400 === here.status < 400) {
      const [there, same] = [contentOf(answer.body, recorded), contentOf(here.body, own)]
      if (there !== same) add('shape', '/', `the body was ${there} and is ${same} here`)
      else if (there === 'JSON') {
        for (const { place, says } of shapeDifferences(recorded, own)) add('shape', place, says)
      }
    }
  }
  for (const [place, says] of headerDifferences(answer.headers, here.headers)) add('header', place, says)
  return found
}

function contentOf(body: Buffer | undefined, json: unknown): string {
  if (json !== undefined) return 'JSON'
  return body?.length ? 'no JSON' : 'empty'
}

function headerDifferences(recorded: Fields, here: Fields): [name: string, says: string][] {
  const names = new Set([...recorded, ...here].map(([name]) => name).filter((name) => !IGNORED.test(name)))
  return [...names].flatMap((name): [string, string][] => {
    const [before, now] = [field(recorded, name), field(here, name)]
    if (before === undefined) return [[name, `the header ${name} is here and not in the recording`]]
    if (now === undefined) return [[name, `the header ${name} is in the recording and missing here`]]
    if (VOLATILE.test(name) || mayBeSecret(name) || plain(before) === plain(now)) return []
    return [[name, `the header ${name} was "${before}" and is "${now}" here`]]
  })
}

/** Case and spaces of a media type's parameters say nothing. */
const plain = (value: string) => value.toLowerCase().replace(/\s*([;,=])\s*/g, '$1')
