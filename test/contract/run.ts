import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmulator } from '../../src/index.ts'
import { OPERATIONS } from './document.ts'
import { drive } from './drive.ts'
import { install, lint, stand } from './tools.ts'

/**
 * The contract by other people's tools: a linter reads the document, and a validator stands in front of the server while
 * every example of every operation is sent, and every error that is documented is provoked.
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
process.exitCode = breaches.length === 0 ? 0 : 1
