import { packageFile } from '../../config.ts'

/** The program and the style of the console, as a browser takes them. */
export interface Bundle {
  readonly 'app.js': Uint8Array
  readonly 'app.css': Uint8Array
}

/**
 * Bundles the console from its sources. The package holds what came out; from a clone, the first who asks for the page
 * waits for it, about 0.1 s.
 */
export async function bundleConsole(): Promise<Bundle> {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    absWorkingDir: packageFile(''),
    entryPoints: ['src/console/main.tsx', 'src/console/style.css'],
    entryNames: 'app',
    outdir: 'dist/console',
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: ['chrome123', 'firefox121', 'safari17.5'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
  })
  const named = (ending: string) => {
    const file = outputFiles.find(({ path }) => path.endsWith(ending))
    if (!file) throw new Error(`the console's bundle has no ${ending}`)
    return file.contents
  }
  return { 'app.js': named('.js'), 'app.css': named('.css') }
}
