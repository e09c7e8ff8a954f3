import { call } from '../transport.ts'

/** A rule of the ladder, in the order in which they are asked. */
export interface Rule {
  readonly name: string
  readonly error: string
  readonly source: string
  readonly when: string
}

/** An error of the catalogue. */
export interface CatalogueError {
  readonly key: string
  readonly status: number
  readonly message: string
  readonly message_zh: string
}

let known: Promise<{ rules: Rule[]; errors: CatalogueError[] }> | undefined

function read() {
  known ??= call<{ rules: Rule[]; errors: CatalogueError[] }>('GET', '/errors')
  known.catch(() => (known = undefined))
  return known
}

export const readRules = async (): Promise<readonly Rule[]> => (await read()).rules
export const readErrors = async (): Promise<readonly CatalogueError[]> => (await read()).errors

/** What the service lets pass, and what may come of it. */
export interface Finding {
  readonly finding: string
  readonly found: string
  readonly harm: string
}

/** The findings of a world, each once. */
export async function readFindings(world: string): Promise<readonly Finding[]> {
  return (await call<{ findings: Finding[] }>('GET', `/worlds/${world}/findings`)).findings
}

let names: Promise<string[]> | undefined

/** The names of the operations that faults can be about, from the contract. */
export function readOperations(): Promise<string[]> {
  names ??= fetch('/openapi.json')
    .then((reply) => reply.json())
    .then(({ paths }: { paths: Record<string, Record<string, { 'x-operation'?: string }>> }) => {
      const found = Object.values(paths).flatMap((methods) => Object.values(methods).map((one) => one['x-operation']))
      return [...new Set(found)].filter((name) => name !== undefined).sort()
    })
  names.catch(() => (names = undefined))
  return names
}
