import { optionRows } from '../config.ts'
import { usage } from './command.ts'
import { COMMANDS } from './commands.ts'

/** What `--help` prints. */
export function help(): string {
  return `scm-emulator: a local emulator of Huawei Cloud SCM (SSL Certificate Manager)

Usage: scm-emulator [options]                       start a server
       scm-emulator <command> [--url URL] [--key KEY]   ask one that runs

Options
${table([...optionRows(), ['--help, --version', '']])}

Each option is an environment variable too: --log-level is SCM_EMULATOR_LOG_LEVEL. A flag wins.

Commands (DOCUMENT is JSON, a file that holds it, or - for standard input)
${table(COMMANDS.map((command) => [usage(command), command.does]))}`
}

/** Left columns that are wider than this do not widen the others: what they do stands below them. */
const WIDEST = 80

function table(rows: [left: string, right: string][]): string {
  const width = Math.max(...rows.map(([left]) => left.length).filter((length) => length <= WIDEST))
  const gap = (left: string) =>
    left.length > width ? `\n${' '.repeat(width + 4)}` : ' '.repeat(width - left.length + 2)
  return rows.map(([left, right]) => `  ${left}${gap(left)}${right}`.trimEnd()).join('\n')
}
