import { randomBytes } from 'node:crypto'
import { METHODS } from 'node:http'
import type { ExplainDocument, Explanation } from '../documents/explain.ts'
import { Invalid } from '../domain/check.ts'
import type { Token } from '../store/identities.ts'
import type { Store } from '../store/store.ts'
import type { World } from '../store/worlds.ts'
import { explanationOf, type Rehearse, type RehearsedRequest } from './explanation.ts'
import { userOf } from './tokens.ts'

/** Where operations are: method and path of each, by the vendor's name and by the name in the contract. */
export type Addresses = ReadonlyMap<string, readonly { readonly method: string; readonly url: string }[]>

/** What a dry run is made in. */
export interface RehearsalContext {
  readonly store: Store
  readonly world: World
  readonly now: number
  readonly rehearse: Rehearse
  readonly addresses: Addresses
  /** The host that the client would call: some answers name it. */
  readonly host: string
}

/**
 * What the service would answer to a request, and why, without anything happening.
 *
 * @throws Invalid where the document names neither an operation nor a path, a user whom the world does not have, a method
 * that HTTP does not have, or what cannot stand in a path
 */
export async function explain(context: RehearsalContext, document: ExplainDocument): Promise<Explanation> {
  return explanationOf(await context.rehearse(requestOf(context, document)))
}

function requestOf(context: RehearsalContext, document: ExplainDocument): RehearsedRequest {
  const { operation, certificate_id, method, path, user } = document
  if (operation !== undefined && (method !== undefined || path !== undefined)) {
    throw new Invalid('body: an operation goes without method and path')
  }
  if (operation === undefined && path === undefined) throw new Invalid('body lacks operation, or method and path')
  if (path !== undefined && !path.startsWith('/')) throw new Invalid('body /path must begin with /')
  if (method !== undefined && !METHODS.includes(method.toUpperCase())) {
    throw new Invalid(`body /method must be a method of HTTP; ${JSON.stringify(method)} is none`)
  }
  const about = certificate_id === undefined ? {} : { certificate_id }
  const caller = operation === undefined && user === undefined ? undefined : callerOf(context, user)
  const target = operation === undefined ? { method: method ?? 'GET', url: path ?? '/' } : addressOf(context, document)
  const { headers, payload } = messageOf(context, document, caller)
  return {
    ...target,
    ...about,
    headers,
    ...(payload !== undefined && { payload }),
    ...(caller !== undefined && { caller }),
  }
}

/** Method and path of an operation; where both families have it, those of v3, which today's clients call. */
function addressOf({ world, addresses }: RehearsalContext, document: ExplainDocument) {
  const { operation = '', certificate_id = '', params = {}, query = {} } = document
  // What is no operation is at no path: the service answers so.
  const address = addresses.get(operation)?.at(-1) ?? {
    method: 'POST',
    url: `/v2/:project_id/scm/${segment(operation)}`,
  }
  const given: Record<string, string> = {
    cert_id: certificate_id,
    certificate_id,
    ...params,
    project_id: world.project_id,
  }
  const path = address.url.replace(/:(\w+)|\*/g, (name, key: string | undefined) => segment(given[key ?? name] ?? ''))
  const search = new URLSearchParams(query).toString()
  return { method: address.method, url: search === '' ? path : `${path}?${search}` }
}

/** A value as it stands in a path. @throws Invalid where it is no text that could */
function segment(value: string): string {
  if (!value.isWellFormed()) throw new Invalid(`body: ${JSON.stringify(value)} has half a character`)
  return encodeURIComponent(value)
}

function messageOf({ host }: RehearsalContext, { headers = {}, body }: ExplainDocument, caller: Token | undefined) {
  const isText = typeof body === 'string'
  const payload = body === undefined ? undefined : Buffer.from(isText ? body : JSON.stringify(body))
  const own: Record<string, string> = { host }
  if (payload !== undefined && !isText) own['content-type'] = 'application/json'
  if (caller) own['x-auth-token'] = caller.token
  return { headers: { ...own, ...lowered(headers) }, payload }
}

const lowered = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

/** A token of the one who asks, which is known to the rehearsal only. */
function callerOf(context: RehearsalContext, name: string | undefined): Token {
  const { project_id, user_id } = userOf(context, name)
  const token = randomBytes(24).toString('base64url')
  return { token, project_id, user_id, scope: 'project', method: 'password', issued_at: context.now, expires_at: null }
}
