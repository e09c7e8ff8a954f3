import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Type } from 'typebox'
import { check, Invalid, suggest } from './domain/check.ts'
import { DURATION } from './domain/duration.ts'
import { ENDPOINT } from './domain/endpoint.ts'
import { HOSTS } from './domain/host.ts'
import { REVIEW } from './domain/review.ts'
import { schema } from './domain/schema.ts'

/** The package's folder, from its sources and from its bundle alike. */
const PACKAGE = new URL('..', import.meta.url)

export const packageFile = (path: string) => fileURLToPath(new URL(path, PACKAGE))

export const VERSION: string = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')).version

/** How an emulator is set up: its options, those of the command line, in camelCase. */
export interface Config {
  /** Address to listen on; `127.0.0.1` unless given. */
  host: string
  /** 0 picks a free port; so does the library unless told. */
  port: number
  /** Database file. */
  db: string
  /** Keep nothing; so does the library unless `db` is given. */
  inMemory: boolean
  /** A file with worlds to load into an empty database, the demo world unless given; `none` for none. */
  fixtures: string
  /** `off` accepts any caller as the project in the path. */
  auth: 'enforce' | 'off'
  /** How the CA reviews in new worlds: `immediate`, a duration such as `2s`, `reads:3`, or `manual`. */
  review: string
  /** Refuse the trailing comma that the vendor's sample has. */
  strictJson: boolean
  /** When set, control calls need it in `x-emulator-key`. */
  adminKey: string
  /** Names, separated by commas, beside addresses and localhost under which control calls and pages may be asked for. */
  allowedHosts: string
  /** How long the head of a request may take to arrive: a duration. */
  headTimeout: string
  /** How long a whole request may take to arrive, its body too. */
  requestTimeout: string
  /** Level of the log; the library is `silent` unless told. */
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  /** The process stops when its standard input ends: whoever started it is gone. The library does not look at it. */
  stopOnEof: boolean
}

/** Every option: its type, default and meaning. Flags, environment variables and `--help` are made from it. */
export const Config = schema<Config>()(
  Type.Object(
    {
      host: Type.String({ default: '127.0.0.1', minLength: 1, description: 'address to listen on' }),
      port: Type.Integer({ default: 4640, minimum: 0, maximum: 65535, description: '0 picks a free port, printed' }),
      db: Type.String({ default: './scm-emulator.db', minLength: 1, description: 'database file' }),
      inMemory: Type.Boolean({ default: false, description: 'keep nothing' }),
      fixtures: Type.String({
        default: 'fixtures/demo.json',
        minLength: 1,
        description: 'worlds to load into an empty database; none for none',
      }),
      auth: Type.Enum(['enforce', 'off'], {
        default: 'enforce',
        description: 'off accepts any caller as the project in the path',
      }),
      review: Type.String({
        default: '2s',
        pattern: REVIEW,
        description: 'immediate, a duration such as 2s, reads:N, or manual: how the CA reviews in new worlds',
      }),
      strictJson: Type.Boolean({
        default: false,
        description: "refuse the trailing comma that the vendor's sample has",
      }),
      adminKey: Type.String({ default: '', description: 'when set, control calls need it in x-emulator-key' }),
      allowedHosts: Type.String({
        default: '',
        pattern: HOSTS,
        description:
          'names beside addresses and localhost for control calls and browsers, such as scm.example.com,*.test',
      }),
      headTimeout: Type.String({
        default: '10s',
        pattern: `^(?=.*[1-9])${DURATION}$`,
        description: 'how long the head of a request may take to arrive',
      }),
      requestTimeout: Type.String({
        default: '30s',
        pattern: `^(?=.*[1-9])${DURATION}$`,
        description: 'how long a whole request may take to arrive, its body too',
      }),
      logLevel: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
        default: 'info',
        description: 'pino level; silent too',
      }),
      stopOnEof: Type.Boolean({
        default: false,
        description: 'stop when standard input ends: whoever started it is gone',
      }),
    },
    { additionalProperties: false },
  ),
)

