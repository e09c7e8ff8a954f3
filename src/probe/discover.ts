import { Invalid } from '../domain/check.ts'
import type { Access } from './access.ts'
import { type Answer, NOWHERE, type Subject } from './case.ts'
import { get, one, v2 } from './cases/paths.ts'
import { briefly } from './difference.ts'
import type { Send } from './send.ts'

/**
 * Looks before anything is asked in earnest: whether somebody answers, whether the caller is let in, whether the id that
 * no certificate can have is nobody's, whether the certificate is one that can be revoked.
 *
 * @param mayChange whether the certificate is to be revoked
 * @returns what cases are about, with a certificate and a product that are there
 * @throws Invalid
 */
export async function discover({ url, subject }: Access, send: Send, mayChange: boolean): Promise<Subject> {
  const read = async (path: string) => (await send(get(path), 'look')).answer
  const list = await read(v2(subject, 'certlist')).catch((error: NodeJS.ErrnoException) => {
    throw new Invalid(`no answer from ${url} (${reasonOf(error)}); see --url`)
  })
  if (list.status === 401) throw new Invalid(`the credentials are refused: ${briefly(list)}`)
  if (list.status !== 200) throw new Invalid(`${url} does not list the project's certificates: ${briefly(list)}`)
  await expectNone(read, subject)
  const { certificate = firstOf(list) } = subject
  if (subject.certificate !== undefined) await expectUsable(read, subject, mayChange)
  const products = await read(v2(subject, 'cert/product')).catch(() => undefined)
  return { ...subject, certificate, product: textAt(products?.json, 'type_list', 0, 'product_id') }
}

type Read = (path: string) => Promise<Answer>

/** What changes nothing rests on this id: an emulator may have been given a certificate of it. */
async function expectNone(read: Read, subject: Subject): Promise<void> {
  const { status } = await read(v2(subject, `cert/${NOWHERE}`))
  if (status < 400) throw new Invalid(`there is a certificate ${NOWHERE}; what is sent to it must meet none`)
}

async function expectUsable(read: Read, subject: Subject, mayChange: boolean): Promise<void> {
  const { certificate } = subject
  const answer = await read(v2(subject, `cert/${one(subject)}`))
  if (answer.status !== 200) throw new Invalid(`certificate ${certificate} cannot be read: ${briefly(answer)}`)
  const status = textAt(answer.json, 'status')
  if (!mayChange || status === 'ISSUED') return
  if (status === 'REVOKED' || status === 'REVOKING') {
    throw new Invalid(`certificate ${certificate} is ${status} already; --allow-changes needs one that is ISSUED`)
  }
  throw new Invalid(`certificate ${certificate} is ${status}; --allow-changes needs one that is ISSUED`)
}

/** One to be looked at: an issued one, if there is one. */
function firstOf(list: Answer): string | undefined {
  const rows = (list.json as { order_list?: unknown } | undefined)?.order_list
  const all = Array.isArray(rows) ? rows : []
  const issued = all.find((row) => textAt(row, 'order_status') === 'ISSUED' || textAt(row, 'order_state') === 'ISSUED')
  return textAt(issued ?? all[0], 'cert_id')
}

/** The text at a place of a document; nothing where there is none. */
function textAt(value: unknown, ...keys: (string | number)[]): string | undefined {
  const found = keys.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined | null)?.[key], value)
  return typeof found === 'string' ? found : undefined
}

/** Why a request has no answer. */
export function reasonOf({ code, message, name }: NodeJS.ErrnoException): string {
  return name === 'TimeoutError' || name === 'AbortError' ? 'no answer within 30 s' : (code ?? message)
}
