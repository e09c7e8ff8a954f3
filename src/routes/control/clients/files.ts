import { readFile } from 'node:fs/promises'
import { packageFile } from '../../../config.ts'

/** The clients for tests, by language: the name that each has in a project, and where it is in the package. */
export const CLIENTS = {
  python: { file: 'scm_emulator.py', path: 'clients/python/scm_emulator.py' },
  go: { file: 'scmemulator.go', path: 'clients/go/scmemulator.go' },
  java: { file: 'ScmEmulator.java', path: 'clients/java/ScmEmulator.java' },
} as const

export type Language = keyof typeof CLIENTS

export const LANGUAGES = Object.keys(CLIENTS) as Language[]

/** A client as it is in the package, so that it is of the version that runs. */
export const readClient = (language: Language) => readFile(packageFile(CLIENTS[language].path), 'utf8')