/** Some of the options; the others have their defaults. */
export type Options = Partial<Config>

type Option = keyof Config
type Schema = { type?: string; default: string | number | boolean; description: string }

const PREFIX = 'SCM_EMULATOR_'

const NAMES = Object.keys(Config.properties) as Option[]
const schemaOf = (option: Option) => Config.properties[option] as unknown as Schema
const words = (option: string) => option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
const flag = (option: string) => `--${words(option)}`
const variable = (option: string) => PREFIX + words(option).replaceAll('-', '_').toUpperCase()

const DEFAULTS = Object.fromEntries(NAMES.map((option) => [option, schemaOf(option).default])) as Options

/** A whole configuration from some of its options. @throws Invalid where one is unknown or bad */
export function configure(options: Options): Config {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  return check(Config, { ...DEFAULTS, ...Object.fromEntries(given) }, 'option')
}

/** The file of the demo world, or another fixture file, as the option names it; nothing for `none`. */
export function fixtureFile({ fixtures }: Config): string | undefined {
  if (fixtures === 'none') return undefined
  return fixtures === DEFAULTS.fixtures ? packageFile(fixtures) : fixtures
}

/**
 * The options of a process: flags before environment before defaults.
 *
 * @throws Invalid with one sentence that names the option, and the nearest right one of a misspelt one
 */
export function parse(argv: string[], environment: NodeJS.ProcessEnv): Partial<Config> | 'help' | 'version' {
  const options: Record<string, unknown> = {}
  const variables = new Map(NAMES.map((option) => [variable(option), option]))
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith(PREFIX) || value === undefined || name === ENDPOINT) continue
    const option = variables.get(name)
    if (!option)
      throw new Invalid(`unknown environment variable ${name}${suggest(name, [...variables.keys(), ENDPOINT])}`)
    options[option] = read(option, value, name)
  }
  const flags = new Map(NAMES.map((option) => [flag(option), option]))
  const known = Object.fromEntries(
    NAMES.map((option) => [
      words(option),
      { type: schemaOf(option).type === 'boolean' ? 'boolean' : 'string' } as const,
    ]),
  )
  const help = { help: { type: 'boolean', short: 'h' }, version: { type: 'boolean', short: 'v' } } as const
  const { tokens } = parseArgs({ args: argv, options: { ...known, ...help }, strict: false, tokens: true })
  for (const token of tokens) {
    if (token.kind === 'positional') throw new Invalid(`unexpected argument "${token.value}"; see --help`)
    if (token.kind === 'option-terminator') continue
    if (token.name === 'help' || token.name === 'version') return token.name
    const name = `--${token.name}`
    const option = flags.get(name)
    if (!option) throw new Invalid(`unknown option ${token.rawName}${suggest(name, [...flags.keys()])}`)
    if (token.value === undefined && schemaOf(option).type !== 'boolean') throw new Invalid(`${name} needs a value`)
    options[option] = read(option, token.value ?? 'on', name)
  }
  return options
}

/** The value that a text stands for; what it may be is in the schema. @throws Invalid */
function read(option: Option, text: string, name: string): unknown {
  const schema = schemaOf(option)
  const value =
    schema.type === 'boolean'
      ? ({ on: true, true: true, 1: true, off: false, false: false, 0: false }[text] ?? text)
      : schema.type === 'integer' && /^\d+$/.test(text)
        ? Number(text)
        : text
  return check(Config.properties[option], value, name)
}

/** The options as rows for `--help`: how each is written, and what it means. */
export function optionRows(): [flag: string, meaning: string][] {
  return NAMES.map((option) => {
    const { type, description, default: value } = schemaOf(option)
    const shown = type === 'boolean' ? 'off' : value === '' ? 'none' : value
    return [`${flag(option)}${type === 'boolean' ? '' : ` <${words(option)}>`}`, `${description} (default ${shown})`]
  })
}
