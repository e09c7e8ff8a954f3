import { basename } from 'node:path'
import type { Metafile } from 'esbuild'
import { packageFile } from '../../config.ts'

/** What a browser loads beside the page: the program, its style, and the words of the language that is wanted. */
export const BUNDLED = ['app.js', 'app.css', 'en.js', 'zh.js'] as const
export type Bundle = Readonly<Record<(typeof BUNDLED)[number], Uint8Array>>

/**
 * Bundles the console from its sources. The package holds what came out; from a clone, the first who asks for the page
 * waits for it, about 0.1 s.
 */
export async function bundleConsole(): Promise<{ files: Bundle; metafile: Metafile }> {
  const { build } = await import('esbuild')
  const { outputFiles, metafile } = await build({
    absWorkingDir: packageFile(''),
    entryPoints: ['src/console/main.tsx', 'src/console/style.css'],
    entryNames: 'app',
    chunkNames: '[name]',
    outdir: 'dist/console',
    bundle: true,
    splitting: true,
    minify: true,
    mangleProps: /^\$/,
    write: false,
    metafile: true,
    format: 'esm',
    target: ['chrome123', 'firefox121', 'safari17.5'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
  })
  const found = new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]))
  const lacking = BUNDLED.filter((name) => !found.has(name))
  if (lacking.length > 0 || found.size > BUNDLED.length)
    throw new Error(`the console is bundled as ${[...found.keys()]}`)
  return { files: Object.fromEntries(found) as Bundle, metafile }
}
