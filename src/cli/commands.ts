import type { Verdict } from '../documents/expectation.ts'
import { Invalid, suggest } from '../domain/check.ts'
import type { Decision } from '../domain/lifecycle.ts'
import { COVERAGE_FORMATS, printCoverage } from '../worlds/coverage-formats.ts'
import type { Command } from './command.ts'
import { readDocument } from './document.ts'
import { tell } from './explanation.ts'
import { tellVerdict } from './verdict.ts'
import { WORLD_COMMANDS } from './world-commands.ts'

const CERTIFICATE = ['id', 'status', 'not_after', 'domain', 'name']
const EVENT = ['id', 'at', 'name', 'resource', 'actor', 'code']

export const COMMANDS: readonly Command[] = [
  ...WORLD_COMMANDS,
  {
    name: 'cert list',
    args: ['<project>'],
    columns: CERTIFICATE,
    does: "lists a world's certificates",
    run: (control, [id = '']) => control.world(id).listCertificates(),
  },
  {
    name: 'cert show',
    args: ['<project>', '<certificate>'],
    does: 'shows a certificate',
    run: (control, [id = '', certificate = '']) => control.world(id).certificate(certificate),
  },
  {
    name: 'cert place',
    args: ['<project>', '[document]'],
    does: 'places a certificate, in any status',
    run: (control, [id = '', document = '{}']) => control.world(id).place(readDocument(document)),
  },
  {
    name: 'cert change',
    args: ['<project>', '<certificate>', '<document>'],
    does: 'changes fields of a certificate, whatever its status',
    run: (control, [id = '', certificate = '', document = '']) =>
      control.world(id).change(certificate, readDocument(document)),
  },
  {
    name: 'cert remove',
    args: ['<project>', '<certificate>'],
    does: 'removes a certificate',
    run: (control, [id = '', certificate = '']) => control.world(id).remove(certificate),
  },
  {
    name: 'cert review',
    args: ['<project>', '<certificate>', '<decision>'],
    does: "decides a pending review in the CA's place",
    run: (control, [id = '', certificate = '', decision = '']) =>
      control.world(id).review(certificate, decision as Decision),
  },
  {
    name: 'clock',
    args: ['<project>'],
    options: {
      '--set <instant>': 'the instant that it shows, such as 2030-01-01T00:00:00Z',
      '--freeze': 'it stands still',
      '--run': 'it goes on',
      '--advance <duration>': 'moves it forward, e.g. by 31d',
    },
    does: "reads or moves a world's clock",
    async run(control, [id = ''], { set, freeze, run, advance }) {
      const { clock } = control.world(id)
      if (freeze && run) throw new Invalid('a clock is frozen or runs: leave out --freeze or --run')
      const change: Parameters<typeof clock.set>[0] = {}
      if (set !== undefined) change.now = String(set)
      if (freeze || run) change.frozen = freeze === true
      if (Object.keys(change).length > 0) await clock.set(change)
      return advance === undefined ? clock.read() : clock.advance(String(advance))
    },
  },
  {
    name: 'fault add',
    args: ['<project>', '<document>'],
    does: 'puts a fault in force',
    run: (control, [id = '', document = '']) => control.world(id).faults.add(readDocument(document)),
  },
  {
    name: 'fault list',
    args: ['<project>'],
    columns: ['id', 'used', 'times', 'operation', 'certificate_id', 'error', 'drop', 'delay'],
    does: 'lists faults, and how often each has acted',
    run: (control, [id = '']) => control.world(id).faults.list(),
  },
  {
    name: 'fault remove',
    args: ['<project>', '<fault>'],
    does: 'removes a fault',
    run: (control, [id = '', fault = '']) => {
      if (!/^[1-9]\d{0,15}$/.test(fault)) throw new Invalid(`"${fault}" is not the number of a fault; see fault list`)
      return control.world(id).faults.remove(Number(fault))
    },
  },
  {
    name: 'fault clear',
    args: ['<project>'],
    does: 'removes all faults',
    run: (control, [id = '']) => control.world(id).faults.remove(),
  },
  {
    name: 'requests',
    args: ['<project>', '[document]'],
    columns: ['id', 'at', 'status', 'error_code', 'operation', 'certificate_id', 'path'],
    does: 'prints the journal, or what of it a filter lets through',
    run: (control, [id = '', filter = '{}']) => control.world(id).requests(readDocument(filter)),
  },
  {
    name: 'verify',
    args: ['<project>', '<document>'],
    does: 'asserts on the journal; exit code 1 where it fails',
    tell: (verdict) => tellVerdict(verdict as Verdict),
    async run(control, [id = '', expectation = '']) {
      const verdict = await control.world(id).verify(readDocument(expectation))
      if (!verdict.verified) process.exitCode = 1
      return verdict
    },
  },
  {
    name: 'explain',
    args: ['<project>', '<operation>'],
    options: {
      '--certificate <id>': 'the certificate that it is about',
      '--body <document>': 'what would be sent',
      '--user <name>': "who would ask; the world's first user unless given",
      '--json': 'prints the explanation as JSON',
    },
    isText: true,
    does: 'tells what the service would answer, and why; nothing happens',
    async run(control, [id = '', operation = ''], { certificate, body, user, json }) {
      const explanation = await control.world(id).explain({
        operation,
        ...(certificate !== undefined && { certificate_id: String(certificate) }),
        ...(body !== undefined && { body: readDocument(String(body)) }),
        ...(user !== undefined && { user: String(user) }),
      })
      return json ? JSON.stringify(explanation, null, 2) : tell(explanation)
    },
  },
  {
    name: 'findings',
    args: ['<project>'],
    columns: ['finding', 'requests', 'found'],
    does: 'lists what only happened to work in the requests of the journal',
    run: (control, [id = '']) => control.world(id).findings(),
  },
  {
    name: 'coverage',
    args: ['[project]'],
    options: {
      '--operations <names>': 'only these, separated by commas',
      '--at-least <percent>': 'exit code 1 where less was met',
      '--format <format>': 'text, json, markdown or junit',
    },
    isText: true,
    does: 'tells which answers of the contract clients have met, in a world or in all',
    async run(control, [id], { operations, 'at-least': least, format = 'text' }) {
      if (least !== undefined && !/^(?:100|\d{1,2})$/.test(String(least))) {
        throw new Invalid('--at-least must be a percentage from 0 to 100')
      }
      const formats = ['json', ...Object.keys(COVERAGE_FORMATS)]
      if (!formats.includes(String(format))) {
        throw new Invalid(`--format must be one of ${formats.join(', ')}${suggest(String(format), formats)}`)
      }
      const names = operations === undefined ? undefined : String(operations).split(',')
      const report = await (id === undefined ? control.coverage(names) : control.world(id).coverage(names))
      if (least !== undefined && report.percent < Number(least)) process.exitCode = 1
      if (format === 'json') return JSON.stringify(report, null, 2)
      return (await printCoverage(report, format as keyof typeof COVERAGE_FORMATS)).trimEnd()
    },
  },
  {
    name: 'events',
    args: ['<project>'],
    options: { '--follow': 'goes on as they happen, until Ctrl-C' },
    columns: EVENT,
    does: 'prints the audit trail',
    async run(control, [id = ''], { follow }) {
      const { events } = control.world(id)
      if (follow) return events.follow()
      const all = await events.list(0, PAGE)
      for (let page = all; page.length === PAGE; all.push(...page)) page = await events.list(page.at(-1)?.id, PAGE)
      return all
    },
  },
  {
    name: 'snapshot take',
    args: ['<project>'],
    does: 'prints a world as a document',
    run: (control, [id = '']) => control.world(id).snapshot(),
  },
  {
    name: 'snapshot restore',
    args: ['<project>', '<document>'],
    does: 'puts a world into the state of a document',
    run: (control, [id = '', document = '']) => control.world(id).restore(readDocument(document)),
  },
  {
    name: 'probe',
    args: ['[case...]'],
    options: {
      '--project <id>': 'the project that asks',
      '--token <token>': 'with a token',
      '--ak <ak>': 'or with an access key',
      '--sk <sk>': 'and its secret',
      '--iam-url <url>': "IAM's address, where it is another one",
      '--other-project <id>': 'a project that the token is not for',
      '--certificate <id>': 'the certificate that the cases are about',
      '--allow-changes': 'that certificate is revoked',
      '--format <format>': 'text, json, junit or markdown',
    },
    server: 'any',
    isText: true,
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
    args: ['<recording>'],
    options: { '--format <format>': 'text or json' },
    server: 'none',
    isText: true,
    does: 'replays a HAR file against a fresh world, without a server; exit code 1 where an answer differs',
    async run(_control, [recording = ''], { format = 'text' }) {
      checkFormat(format)
      const { compare, print } = await import('../compare/index.ts')
      const report = await compare(recording)
      if (!report.agrees) process.exitCode = 1
      return format === 'json' ? JSON.stringify(report, null, 2) : print(report)
    },
  },
  {
    name: 'replay',
    args: ['<file>'],
    options: { '--format <format>': 'text or json' },
    server: 'none',
    isText: true,
    does: 'makes the requests of a case again, without a server; exit code 1 where an answer differs',
    async run(_control, [file = ''], { format = 'text' }) {
      checkFormat(format)
      const { print, replay } = await import('../replay/index.ts')
      const report = await replay(file)
      if (!report.agrees) process.exitCode = 1
      return format === 'json' ? JSON.stringify(report, null, 2) : print(report)
    },
  },
  {
    name: 'openapi',
    server: 'none',
    isText: true,
    does: 'prints the contract as OpenAPI 3.1; needs no server',
    async run() {
      const { contract } = await import('./openapi.ts')
      return contract()
    },
  },
  {
    name: 'client',
    args: ['<language>'],
    server: 'none',
    isText: true,
    does: 'prints the client for tests in a language; needs no server',
    async run(_control, [language = '']) {
      const { LANGUAGES, readClient } = await import('../routes/control/clients/files.ts')
      const known = LANGUAGES.find((name) => name === language)
      if (!known) throw new Invalid(`there is no client for ${language}${suggest(language, LANGUAGES)}`)
      return (await readClient(known)).trimEnd()
    },
  },
  {
    name: 'completion',
    args: ['<shell>'],
    server: 'none',
    isText: true,
    does: 'prints what a shell completes these commands with',
    async run(_control, [shell = '']) {
      const { completion } = await import('./completion.ts')
      return completion(shell, COMMANDS)
    },
  },
]

function checkFormat(format: unknown): void {
  if (format !== 'text' && format !== 'json') throw new Invalid('--format must be text or json')
}

/** How many events a page of the audit trail holds at most. */
const PAGE = 1000
