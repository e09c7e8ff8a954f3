import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
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

type FileName = (typeof FILES)[number][1]

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
  vary: 'accept-encoding',
} as const

/** A file as it is sent: most browsers take it compressed. */
interface Sent {
  readonly plain: Buffer
  readonly gzip: Buffer
  readonly etag: string
}

/** The web console. Like the page of the contract it belongs to no world: never faulted, never journalled. */
export async function webConsole(app: FastifyInstance): Promise<void> {
  let bundle: Promise<Bundle> | undefined
  const read = async (file: FileName): Promise<Uint8Array> => {
    if (isBuilt) return readFile(packageFile(`dist/console/${file}`))
    if (file === 'page.html') return readFile(packageFile('src/console/page.html'))
    bundle ??= bundleConsole().then(({ files }) => files)
    return (await bundle)[file]
  }
  const known = new Map<FileName, Promise<Sent>>()
  const prepare = async (file: FileName): Promise<Sent> => {
    const plain = Buffer.from(await read(file))
    const hash = createHash('sha256').update(plain).digest('base64url')
    return { plain, gzip: await promisify(gzip)(plain, { level: 9 }), etag: `W/"${hash}"` }
  }
  const sent = (file: FileName) => {
    const found = known.get(file) ?? prepare(file)
    known.set(file, found)
    found.catch(() => known.delete(file))
    return found
  }
  for (const [url, file, type] of FILES) {
    app.get(url, async ({ headers }, reply) => {
      const { plain, gzip, etag } = await sent(file)
      reply.headers({ ...HEADERS, etag })
      if (headers['if-none-match'] === etag) return reply.code(304).send()
      reply.type(type)
      return takesGzip(headers['accept-encoding'])
        ? reply.header('content-encoding', 'gzip').send(gzip)
        : reply.send(plain)
    })
  }
}

const takesGzip = (accepted = '') => /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(String(accepted))
