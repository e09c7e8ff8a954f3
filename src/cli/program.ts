import { CommanderError, Option, Command as Program } from 'commander'
import { type Options, VERSION } from '../config.ts'
import { Invalid, suggest } from '../domain/check.ts'
import { ask } from './ask.ts'
import { ARGUMENTS, type Command, GROUPS, optionsOf } from './command.ts'
import { COMMANDS } from './commands.ts'
import { FLAGS, fromEnvironment } from './options.ts'
import { letReaderLeave, WIDTH } from './print.ts'

/**
 * Does what a command line says: starts a server, or asks one that runs.
 *
 * @param serve starts a server with the options that flags, else the environment, give
 * @throws Invalid for a misspelt or incomplete command line, with the nearest right name; what the command throws
 */
export async function interpret(
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
  serve: (options: Options) => Promise<void>,
): Promise<void> {
  const program = createProgram(environment)
  const isHelp = argv[0] === 'help'
  const words = isHelp ? argv.slice(1) : argv
  // Without a command it is the server; with one, a word that is none is a mistake.
  if (!words[0] || words[0].startsWith('-')) {
    program.action((flags: Options) => serve({ ...fromEnvironment(environment), ...flags }))
  }
  try {
    if (isHelp) find(program, words).help()
    await program.parseAsync(words, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // A group without a word: its help has been printed.
    if (error.code === 'commander.help') process.exitCode = error.exitCode
    else if (error.exitCode !== 0) throw new Invalid(sentence(error.message))
  }
}

/** The command that the words of `help` name. @throws Invalid */
function find(program: Program, words: readonly string[]): Program {
  return words.reduce((group, word) => {
    const found = group.commands.find((command) => command.name() === word)
    const near = suggest(
      word,
      group.commands.map((command) => command.name()),
    )
    if (!found) throw new Invalid(`unknown command ${word}${near}`)
    return found
  }, program)
}

/** Commander's words as one sentence of ours. */
const sentence = (message: string) =>
  message.replace(/^error: /, '').replace(/\n\(Did you mean (.*)\?\)$/s, '; did you mean $1?')

function createProgram(environment: NodeJS.ProcessEnv): Program {
  const program = new Program('scm-emulator')
    .description('A local emulator of Huawei Cloud SCM (SSL Certificate Manager)')
    .usage('[options]              starts a server\n       scm-emulator <command> [options]    asks one that runs')
    .version(VERSION, '-v, --version', 'prints the version')
    .helpOption('-h, --help', 'prints this, or what a command does')
    .helpCommand(false)
    .addHelpText('after', HELP)
    // What follows a command is the command's: `world list --port 1` is a mistake.
    .enablePositionalOptions()
    .configureHelp({ minWidthToWrap: 30, subcommandTerm: (command) => usageOf(command) })
    .configureOutput({ writeOut, getOutHelpWidth: width, getErrHelpWidth: width, outputError: () => undefined })
    .exitOverride()
  for (const { written, name, description, read } of FLAGS) {
    const option = new Option(written, description)
    program.addOption(option.required ? option.argParser(read) : option)
    if (option.attributeName() !== name) throw new Error(`the flag ${written} is not the option ${name}`)
  }
  const groups = new Map(
    Object.keys(GROUPS).map((name) => [
      name,
      program
        .command(name)
        .description(GROUPS[name] ?? '')
        .helpCommand(false),
    ]),
  )
  for (const command of COMMANDS) {
    const [first = '', second] = command.name.split(' ')
    add((second && groups.get(first)) || program, second ?? first, command, environment)
  }
  return program
}

function add(parent: Program, name: string, command: Command, environment: NodeJS.ProcessEnv): void {
  const program = parent.command(name).description(command.does)
  for (const arg of command.args ?? []) program.argument(arg, ARGUMENTS[arg.replace(/[^a-z]/g, '')])
  for (const [written, meaning] of Object.entries(optionsOf(command))) program.option(written, meaning)
  program.action(() => {
    const flags = program.options.map((option) => [option.name(), program.getOptionValue(option.attributeName())])
    return ask(command, program.args, Object.fromEntries(flags), environment)
  })
}

/** A command in a list of commands: its word and its arguments. */
const usageOf = (command: Program) =>
  [command.name(), command.registeredArguments.length > 0 && command.usage().replace('[options] ', '')]
    .filter(Boolean)
    .join(' ')

/** Help and versions are read by programs that leave early, too. */
function writeOut(text: string): void {
  letReaderLeave()
  process.stdout.write(text)
}

/** Help is for a person: as wide as the terminal, but no wider than one likes to read. */
const width = () => Math.min(process.stdout.columns || WIDTH, 100)

const HELP = `
Each option is an environment variable: --log-level is SCM_EMULATOR_LOG_LEVEL.
A flag wins. "scm-emulator help world create" says what that command takes.`
