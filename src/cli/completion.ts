import { Invalid, suggest } from '../domain/check.ts'
import { type Command, GROUPS, optionsOf } from './command.ts'
import { FLAGS } from './options.ts'

/** What can follow, by the command's words so far: further words, or options. */
function followers(commands: readonly Command[]): Map<string, string[]> {
  const bare = (written: string) => written.split(' ', 1)[0] as string
  const firsts = commands.map(({ name }) => name.split(' ', 1)[0] as string)
  const flags = [...FLAGS.map(({ written }) => bare(written)), '--help', '--version']
  const after = new Map([['', [...new Set([...firsts, 'help']), ...flags]]])
  for (const group of Object.keys(GROUPS)) {
    const inner = commands.filter(({ name }) => name.startsWith(`${group} `))
    after.set(
      group,
      inner.map(({ name }) => name.slice(group.length + 1)),
    )
  }
  for (const command of commands) after.set(command.name, [...Object.keys(optionsOf(command)).map(bare), '--help'])
  return after
}

/** The cases of a shell's `case "$first $second"`, the longest first. */
function cases(commands: readonly Command[], line: (words: string) => string): string {
  return [...followers(commands)]
    .reverse()
    .map(([words, next]) => {
      const pattern = words === '' ? '*' : words.includes(' ') || !(words in GROUPS) ? `'${words}'*` : `'${words} '*`
      return `    ${pattern}) ${line(next.join(' '))} ;;`
    })
    .join('\n')
}

const SHELLS: Record<string, (commands: readonly Command[]) => string> = {
  bash: (commands) => `# scm-emulator completion bash > /etc/bash_completion.d/scm-emulator
_scm_emulator() {
  local words
  local line="\${COMP_WORDS[*]:1:COMP_CWORD-1} "
  case "$line" in
${cases(commands, (next) => `words='${next}'`)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _scm_emulator scm-emulator`,
  zsh: (commands) => `#compdef scm-emulator
# scm-emulator completion zsh > "\${fpath[1]}/_scm-emulator"
_scm_emulator() {
  local line="\${words[2,CURRENT-1]} "
  case "$line" in
${cases(commands, (next) => `compadd -- ${next}`)}
  esac
  _files
}
compdef _scm_emulator scm-emulator`,
  fish: (commands) => {
    const rows = [...followers(commands)].map(([words, next]) => {
      const [first = '', second] = words.split(' ')
      const inner = (commands.filter(({ name }) => name.startsWith(`${first} `)) ?? []).map(
        ({ name }) => name.split(' ')[1],
      )
      const seen = (names: string) => `__fish_seen_subcommand_from ${names}`
      const isOpen = first in GROUPS && !second
      const condition =
        words === ''
          ? '__fish_use_subcommand'
          : [seen(first), second && seen(second), isOpen && `not ${seen(inner.join(' '))}`]
              .filter(Boolean)
              .join('; and ')
      return `complete -c scm-emulator -n '${condition}' -a '${next.join(' ')}'`
    })
    return ['# scm-emulator completion fish > ~/.config/fish/completions/scm-emulator.fish', ...rows].join('\n')
  },
}

/** The script that a shell completes our commands with. @throws Invalid for a shell that we do not know */
export function completion(shell: string, commands: readonly Command[]): string {
  const script = SHELLS[shell]?.(commands)
  const names = Object.keys(SHELLS)
  if (script === undefined) throw new Invalid(`there is completion for ${names.join(', ')}${suggest(shell, names)}`)
  return script
}
