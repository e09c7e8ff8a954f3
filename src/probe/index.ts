import { VERSION } from '../config.ts'
import { Invalid, suggest } from '../domain/check.ts'
import { accessOf, type Flags } from './access.ts'
import { discover } from './discover.ts'
import { FORMATS, type Format } from './formats.ts'
import { count, type Report } from './report.ts'
import { run } from './run.ts'
import { select } from './select.ts'
import { createSend } from './send.ts'

/**
 * Asks a server, the emulator or the real service, for everything that the cases expect of it.
 *
 * @param wanted ids of cases, or how they begin; none for all
 * @returns what is to be printed, and whether something differs
 * @throws Invalid for what cannot be probed
 */
export async function probe(
  wanted: readonly string[],
  url: string,
  flags: Flags,
  environment: NodeJS.ProcessEnv,
): Promise<{ text: string; differs: boolean }> {
  const format = formatOf(String(flags.format ?? 'text'))
  const mayChange = flags['allow-changes'] === true
  const access = accessOf(url, flags, environment)
  if (mayChange && access.subject.certificate === undefined) {
    throw new Invalid('--allow-changes needs --certificate: the one that is to be revoked')
  }
  const cases = select(wanted, mayChange)
  const send = createSend(access)
  const subject = await discover(access, send, mayChange && cases.some(({ changes }) => changes))
  const report: Report = {
    url: access.url,
    version: VERSION,
    isDemo: access.isDemo,
    ...(await run(cases, subject, send, mayChange)),
  }
  return { text: await FORMATS[format](report), differs: count(report.results).differs > 0 }
}

function formatOf(name: string): Format {
  if (Object.hasOwn(FORMATS, name)) return name as Format
  const names = Object.keys(FORMATS)
  throw new Invalid(`--format must be one of ${names.join(', ')}${suggest(name, names)}`)
}
