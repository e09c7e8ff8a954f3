import { readFileSync } from 'node:fs'
import { Invalid } from '../domain/check.ts'

/** JSON from an argument: as it is, from the file that it names, or from standard input for `-`. @throws Invalid */
export function readDocument(argument: string): object {
  const isInline = argument.trimStart().startsWith('{')
  try {
    return JSON.parse(isInline ? argument : readFileSync(argument === '-' ? 0 : argument, 'utf8'))
  } catch (error) {
    const { message } = error as Error
    const name = isInline ? 'the document' : `the document ${argument}`
    throw new Invalid(
      error instanceof SyntaxError ? `${name} is not JSON: ${message}` : `${name} cannot be read: ${message}`,
    )
  }
}
