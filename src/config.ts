import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Type } from 'typebox'
import { BOUNDS } from './domain/bounds.ts'
import { check } from './domain/check.ts'
import { DEFAULT_SIDES, type Sides, sidesOf } from './domain/contested.ts'
import { DURATION } from './domain/duration.ts'
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
  /** The language of messages in new worlds where a client sends no X-Language. */
  language: Sides['language']
  /** Which `duplicate_check` of an import refuses, in new worlds, a certificate that is there already. */
  duplicateCheck: Sides['duplicate_check']
  /** Refuse the trailing comma that the vendor's sample has. */
  strictJson: boolean
  /** When set, control calls need it in `x-emulator-key`. */
  adminKey: string
  /** Names, separated by commas, beside addresses and localhost under which control calls and pages may be asked for. */
  allowedHosts: string
  /** How many worlds there may be. */
  maxWorlds: number
  /** How long the head of a request may take to arrive: a duration. */
  headTimeout: string
  /** How long a whole request may take to arrive, its body too. */
  requestTimeout: string
  /** Level of the log; the library is `silent` unless told. */
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  /** The process stops when its standard input ends, as when its parent is gone. The library ignores it. */
  stopOnEof: boolean
  /** The process opens the console in the browser. The library does not look at it. */
  open: boolean
}

/** Every option: its type, default and meaning. Flags, environment variables and `--help` are made from it. */
export const Config = schema<Config>()(
  Type.Object(
    {
      host: Type.String({ default: '127.0.0.1', minLength: 1, description: 'address to listen on' }),
      port: Type.Integer({ default: 4640, minimum: 0, maximum: 65535, description: '0 picks a free port, printed' }),
      db: Type.String({ default: './scm-emulator.db', minLength: 1, description: 'database file' }),
      inMemory: Type.Boolean({ default: false, description: 'keep nothing on disk' }),
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
      language: Type.Enum(sidesOf('language'), {
        default: DEFAULT_SIDES.language,
        description: 'en-us or zh-cn: what messages in new worlds are in where a client sends no X-Language',
      }),
      duplicateCheck: Type.Enum(sidesOf('duplicate_check'), {
        default: DEFAULT_SIDES.duplicate_check,
        description: 'true-refuses or false-refuses: which duplicate_check refuses an import again, in new worlds',
      }),
      strictJson: Type.Boolean({
        default: false,
        description: "refuse the trailing comma that the vendor's sample has",
      }),
      adminKey: Type.String({ default: '', description: 'control calls need this key in x-emulator-key' }),
      allowedHosts: Type.String({
        default: '',
        pattern: HOSTS,
        description:
          'names beside addresses and localhost for control calls and browsers, such as scm.example.com,*.test',
      }),
      maxWorlds: Type.Integer({
        default: BOUNDS.worlds.most,
        minimum: 1,
        description: 'how many worlds there may be',
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
        description: 'fatal, error, warn, info, debug, trace or silent',
      }),
      stopOnEof: Type.Boolean({
        default: false,
        description: 'stop when standard input ends, as it does when the parent process is gone',
      }),
      open: Type.Boolean({ default: false, description: 'open the console in the browser' }),
    },
    { additionalProperties: false },
  ),
)

/** Some of the options; the others have their defaults. */
export type Options = Partial<Config>

const DEFAULTS = Object.fromEntries(
  Object.entries(Config.properties).map(([option, schema]) => [
    option,
    'default' in schema ? schema.default : undefined,
  ]),
) as Options

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
