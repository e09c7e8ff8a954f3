import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Failed, run, Unavailable } from './command.ts'

/** A real client, with a short program that uses it. */
export interface Client {
  readonly name: string
  /**
   * Installs what it needs into an empty folder; the command that runs its program.
   *
   * @throws Unavailable where its tools, or the network, are not here
   */
  prepare(folder: string): Promise<string[]>
}

/** The versions that are known to work; a newer one is worth trying now and then. */
export const PYTHON_SDK = '3.1.219'
export const GO_SDK = 'github.com/huaweicloud/huaweicloud-sdk-go-v3 v0.1.207'

/** How Go builds: modules are downloaded as they are missing; the module is here, so is all that is written of it. */
export const GO = { ...process.env, GOFLAGS: '-mod=mod -buildvcs=false', GOTOOLCHAIN: 'local', GOWORK: 'off' }

/** How long trying a tool, and installing with it, may take, in milliseconds. */
const TRIAL = 60_000
export const INSTALLATION = 300_000

/** What tools say when they cannot reach their registry. */
const NO_NETWORK =
  /name resolution|(?:not|to) resolve|no such host|no route|unreachable|timed out|connection (?:broken|refused|reset|aborted)|dial tcp|lookup disabled|proxy error|HTTP error (?:403|407|5\d\d)/i

const program = (name: string) => fileURLToPath(new URL(name, import.meta.url))

const curl: Client = {
  name: 'curl',
  async prepare() {
    await works(['curl', '--version'])
    return ['sh', program('client.sh')]
  },
}

const python: Client = {
  name: 'Python SDK',
  async prepare(folder) {
    await works(['python3', '--version'])
    await works(['python3', '-m', 'venv', folder], INSTALLATION)
    const interpreter = join(folder, 'bin', 'python')
    await install([
      interpreter,
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--retries',
      '1',
      `huaweicloudsdkcore==${PYTHON_SDK}`,
      `huaweicloudsdkscm==${PYTHON_SDK}`,
    ])
    return [interpreter, program('client.py')]
  },
}

const go: Client = {
  name: 'Go SDK',
  async prepare(folder) {
    await works(['go', 'version'])
    await copyFile(program('client.go'), join(folder, 'main.go'))
    await writeFile(join(folder, 'go.mod'), `module interop\n\ngo 1.21\n\nrequire ${GO_SDK}\n`)
    await install(['go', 'build', '-o', 'client', '.'], { cwd: folder, env: GO })
    return [join(folder, 'client')]
  },
}

export const CLIENTS: readonly Client[] = [curl, python, go]

/** Whether a tool works. @throws Unavailable where it, or a part of it that distributions leave out, is not here */
export async function works(command: string[], limit = TRIAL): Promise<void> {
  try {
    await run(command, limit)
  } catch (error) {
    if (error instanceof Failed) throw new Unavailable(`${command.join(' ')} does not work here`)
    throw error
  }
}

/** Installs something. @throws Unavailable where the network is not here, Failed where something else is wrong */
export async function install(command: string[], options = {}): Promise<void> {
  try {
    await run(command, INSTALLATION, options)
  } catch (error) {
    if (!(error instanceof Failed)) throw error
    const symptom = error.isTimeout ? error.message : error.output.split('\n').find((line) => NO_NETWORK.test(line))
    throw symptom === undefined ? error : new Unavailable(`its packages cannot be installed: ${symptom.trim()}`)
  }
}
