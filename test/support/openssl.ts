import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'

/** Why tests with openssl are skipped; false where it is there. */
export const noOpenssl: string | false = spawnSync('openssl', ['version']).status === 0 ? false : 'openssl is missing'

/** openssl, over files of a folder of its own. */
export interface Openssl {
  /** Writes a file and gives its path. */
  file(name: string, content: string | Uint8Array): string
  read(name: string): Buffer
  path(name: string): string
  /** What openssl says, on both streams; `ok` where it ends with 0. */
  run(...args: string[]): { ok: boolean; text: string }
  /** What openssl prints; it must end with 0. */
  out(...args: string[]): string
}

export function openssl(t: Test): Openssl {
  const folder = mkdtempSync(join(tmpdir(), 'pki-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const path = (name: string) => join(folder, name)
  return {
    path,
    read: (name) => readFileSync(path(name)),
    file(name, content) {
      writeFileSync(path(name), content)
      return path(name)
    },
    run(...args) {
      const { status, stdout, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8', maxBuffer: 1e8 })
      return { ok: status === 0, text: stdout + stderr }
    },
    out: (...args) =>
      execFileSync('openssl', args, {
        cwd: folder,
        encoding: 'utf8',
        maxBuffer: 1e8,
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
  }
}
