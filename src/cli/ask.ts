import { Invalid } from '../domain/check.ts'
import { ENDPOINT, USUAL_ADDRESS } from '../domain/endpoint.ts'
import { connect } from '../library/connect.ts'
import type { Command, Flags } from './command.ts'
import { field, letReaderLeave, row, text, WIDTH } from './print.ts'

/**
 * Runs a command against a server and prints its answer: for a person on a terminal, else as JSON.
 *
 * @throws Invalid for what makes no sense, ControlError for what the server refuses
 */
export async function ask(
  command: Command,
  args: readonly string[],
  flags: Flags,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const url = String(flags.url ?? (environment[ENDPOINT] || USUAL_ADDRESS))
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    const name = flags.url === undefined ? ENDPOINT : '--url'
    throw new Invalid(`${name} ${url} is no address such as http://127.0.0.1:4640`)
  }
  const key = flags.key ?? environment.SCM_EMULATOR_ADMIN_KEY
  const control = connect(url, key === undefined ? {} : { key: String(key) })
  letReaderLeave()
  const answer = await command.run(control, args, flags, { url, environment })
  if (answer === undefined) return
  const isForPerson = process.stdout.isTTY && flags.json !== true
  const width = process.stdout.columns || WIDTH
  if (isStream(answer)) {
    for await (const one of answer) {
      if (flags.field !== undefined) console.log(field(one, String(flags.field)))
      else console.log(isForPerson ? row(one, command.columns ?? [], width) : JSON.stringify(one))
    }
  } else if (command.isText) console.log(answer)
  else if (flags.field !== undefined) console.log(field(answer, String(flags.field)))
  else if (!isForPerson) console.log(JSON.stringify(answer, null, 2))
  else console.log(command.tell ? command.tell(answer) : text(answer, command.columns, width))
}

const isStream = (answer: unknown): answer is AsyncIterable<unknown> =>
  typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer
