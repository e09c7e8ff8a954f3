import { Config, type Options } from '../config.ts'
import { check, Invalid, suggest } from '../domain/check.ts'
import { ENDPOINT } from '../domain/endpoint.ts'

type Name = keyof Config
type Schema = { type?: string; default: string | number | boolean; description: string }

/** An option of the server as the command line has it. */
export interface Flag {
  /** As `--help` shows it: `--log-level <level>`. */
  readonly written: string
  readonly name: Name
  readonly description: string
  /** The value that a text stands for. @throws Invalid */
  read(text: string): unknown
}

const PREFIX = 'SCM_EMULATOR_'
const NAMES = Object.keys(Config.properties) as Name[]
const words = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
const variable = (name: string) => PREFIX + words(name).replaceAll('-', '_').toUpperCase()

/** The server's options as flags, made from the schema of `Config`. */
export const FLAGS: readonly Flag[] = NAMES.map((name) => {
  const { type, description, default: value } = schemaOf(name)
  const flag = `--${words(name)}`
  const isSwitch = type === 'boolean'
  return {
    written: isSwitch ? flag : `${flag} <${words(name)}>`,
    name,
    description: `${description} (default ${isSwitch ? 'off' : value === '' ? 'none' : value})`,
    read: (text) => read(name, text, flag),
  }
})

/** The server's options as rows: how each is written, and what it means. */
export const optionRows = (): [flag: string, meaning: string][] =>
  FLAGS.map(({ written, description }) => [written, description])

/**
 * The options that the environment gives.
 *
 * @throws Invalid for a bad value, and for a name that is none, with the nearest right one
 */
export function fromEnvironment(environment: NodeJS.ProcessEnv): Options {
  const names = new Map(NAMES.map((name) => [variable(name), name]))
  const options: Record<string, unknown> = {}
  for (const [found, value] of Object.entries(environment)) {
    if (!found.startsWith(PREFIX) || found === ENDPOINT || value === undefined) continue
    const name = names.get(found)
    if (!name) {
      throw new Invalid(`unknown environment variable ${found}${suggest(found, [...names.keys(), ENDPOINT])}`)
    }
    options[name] = read(name, value, found)
  }
  return options
}

const SWITCH: Record<string, boolean> = { on: true, true: true, 1: true, off: false, false: false, 0: false }

function read(name: Name, text: string, place: string): unknown {
  const { type } = schemaOf(name)
  const isNumber = type === 'integer' && /^\d+$/.test(text)
  const value = type === 'boolean' ? (SWITCH[text] ?? text) : isNumber ? Number(text) : text
  return check(Config.properties[name], value, place)
}

function schemaOf(name: Name): Schema {
  return Config.properties[name] as unknown as Schema
}
