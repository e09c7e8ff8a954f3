import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RunningEmulator } from '../../src/index.ts'
import type { Language as Name } from '../../src/routes/control/clients/files.ts'
import { environment, MAIN } from '../support/child.ts'
import { CASES, judge } from './cases/cases.ts'
import type { Elsewhere } from './cases/elsewhere.ts'
import { run } from './command.ts'
import { addTests, copyProject, LANGUAGES } from './languages.ts'

/** Something that is tried; what it has to say where it succeeds. */
export interface Trial {
  readonly name: string
  /** @throws Unavailable where what it needs is not here */
  run(): Promise<string>
}

/** How long a program may take, in milliseconds. */
const DEADLINE = 180_000

/** The library over HTTP plays the cases, too. */
export function nodeTrial({ url }: RunningEmulator, elsewhere: Elsewhere, folder: string): Trial {
  return {
    name: 'Node.js cases',
    async run() {
      mkdirSync(folder, { recursive: true })
      const play = [process.execPath, fileURLToPath(new URL('cases/play.ts', import.meta.url))]
      return playCases('Node.js', play, folder, { HOME: folder, SCM_EMULATOR_ENDPOINT: url }, elsewhere)
    },
  }
}

/** What is tried with the client of a language, one after the other in one folder. */
export function languageTrials(server: RunningEmulator, elsewhere: Elsewhere, name: Name, root: string): Trial[] {
  const language = LANGUAGES[name]
  const [folder, home] = [join(root, 'project'), join(root, 'home')]
  let prepared: Promise<NodeJS.ProcessEnv> | undefined
  const prepare = async () => {
    mkdirSync(home, { recursive: true })
    const client = await (await fetch(`${server.url}/_emulator/clients/${name}`)).text()
    copyProject(name, folder, client)
    await language.install(folder)
    // The SDKs write an id under the home folder.
    return { HOME: home, ...(await language.environment?.()) }
  }
  const ready = () => (prepared ??= prepare())
  const readyWithTests = async () => {
    const env = await ready()
    addTests(name, folder)
    return env
  }
  const ownServer = { SCM_EMULATOR_COMMAND: `${process.execPath} ${MAIN}` }
  const oneServer = { SCM_EMULATOR_ENDPOINT: server.url }
  return [
    {
      name: `${language.name} project`,
      async run() {
        const began = performance.now()
        const env = environment({ ...(await ready()), ...ownServer })
        const text = await run(language.test, DEADLINE, { cwd: folder, env })
        return `${text}\ngreen from an empty folder after ${seconds(began)} s`.trim()
      },
    },
    {
      name: `${language.name} cases`,
      run: async () =>
        playCases(language.name, language.play, folder, { ...(await readyWithTests()), ...oneServer }, elsewhere),
    },
    {
      name: `${language.name}, fifty tests at once`,
      async run() {
        const began = performance.now()
        await run(language.parallel, DEADLINE, {
          cwd: folder,
          env: environment({ ...(await readyWithTests()), ...oneServer }),
        })
        return `after ${seconds(began)} s`
      },
    },
    {
      name: `${language.name}, a killed test run`,
      run: async () => kill(language.play, folder, environment({ ...(await readyWithTests()), ...ownServer })),
    },
  ]
}

const seconds = (began: number) => ((performance.now() - began) / 1000).toFixed(1)

async function playCases(name: string, play: string[], cwd: string, env: NodeJS.ProcessEnv, elsewhere: Elsewhere) {
  const results = join(cwd, 'results.json')
  const given = { INTEROP_CASES: CASES, INTEROP_GIVEN: JSON.stringify(elsewhere), INTEROP_RESULTS: results }
  await run(play, DEADLINE, { cwd, env: environment({ ...env, ...given }) })
  return judge(name, JSON.parse(readFileSync(results, 'utf8')))
}

/** Without cases to play a program starts a server and waits: killed, it must not leave the server behind. */
async function kill([file = '', ...args]: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  const program = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'ignore'], timeout: DEADLINE })
  let said = ''
  let socket: Socket | undefined
  for await (const text of program.stdout.setEncoding('utf8')) {
    said += text
    const [, pid, url = ''] = /waiting: (\d+) (http\S+)/.exec(said) ?? []
    if (pid === undefined || socket) continue
    socket = connect(Number(new URL(url).port), '127.0.0.1')
    await once(socket, 'connect')
    process.kill(Number(pid), 'SIGKILL')
    await once(socket, 'close', { signal: AbortSignal.timeout(30_000) })
  }
  if (!socket) throw new Error(`it did not start a server: ${said}`)
  return 'the server has ended'
}
