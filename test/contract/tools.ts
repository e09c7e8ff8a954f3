import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { run } from '../interop/command.ts'

/** The versions that are known to work. They are many packages: they live in a folder of their own, not in the repo. */
const LINTER = '@redocly/cli@2'
const VALIDATOR = '@stoplight/prism-cli@5'
/** HAR 1.2 is from 2012, and so settled: this one's schemas have not changed for years, and half of npm's tools use them. */
const HAR_VALIDATOR = 'har-validator@5'

/** How long installing, and linting, may take, in milliseconds. */
const INSTALLATION = 300_000
const LINT = 60_000

/** What these tools would tell their makers, they do not. */
const SILENT = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', SCARF_ANALYTICS: 'false' }

const tool = (folder: string, name: string) => join(folder, 'node_modules', '.bin', name)

/** Installs the linter and the validators into an empty folder. */
export async function install(folder: string): Promise<void> {
  await writeFile(join(folder, 'package.json'), '{"private": true}')
  const quiet = ['--silent', '--no-audit', '--no-fund', '--ignore-scripts']
  await run(['npm', 'install', ...quiet, LINTER, VALIDATOR, HAR_VALIDATOR], INSTALLATION, { cwd: folder })
}

/** What the linter says of a document. @throws Failed where it finds an error */
export function lint(folder: string, document: string): Promise<string> {
  const command = [tool(folder, 'redocly'), 'lint', document, '--extends=recommended', '--format=summary']
  return run(command, LINT, { cwd: folder, env: { ...process.env, ...SILENT } })
}

/** What of a document is no HAR 1.2: places and what is wrong there. */
export async function harProblems(folder: string, har: unknown): Promise<string[]> {
  const validator = createRequire(join(folder, 'package.json'))('har-validator/lib/promise')
  const problem = (error: { dataPath: string; message: string }) => `${error.dataPath} ${error.message}`
  return validator.har(har).then(
    () => [],
    ({ errors }: { errors: { dataPath: string; message: string }[] }) => errors.map(problem),
  )
}

/** A validator that stands in front of a server, and says with each reply what of it is not in the document. */
export interface Proxy extends AsyncDisposable {
  readonly url: string
}

export async function stand(folder: string, document: string, server: string): Promise<Proxy> {
  const port = await freePort()
  const command = ['proxy', document, server, '--host', '127.0.0.1', '--port', String(port)]
  const child = spawn(tool(folder, 'prism'), command, { stdio: 'ignore', env: { ...process.env, ...SILENT } })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const url = `http://127.0.0.1:${port}`
  while (!(await fetch(url).catch(() => undefined))) {
    if (child.exitCode !== null) throw new Error(`the validator ended with exit code ${child.exitCode}`)
    await sleep(20)
  }
  return {
    url,
    async [Symbol.asyncDispose]() {
      process.off('exit', kill)
      await stop(child)
    },
  }
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
