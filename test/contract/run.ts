import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningEmulator, startEmulator } from '../../src/index.ts'
import { askOver } from '../support/ask.ts'
import { OPERATIONS } from './document.ts'
import { drive } from './drive.ts'
import { harProblems, install, lint, stand } from './tools.ts'

/**
 * The contract by other people's tools: a linter reads the document, and a validator stands in front of the server while
 * every example of every operation is sent, and every error that is documented is provoked. What the journal gives out of
 * that as HAR another validator reads.
 */
const folder = mkdtempSync(join(tmpdir(), 'scm-emulator-contract-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))

await using emulator = await startEmulator()
const document = join(folder, 'openapi.json')
writeFileSync(document, await (await fetch(`${emulator.url}/openapi.json`)).text())
const tools = join(folder, 'tools')
mkdirSync(tools)
await install(tools)
console.log(`linter: ${await lint(tools, document)}`)

await using proxy = await stand(tools, document, emulator.url)
const { successes, errors, breaches } = await drive(emulator.url, proxy.url)
for (const breach of breaches) console.log(`  ${breach}`)
console.log(
  `validator: ${OPERATIONS.length} operations, ${successes} examples answered with success, ${errors} errors provoked, ${breaches.length} breaches`,
)

const har = await recorded(emulator)
const problems = await harProblems(tools, har)
for (const problem of problems) console.log(`  ${problem}`)
console.log(`HAR validator: ${har.log.entries.length} entries, ${problems.length} problems`)
process.exitCode = breaches.length + problems.length === 0 ? 0 : 1

/** A journal with something of each kind, as HAR: an answer, a refusal, a query, a body that is cut, a lost reply. */
async function recorded({ url, createWorld }: RunningEmulator) {
  const world = await createWorld({ certificates: [{}] })
  const revoke = `/v2/${world.project_id}/scm/cert/${world.certificates[0]?.id}/revoke`
  const ask = (method: string, path: string, body?: string) =>
    askOver(url, { method, path, headers: { 'x-auth-token': world.token }, ...(body !== undefined && { body }) })
  await world.faults.add({ operation: 'ListCertificates', drop: 'after', times: 1 })
  await ask('GET', '/v3/scm/certificates?limit=10&content=a%20b').catch(() => undefined)
  await ask('GET', '/v3/scm/certificates?limit=10&content=a%20b')
  for (const reason of ['证书信息填写错误', 'again', 'x'.repeat(20_000)])
    await ask('POST', revoke, JSON.stringify({ reason }))
  await ask('PUT', '/nowhere', '{')
  const har = await world.har()
  if (har.log.entries.length !== 6) throw new Error(`6 requests were made, and the HAR has ${har.log.entries.length}`)
  return har
}
