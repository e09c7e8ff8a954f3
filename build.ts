import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Metafile, type Plugin, transform } from 'esbuild'
import { bundleConsole } from './src/routes/console/bundle.ts'

/**
 * Makes `dist`: a bundle for each door, the licences, the pages, the contract; of the types that `tsc` has declared there
 * it keeps what the doors show. Without types it is what the tests' processes run (`npm test`).
 */
const ROOT = fileURLToPath(new URL('.', import.meta.url))
const DIST = join(ROOT, 'dist')

/**
 * What stays outside: the database's binary, what Fastify loads only where it is given no compilers (`app.ts`), and what
 * bundles the console from its sources, which the package has bundled.
 */
const EXTERNAL = ['better-sqlite3', '@fastify/ajv-compiler', '@fastify/fast-json-stringify-compiler', 'esbuild']

/** What a declaration imports from beside it. */
const LOCAL = /(?<=['"])(\.{1,2}\/[^'"]*)\.[jt]s(?=['"])/g

/** Where schemas stand beside the interfaces of the same names: users read the interfaces, and have no TypeBox. */
const SCHEMAS = /^(?:documents\/.*|config)\.d\.ts$/
const VALUE = /^(?:\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?(?:export )?declare (?:const|function) [\s\S]*?;\n(?=[^\s}]|$)/gm
const IMPORT = /^import (?:type )?(?:\* as (?<all>\w+)|\{ (?<names>[^}]*) \}) from [^\n]*\n/gm

/** Libraries are made small; our own names stay, for the stack traces of our own defects. */
const small: Plugin = {
  name: 'small',
  setup(bundle) {
    bundle.onLoad({ filter: /node_modules.*\.[cm]?js$/ }, async ({ path }) => {
      const text = fields(await readFile(path, 'utf8'))
      const format = /^(?:import|export)\b/m.test(text) ? 'esm' : 'cjs'
      return { contents: (await transform(text, { minifyIdentifiers: true, target: 'node22', format })).code }
    })
  },
}

/** Node.js' own modules are required: an import reads all their exports at once, and one of `node:http` loads all of `fetch`. */
const required: Plugin = {
  name: 'required',
  setup(bundle) {
    bundle.onResolve({ filter: /^node:/ }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'required' } : undefined,
    )
    bundle.onLoad({ filter: /^/, namespace: 'required' }, ({ path }) => ({
      contents: `module.exports = require('${path}')`,
    }))
  },
}

/** Static blocks that only set constants, as static fields: esbuild leaves out a class that nobody uses only without a block. */
function fields(text: string): string {
  return text.replace(/static\s*\{\s*((?:this\.\w+ = (?:"[^"]*"|\w+);\s*)+)\}/g, (_, constants: string) =>
    constants.replaceAll('this.', 'static '),
  )
}

/** What `/docs` shows beside what it makes itself. */
const DOCS = [
  ...readdirSync(join(ROOT, 'src/routes/docs'))
    .filter((file) => file.startsWith('page.'))
    .map((file) => `src/routes/docs/${file}`),
  'node_modules/openapi-explorer/LICENSE',
  'node_modules/openapi-explorer/dist/browser/openapi-explorer.min.js',
]

// Names of chunks change with what is in them: nothing of an earlier build stays.
mkdirSync(DIST, { recursive: true })
for (const name of readdirSync(DIST)) if (name !== 'types') rmSync(join(DIST, name), { recursive: true })

const { metafile } = await build({
  absWorkingDir: ROOT,
  entryPoints: ['src/main.ts', 'src/index.ts', 'src/client.ts'],
  outdir: DIST,
  bundle: true,
  splitting: true,
  // Beside the doors, not in a folder: `config.ts` finds the package's files from where it is.
  chunkNames: '[name]-[hash]',
  platform: 'node',
  target: 'node22',
  format: 'esm',
  external: EXTERNAL,
  plugins: [small, required],
  minifyWhitespace: true,
  minifySyntax: true,
  // Node.js shows the line of an error that nobody catches.
  lineLimit: 200,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  banner: {
    js: "import { createRequire as $createRequire } from 'node:module'; const require = $createRequire(import.meta.url);",
  },
})
const page = await bundleConsole()
writeFileSync(join(DIST, 'LICENSES.txt'), licences(metafile, page.metafile))
if (existsSync(join(DIST, 'types'))) keepTypes(['index.d.ts', 'client.d.ts'])
mkdirSync(join(DIST, 'docs'))
for (const file of DOCS) copyFileSync(join(ROOT, file), join(DIST, 'docs', basename(file)))
writeFileSync(join(DIST, 'openapi.json'), execFileSync(process.execPath, [join(DIST, 'main.js'), 'openapi']))
mkdirSync(join(DIST, 'console'), { recursive: true })
for (const [name, bytes] of Object.entries(page.files)) writeFileSync(join(DIST, 'console', name), bytes)
copyFileSync(join(ROOT, 'src/console/page.html'), join(DIST, 'console/page.html'))

/** The licences of all that is bundled, each text once. */
function licences(...bundles: Metafile[]): string {
  const outputs = bundles.flatMap(({ outputs }) => Object.values(outputs))
  const bundled = outputs.flatMap(({ inputs }) => Object.keys(inputs))
  const folders = new Set(bundled.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []))
  const texts = new Map<string, string[]>()
  for (const folder of [...folders].map((path) => join(ROOT, path)).sort()) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const file = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file))
    const text = file ? readFileSync(join(folder, file), 'utf8').trim() : String(license)
    texts.set(text, [...(texts.get(text) ?? []), `${name} ${version}`])
  }
  return [...texts].map(([text, names]) => `${names.join(', ')}\n\n${text}\n`).join(`\n${'-'.repeat(80)}\n\n`)
}

/** Declarations without those of values, and without the imports that nothing needs then. */
function typesOnly(text: string): string {
  const types = text.replace(VALUE, '')
  const body = types.replace(IMPORT, '')
  return types.replace(IMPORT, (line, all: string | undefined, names = '') => {
    const imported = all ? [all] : names.split(', ').map((name: string) => name.replace(/^type |.* as /, ''))
    return imported.some((name: string) => new RegExp(`\\b${name}\\b`).test(body)) ? line : ''
  })
}

/** Keeps the declarations that can be reached from those of the doors; all others are of no use to anybody. */
function keepTypes(doors: string[]): void {
  const folder = join(DIST, 'types')
  const kept = new Map<string, string>()
  for (const files = [...doors]; files.length > 0; ) {
    const file = files.pop() as string
    if (kept.has(file)) continue
    const written = readFileSync(join(folder, file), 'utf8')
    const text = SCHEMAS.test(file) ? typesOnly(written) : written
    for (const [, path = ''] of text.matchAll(LOCAL)) files.push(normalize(join(dirname(file), `${path}.d.ts`)))
    // The compiler rewrites the names of files in programs only.
    kept.set(
      file,
      text.replace(LOCAL, (found) => found.replace(/[jt]s$/, 'js')),
    )
  }
  rmSync(folder, { recursive: true })
  for (const [file, text] of kept) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
}
