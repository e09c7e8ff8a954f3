import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execute } from '../support/child.ts'
import type { Campaign } from './campaign.ts'
import { folder, start } from './server.ts'

/** The version that is known to work; pip installs it into a folder of its own. */
const PACKAGE = 'schemathesis==4.32.5'

/**
 * The checks that fit, which hold without exception. Those that do not: `unsupported_method` and
 * `allow_header_conformance` (the gateway says 404 for a method, without Allow, as the real one does),
 * `negative_data_rejection`, `positive_data_acceptance` and `missing_required_header` (a schema cannot say what a
 * certificate's status allows: that is a 400).
 */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
]

/** What it leaves out: it cannot write OCSP's DER, and nothing is to be asked in a world that is gone. */
const LEFT_OUT = ['--exclude-path', '/pki/{project_id}/ocsp', '--exclude-operation-id', 'deleteWorld']

/** The longest that it may run for each example of an operation, in seconds. */
const SECONDS = 10

const { worlds } = JSON.parse(readFileSync(new URL('../../fixtures/demo.json', import.meta.url), 'utf8'))
const [{ project_id, users, certificates }] = worlds

/** Who asks, about what: values that are there, beside those that the tool makes up. */
const CONFIG = `[headers]
X-Auth-Token = "${users[0].token}"

[parameters]
"path.project_id" = "${project_id}"
${['cert_id', 'certificate_id'].map((name) => `"path.${name}" = ${JSON.stringify(certificates.map(({ id }: { id: string }) => id))}`).join('\n')}
`

export const schemathesis: Campaign = {
  does: 'schemathesis on /openapi.json, stateful too',
  unit: 'examples an operation',
  long: 50,
  short: 2,
  async run({ seed, count, find }) {
    if (spawnSync('python3', ['-c', 'import venv, ensurepip']).status !== 0) return 'skipped: python3 has no venv here'
    const home = folder()
    const [python, tool] = ['python', 'schemathesis'].map((name) => join(home, 'bin', name)) as [string, string]
    await execute('python3', ['-m', 'venv', home])
    const quiet = ['--quiet', '--disable-pip-version-check', '--retries', '1']
    const { code, err } = await execute(python, ['-m', 'pip', 'install', ...quiet, PACKAGE])
    if (code !== 0) return `skipped: ${PACKAGE} cannot be had (${err.trim().split('\n').at(-1)})`
    writeFileSync(join(home, 'schemathesis.toml'), CONFIG)
    await using server = await start(['--in-memory'])
    const options = {
      seed,
      'max-examples': count,
      'max-time': count * SECONDS,
      phases: 'fuzzing,stateful',
      checks: CHECKS.join(','),
    }
    const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
    const file = ['--config-file', join(home, 'schemathesis.toml'), 'run', `${server.url}/openapi.json`]
    const argv = [...file, ...flags, '--no-color', '--continue-on-failure', ...LEFT_OUT]
    const ended = await execute(tool, argv, { cwd: home })
    if (ended.code !== 0) find(`schemathesis ends with ${ended.code}:\n${ended.out}${ended.err}`)
    for (const defect of server.defects()) find(defect)
    const cases = /(\d+) generated, (\d+) passed/.exec(ended.out)?.[0] ?? 'no cases'
    const operations = /Tested:\s+\d+/.exec(ended.out)?.[0].replace(/\s+/, ' ').toLowerCase()
    return `${PACKAGE}: operations ${operations}, cases ${cases}; checks ${CHECKS.join(', ')}`
  },
}
