import { parseArgs } from 'node:util'
import { Invalid, suggest } from '../domain/check.ts'
import { ENDPOINT, USUAL_ADDRESS } from '../domain/endpoint.ts'
import { connect } from '../library/connect.ts'
import { COMMANDS, COMMON, type Command, type Flags } from './commands.ts'

/** Whether these arguments are a command for a server that runs, and not options of one that is to start. */
export function isCommand([first = '']: string[]): boolean {
  return first !== '' && !first.startsWith('-')
}

/**
 * Runs a command against a server and prints its answer as JSON.
 *
 * @throws Invalid for a misspelt or incomplete command, ControlError for what the server refuses
 */
export async function command(argv: string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const { found, args, flags } = parse(argv)
  const { url = environment[ENDPOINT] || USUAL_ADDRESS, key = environment.SCM_EMULATOR_ADMIN_KEY } = flags
  if (!/^https?:$/.test(URL.parse(String(url))?.protocol ?? '')) {
    throw new Invalid(`--url ${url} is no address such as http://127.0.0.1:4640`)
  }
  const control = connect(String(url), key === undefined ? {} : { key: String(key) })
  const answer = await found.run(control, args, flags, { url: String(url), environment })
  if (answer !== undefined) console.log(typeof answer === 'string' ? answer : JSON.stringify(answer, null, 2))
}

function parse(argv: string[]): { found: Command; args: string[]; flags: Flags } {
  const found = find(argv)
  const { common = ['url', 'key'] } = found
  const known = { ...Object.fromEntries(common.map((name) => [name, COMMON[name]])), ...found.flags }
  const options = Object.fromEntries(
    Object.entries(known).map(([name, value]) => [name, { type: value === null ? 'boolean' : 'string' } as const]),
  )
  const { values, positionals } = words(argv, options, found)
  const args = positionals.slice(found.name.split(' ').length)
  const least = found.args.filter((arg) => !arg.startsWith('[')).length
  const most = found.args.at(-1)?.endsWith('...]') ? Number.POSITIVE_INFINITY : found.args.length
  if (args.length < least || args.length > most) throw new Invalid(`usage: scm-emulator ${usage(found)}`)
  return { found, args, flags: values }
}

/** The command that the first words name. */
function find(argv: string[]): Command {
  const [first = '', second = ''] = argv
  const found = COMMANDS.find(({ name }) => name === first || name === `${first} ${second}`)
  if (found) return found
  const tried = second.startsWith('-') ? first : `${first} ${second}`.trim()
  const names = COMMANDS.map(({ name }) => name)
  throw new Invalid(`unknown command ${tried}${suggest(tried, names)}; see --help`)
}

type Options = Record<string, { type: 'string' | 'boolean' }>

function words(argv: string[], options: Options, { name }: Command): { values: Flags; positionals: string[] } {
  try {
    return parseArgs({ args: argv, options, allowPositionals: true })
  } catch (error) {
    const { message } = error as Error
    const [, option = ''] = /'(--?[\w-]+)/.exec(message) ?? []
    if ((error as NodeJS.ErrnoException).code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
      throw new Invalid(message.replaceAll('\n', ' '))
    }
    const near = suggest(
      option,
      Object.keys(options).map((known) => `--${known}`),
    )
    throw new Invalid(`${name} takes no option ${option}${near}`)
  }
}

/** How a command is called. */
export function usage({ name, args, flags = {} }: Command): string {
  const options = Object.entries(flags).map(([flag, value]) =>
    value === null ? `[--${flag}]` : `[--${flag} ${value}]`,
  )
  return [name, ...args, ...options].join(' ')
}
