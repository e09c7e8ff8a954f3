import { readFileSync } from 'node:fs'
import { Case } from '../documents/case.ts'
import { check, Invalid } from '../domain/check.ts'
import { complaint } from '../domain/redaction.ts'
import { checkVersion } from '../worlds/case.ts'

/**
 * A case from a file.
 *
 * @param file its path, or `-` for standard input
 * @throws Invalid with the place of the mistake
 */
export function readCase(file: string): Case {
  const what = file === '-' ? 'the case' : `the case ${file}`
  const document = parse(file, what)
  checkVersion(document, what)
  return check(Case, document, what)
}

function parse(file: string, what: string): unknown {
  try {
    return JSON.parse(readFileSync(file === '-' ? 0 : file, 'utf8').replace(/^\ufeff/, ''))
  } catch (error) {
    const isJson = !(error instanceof SyntaxError)
    throw new Invalid(
      isJson ? `${what} cannot be read: ${(error as Error).message}` : `${what} is not JSON: ${complaint(error)}`,
    )
  }
}
