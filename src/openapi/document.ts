import type { RouteOptions } from 'fastify'
import { SPACES } from '../domain/spaces.ts'
import { errorExamples } from './errors.ts'
import { describe, pathOf } from './operation.ts'
import { idOf, publishedOf } from './published.ts'

/**
 * The contract as an OpenAPI 3.1 document, made from the routes that are registered.
 *
 * @param server this server's address
 */
export function document(routes: readonly RouteOptions[], { version, server }: { version: string; server: string }) {
  const published = publishedOf(routes)
  const paths: Record<string, Record<string, object>> = {}
  for (const operation of published) {
    const path = pathOf(operation.url)
    paths[path] = {
      ...paths[path],
      [operation.method.toLowerCase()]: describe(operation, idOf(operation, published)),
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'scm-emulator',
      version,
      summary: 'Huawei Cloud SCM (SSL Certificate Manager), emulated locally · 华为云 SSL 证书管理服务，本地仿真',
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: server }],
    tags: tags(),
    paths,
    components: {
      headers: HEADERS,
      parameters: PARAMETERS,
      examples: errorExamples(published),
      securitySchemes: SECURITY,
    },
  }
}

function tags() {
  return Object.values(SPACES).flatMap(({ contract }) =>
    contract ? [{ name: contract.tag, description: contract.description }] : [],
  )
}

const DESCRIPTION = `Every error comes with the header \`x-emulator-reason\`: in one sentence why, and from where that is known of the real
service (documented, sdk, observed, assumed; the examples of errors say the same as \`x-source\`).

The demo world's project is \`0f5181caba0024e72f89c0045e707b91\`, its token \`scm-emulator-demo-token-000000000001\`.`

const text = { type: 'string' }
const HEADERS = {
  'x-request-id': { description: 'Names the request.', schema: { type: 'string', pattern: '^[0-9a-f]{32}$' } },
  'x-emulator-reason': { description: 'Why it was refused, in one sentence, and how that is known.', schema: text },
}

const PARAMETERS = {
  language: {
    name: 'X-Language',
    in: 'header',
    description: 'The language of error messages: `zh-cn`, or `en-us`, which any other value stands for, too.',
    schema: { type: 'string' },
    examples: { english: { value: 'en-us' }, chinese: { value: 'zh-cn' } },
  },
}

const SECURITY = {
  token: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Auth-Token',
    description: 'From `POST /v3/auth/tokens`, or the token of a world.',
  },
  signature: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: 'An access key signs the request: `SDK-HMAC-SHA256 Access=…, SignedHeaders=…, Signature=…`.',
  },
  admin: {
    type: 'apiKey',
    in: 'header',
    name: 'x-emulator-key',
    description: 'Needed where the server was started with `--admin-key`.',
  },
}
