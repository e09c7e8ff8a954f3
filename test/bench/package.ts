import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** The package as users have it: built where it is not, packed, installed in a folder that goes with this process. */
export function installed(): { command: string } {
  const folder = mkdtempSync(join(tmpdir(), 'scm-emulator-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const npm = (cwd: string, ...args: string[]) => execFileSync('npm', ['--silent', ...args], { cwd, encoding: 'utf8' })
  if (!existsSync(join(ROOT, 'dist/main.js'))) npm(ROOT, 'run', 'build')
  const packed = npm(ROOT, 'pack', '--ignore-scripts', '--pack-destination', folder).trim().split('\n').at(-1) ?? ''
  writeFileSync(join(folder, 'package.json'), '{"private":true}')
  npm(folder, 'install', '--no-audit', '--no-fund', `./${packed}`)
  return { command: join(folder, 'node_modules/scm-emulator/dist/main.js') }
}
