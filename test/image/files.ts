import { lstatSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'

export interface File {
  /** From the folder that was looked at. */
  path: string
  bytes: number
  uid: number
  mode: number
  /** When its content was changed, in ms since 1970. */
  changed: number
}

/** The files below a folder, on its own file system; links are not followed. */
export function filesOf(folder: string, device = lstatSync(folder).dev): File[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    const { size: bytes, uid, mode, mtimeMs: changed, dev } = lstatSync(path)
    if (entry.isFile()) return [{ path: entry.name, bytes, uid, mode, changed }]
    if (!entry.isDirectory() || dev !== device) return []
    return filesOf(path, device).map((file) => ({ ...file, path: join(relative(folder, path), file.path) }))
  })
}

/** Their size, in whole MB. */
export function megabytes(files: File[]): number {
  return Math.round(files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6)
}
