import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { packageFile } from '../../config.ts'
import { showDemo } from './demo.ts'

/** Built, all files of the page stand together; from the sources, the viewer stands where npm put it. */
const isBuilt = !import.meta.url.endsWith('.ts')
const OURS = isBuilt ? 'dist/docs' : 'src/routes/docs'
const VIEWER = isBuilt ? OURS : 'node_modules/openapi-explorer/dist/browser'

const HTML = 'text/html; charset=utf-8'
const SCRIPT = 'text/javascript; charset=utf-8'

const FILES = [
  ['/', HTML, `${OURS}/page.html`],
  ['/page.js', SCRIPT, `${OURS}/page.js`],
  ['/viewer.js', SCRIPT, `${VIEWER}/openapi-explorer.min.js`],
] as const

const HEADERS = {
  // The page contacts no other server; the viewer styles what it draws in place.
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'unsafe-inline'",
    'img-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  // Kept, but asked for again: an upgrade shows at once.
  'cache-control': 'no-cache',
} as const

/** The page that shows `/openapi.json`. It belongs to no world: never faulted, never journalled. */
export async function docs(app: FastifyInstance): Promise<void> {
  for (const [url, type, path] of FILES) {
    app.get(url, async ({ headers }, reply) => {
      const bytes = await readFile(packageFile(path))
      const etag = `"${createHash('sha256').update(bytes).digest('base64url')}"`
      reply.headers({ ...HEADERS, etag })
      return headers['if-none-match'] === etag ? reply.code(304).send() : reply.type(type).send(bytes)
    })
  }
  app.route(showDemo)
}
