import { readFileSync } from 'node:fs'
import { Invalid, suggest } from '../domain/check.ts'
import type { Decision } from '../domain/lifecycle.ts'
import type { Control } from '../library/verbs.ts'

/** What the flags of a command line say: a text where the flag takes a value, else whether it is there. */
export type Flags = Readonly<Record<string, string | boolean | undefined>>

/** A command of the CLI as a client: what it takes, what it does. Its answer is printed, as JSON unless it is a text. */
export interface Command {
  readonly name: string
  /** One in brackets may be left out, one with dots repeated. DOCUMENT is JSON, a file that holds it, or `-` for standard input. */
  readonly args: readonly string[]
  /** Its own flags beside `--url` and `--key`, and how the value of each is called; null for one without. */
  readonly flags?: Readonly<Record<string, string | null>>
  /** Which of `--url` and `--key` it takes; both unless told. */
  readonly common?: readonly (keyof typeof COMMON)[]
  readonly does: string
  run(
    control: Control,
    args: string[],
    flags: Flags,
    at: { url: string; environment: NodeJS.ProcessEnv },
  ): Promise<unknown>
}

/** What every command has: where the server is, and its admin key. */
export const COMMON = { url: 'URL', key: 'KEY' } as const

export const COMMANDS: readonly Command[] = [
  {
    name: 'openapi',
    args: [],
    common: [],
    does: 'prints the contract as OpenAPI 3.1; needs no server',
    async run() {
      const { contract } = await import('./openapi.ts')
      return contract()
    },
  },
  {
    name: 'client',
    args: ['python|go|java'],
    common: [],
    does: 'prints the client for tests in a language; needs no server',
    async run(_, [language = '']) {
      const { LANGUAGES, readClient } = await import('../routes/control/clients/files.ts')
      const known = LANGUAGES.find((name) => name === language)
      if (!known) throw new Invalid(`there is no client for ${language}${suggest(language, LANGUAGES)}; see --help`)
      return (await readClient(known)).trimEnd()
    },
  },
  {
    name: 'world create',
    args: ['[DOCUMENT]'],
    does: 'makes a world; prints all that a client of it needs',
    async run(control, [document = '{}']) {
      const { project_id, name, account, token, access_key, users, certificates } = await control.createWorld(
        read(document),
      )
      return { project_id, name, account, token, access_key, users, certificates }
    },
  },
  { name: 'world list', args: [], does: 'lists worlds', run: (control) => control.worlds() },
  {
    name: 'world reset',
    args: ['PROJECT'],
    does: 'brings a world back to how it was made',
    run: (control, [id = '']) => control.world(id).reset(),
  },
  {
    name: 'world delete',
    args: ['PROJECT'],
    does: 'removes a world',
    run: (control, [id = '']) => control.world(id).delete(),
  },
  {
    name: 'clock',
    args: ['PROJECT'],
    flags: { set: 'INSTANT', freeze: null, run: null, advance: 'DURATION' },
    does: "reads or moves a world's clock",
    async run(control, [id = ''], { set, freeze, run, advance }) {
      const { clock } = control.world(id)
      if (freeze && run) throw new Invalid('a clock is frozen or runs: leave out --freeze or --run')
      const change = {
        ...(set !== undefined && { now: String(set) }),
        ...(freeze && { frozen: true }),
        ...(run && { frozen: false }),
      }
      if (Object.keys(change).length > 0) await clock.set(change)
      return advance === undefined ? clock.read() : clock.advance(String(advance))
    },
  },
  {
    name: 'review',
    args: ['PROJECT', 'CERTIFICATE', 'approve|reject'],
    does: "decides a pending review in the CA's place",
    run: (control, [id = '', certificate = '', decision = '']) =>
      control.world(id).review(certificate, decision as Decision),
  },
  {
    name: 'fault add',
    args: ['PROJECT', 'DOCUMENT'],
    does: 'puts a fault in force',
    run: (control, [id = '', document = '']) => control.world(id).faults.add(read(document)),
  },
  {
    name: 'fault list',
    args: ['PROJECT'],
    does: 'lists faults and how often each acted',
    run: (control, [id = '']) => control.world(id).faults.list(),
  },
  {
    name: 'fault clear',
    args: ['PROJECT'],
    does: 'removes all faults',
    run: (control, [id = '']) => control.world(id).faults.remove(),
  },
  {
    name: 'requests',
    args: ['PROJECT', '[DOCUMENT]'],
    does: 'prints the journal, or what of it a filter lets through',
    run: (control, [id = '', filter = '{}']) => control.world(id).requests(read(filter)),
  },
  {
    name: 'verify',
    args: ['PROJECT', 'DOCUMENT'],
    does: 'asserts on the journal; exit code 1 where it fails',
    async run(control, [id = '', expectation = '']) {
      const verdict = await control.world(id).verify(read(expectation))
      if (!verdict.verified) process.exitCode = 1
      return verdict
    },
  },
  {
    name: 'snapshot take',
    args: ['PROJECT'],
    does: 'prints a world as a document',
    run: (control, [id = '']) => control.world(id).snapshot(),
  },
  {
    name: 'snapshot restore',
    args: ['PROJECT', 'DOCUMENT'],
    does: 'puts a world into the state of a document',
    run: (control, [id = '', document = '']) => control.world(id).restore(read(document)),
  },
  {
    name: 'probe',
    args: ['[CASE...]'],
    flags: {
      ...{ project: 'ID', token: 'TOKEN', ak: 'AK', sk: 'SK', 'iam-url': 'URL', 'other-project': 'ID' },
      ...{ certificate: 'ID', 'allow-changes': null, format: 'FORMAT' },
    },
    common: ['url'],
    does: 'asks a server, the real service too, whether it does as this one; exit code 1 where it differs',
    async run(_control, cases, flags, { url, environment }) {
      const { probe } = await import('../probe/index.ts')
      const { text, differs } = await probe(cases, url, flags, environment)
      if (differs) process.exitCode = 1
      return text
    },
  },
  {
    name: 'compare',
    args: ['RECORDING'],
    flags: { format: 'text|json' },
    does: 'replays a HAR file against a fresh world, without a server; exit code 1 where an answer differs',
    common: [],
    async run(_, [recording = ''], { format = 'text' }) {
      if (format !== 'text' && format !== 'json') throw new Invalid('--format must be text or json')
      const { compare, print } = await import('../compare/index.ts')
      const report = await compare(recording)
      if (!report.agrees) process.exitCode = 1
      return format === 'json' ? report : print(report)
    },
  },
]

/** JSON from an argument: as it is, from a file, or from standard input. @throws Invalid */
function read(argument: string): object {
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
