import type { Control } from '../library/verbs.ts'

/** What the options of a command line say: a text where one takes a value, else whether it is there. */
export type Flags = Readonly<Record<string, string | boolean | undefined>>

/** Where a command asks, beside its arguments. */
export interface Place {
  url: string
  environment: NodeJS.ProcessEnv
}

/** A command for a server that runs. Help, completion and the documentation are made from this table. */
export interface Command {
  /** One word, or a group and a word. */
  readonly name: string
  /** In angle brackets what it needs, in square ones what may be left out, with dots what may be repeated. */
  readonly args?: readonly string[]
  /** Its own options, as help writes them, and what each means. */
  readonly options?: Readonly<Record<string, string>>
  /** Which server it asks: one with control calls unless told, or any (`probe`), or none. */
  readonly server?: 'any' | 'none'
  /** It prints text: `--json` and `--field` do not apply. */
  readonly isText?: true
  /** What of each row of its answer a terminal shows, the least important last. */
  readonly columns?: readonly string[]
  /** Its answer in a person's words, where a terminal is to show more than names and values. */
  tell?(answer: unknown): string
  readonly does: string
  /** Its answer is printed, row by row where it is a stream. */
  run(control: Control, args: readonly string[], flags: Flags, place: Place): unknown
}

/** What the arguments of commands are. */
export const ARGUMENTS: Readonly<Record<string, string>> = {
  project: "the world's project id",
  certificate: "the certificate's id",
  fault: "the fault's number",
  document: 'JSON, a file that holds it, or - for standard input; {} where it is left out',
  decision: 'approve or reject',
  case: "a case's id, or how it begins; all where none is given",
  recording: 'a HAR file',
  file: 'a case that world save has printed, or - for standard input',
  shell: 'bash, zsh or fish',
  language: 'python, go or java',
}

/** What the groups of commands are about. */
export const GROUPS: Readonly<Record<string, string>> = {
  world: 'worlds: create, list, show, change, reset, save, load, delete',
  cert: 'the certificates of a world: list, show, place, change, remove, review',
  fault: 'faults of a world: add, list, remove, clear',
  snapshot: 'a world as one document: take, restore',
}

/** What every command has, but for one that asks no server. */
const COMMON: Readonly<Record<string, string>> = {
  '--url <url>': 'where the server is (default SCM_EMULATOR_ENDPOINT, or http://127.0.0.1:4640)',
  '--key <key>': 'its admin key (default SCM_EMULATOR_ADMIN_KEY)',
  '--json': 'prints JSON also where a person looks at it',
  '--field <name>': 'prints one field of the answer, without quotes: project_id, access_key.ak',
}

/** A command's options, its own first, as help writes them. */
export function optionsOf({ options = {}, server, isText }: Command): Record<string, string> {
  const common = Object.entries(COMMON).filter(([written]) => {
    if (written.startsWith('--url')) return server !== 'none'
    return written.startsWith('--key') ? server === undefined : !isText
  })
  return { ...options, ...Object.fromEntries(common) }
}
