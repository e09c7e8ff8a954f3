import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { packageFile } from '../../config.ts'
import { type Bundle, bundleConsole } from './bundle.ts'

/** Built, the files stand together; from the sources, they are bundled when they are first asked for. */
const isBuilt = !import.meta.url.endsWith('.ts')

const SCRIPT = 'text/javascript; charset=utf-8'

const FILES = [
  ['/', 'page.html', 'text/html; charset=utf-8'],
  ['/app.css', 'app.css', 'text/css; charset=utf-8'],
  ['/app.js', 'app.js', SCRIPT],
  ['/en.js', 'en.js', SCRIPT],
  ['/zh.js', 'zh.js', SCRIPT],
] as const

const HEADERS = {
  // The page writes text only, and asks nobody but this server.
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    'img-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  // Kept, but asked for again: an upgrade shows at once.
  'cache-control': 'no-cache',
} as const

/** The web console. Like the page of the contract it belongs to no world: never faulted, never journalled. */
export async function webConsole(app: FastifyInstance): Promise<void> {
  let bundle: Promise<Bundle> | undefined
  const bytesOf = async (file: (typeof FILES)[number][1]): Promise<Uint8Array> => {
    if (isBuilt) return readFile(packageFile(`dist/console/${file}`))
    if (file === 'page.html') return readFile(packageFile('src/console/page.html'))
    bundle ??= bundleConsole().then(({ files }) => files)
    return (await bundle)[file]
  }
  for (const [url, file, type] of FILES) {
    app.get(url, async ({ headers }, reply) => {
      const bytes = await bytesOf(file)
      const etag = `"${createHash('sha256').update(bytes).digest('base64url')}"`
      reply.headers({ ...HEADERS, etag })
      return headers['if-none-match'] === etag ? reply.code(304).send() : reply.type(type).send(Buffer.from(bytes))
    })
  }
}
