import { FINDINGS, type FindingName } from '../domain/findings.ts'
import type { Exchange } from '../store/memory/journal.ts'
import type { World } from '../store/worlds.ts'
import { repeatsKey } from './json.ts'

/** An exchange as its findings look at it. */
interface Looked extends Exchange {
  readonly world: Pick<World, 'project_id' | 'domain_id'>
  /** The first header of a name, in lower case; undefined where there is none. */
  header(name: string): string | undefined
  readonly query: URLSearchParams
}

const JSON_TYPE = /^application\/json\s*(?:;|$)/i
const CHARSET = /;\s*charset="?([^";\s]+)/i
const hasBody = ({ body }: Exchange) => body !== ''
const isRead = ({ method, takes }: Exchange) => method !== 'GET' && method !== 'DELETE' && takes?.body != null

/** How each finding is seen in an exchange. */
const SEEN: Record<FindingName, (exchange: Looked) => boolean> = {
  trailing_comma: (exchange) => isRead(exchange) && /,\s*\}\s*$/.test(exchange.body),
  unknown_field: ({ body, takes }) => takes?.body != null && keysOf(body).some((key) => !takes.body?.has(key)),
  unknown_parameter: ({ query, takes }) =>
    takes !== null && [...query.keys()].some((key) => !takes.query?.has(key) && key !== 'nocatalog'),
  duplicate_key: (exchange) => isRead(exchange) && repeatsKey(exchange.body),
  content_type_missing: (exchange) => hasBody(exchange) && exchange.header('content-type') === undefined,
  content_type_wrong: (exchange) =>
    hasBody(exchange) && !isRead(exchange) && !JSON_TYPE.test(exchange.header('content-type') ?? 'application/json'),
  charset: (exchange) => !/^utf-?8$/i.test(CHARSET.exec(exchange.header('content-type') ?? '')?.[1] ?? 'utf-8'),
  unread_body: (exchange) => (exchange.method === 'GET' || exchange.method === 'DELETE') && hasBody(exchange),
  project_header: ({ header, world }) => (header('x-project-id') ?? world.project_id) !== world.project_id,
  account_header: ({ header, world }) => (header('x-domain-id') ?? world.domain_id) !== world.domain_id,
  both_credentials: ({ header }) => header('x-auth-token') !== undefined && header('authorization') !== undefined,
  unsigned_body: ({ header }) => header('x-sdk-content-sha256') === 'UNSIGNED-PAYLOAD',
  language: ({ header }) => !/^(?:en-us|zh-cn)$/i.test(header('x-language') ?? 'en-us'),
  lenient_value: ({ operation, body }) =>
    operation === 'PurchaseCertificate' && /"cert_type"\s*:\s*"(?: |[^"]* ")/.test(body),
  repeated_revoke: ({ operation, rule, reason }) =>
    operation === 'RevokeCertificate' && rule === 'status' && /\bis (?:REVOKING|REVOKED)\b/.test(reason ?? ''),
}

const NAMES = Object.keys(FINDINGS) as FindingName[]

/**
 * What the service accepted in a request although it breaks the contract. It is looked for when somebody reads the
 * journal, so that a request does not pay for it. What the gateway refused never reached an operation: it has none.
 */
export function findingsOf(exchange: Exchange, world: Pick<World, 'project_id' | 'domain_id'>): FindingName[] {
  if (exchange.operation === null || /^APIGW\./.test(exchange.error_code ?? '')) return []
  const headers = headersOf(exchange)
  const query = new URLSearchParams(exchange.url.split('?', 2)[1] ?? '')
  const looked: Looked = { ...exchange, world, query, header: (name) => headers.get(name) }
  return NAMES.filter((name) => SEEN[name](looked))
}

function headersOf({ headers }: Exchange): Map<string, string> {
  const lines = headers.split('\n')
  const fields = new Map<string, string>()
  for (let index = 0; index + 1 < lines.length; index += 2) {
    const name = lines[index]?.toLowerCase() ?? ''
    if (!fields.has(name)) fields.set(name, lines[index + 1] ?? '')
  }
  return fields
}

/** The keys of a body that is a JSON object; a trailing comma is tolerated. */
function keysOf(body: string): string[] {
  try {
    const value: unknown = JSON.parse(body.replace(/,(?=\s*\}\s*$)/, ''))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : []
  } catch {
    return []
  }
}
