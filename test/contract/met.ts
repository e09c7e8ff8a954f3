import { spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CoverageReport } from '../../src/index.ts'

/**
 * What of the contract the API suite meets, over all the emulators that its files start, and what it does not: answers of
 * operations by status and code, moves by status. Exit code 1 where something is missing: nothing is out of reach.
 *
 * @param argv a folder in which a run has left what it met; the suite is run unless one is given
 */
const folder = process.argv[2] ?? gather()
const answers = new Map<string, number>()
for (const file of readdirSync(folder)) {
  const { operations, moves }: CoverageReport = JSON.parse(readFileSync(join(folder, file), 'utf8'))
  for (const { operation, answers: those } of operations) {
    for (const { status, code, count } of those) add(`${operation} ${status ?? 'lost'}${code ? ` ${code}` : ''}`, count)
  }
  for (const { move, from, count } of moves) add(`${from} -> ${move}`, count)
}

function add(key: string, count: number): void {
  answers.set(key, (answers.get(key) ?? 0) + count)
}

/** Runs the API suite; the folder where each emulator has left what it met. */
function gather(): string {
  const folder = mkdtempSync(join(tmpdir(), 'scm-emulator-met-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const files = globSync('test/{routes,http,service,store}/*.test.ts')
  const { status } = spawnSync('npx', ['tap', ...files], {
    env: { ...process.env, SCM_TEST_MET: folder },
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(1)
  return folder
}

const missing = [...answers].filter(([, count]) => count === 0).map(([key]) => key)
for (const key of missing) console.log(key)
console.log(`${answers.size - missing.length} of ${answers.size} met`)
process.exitCode = missing.length === 0 ? 0 : 1
