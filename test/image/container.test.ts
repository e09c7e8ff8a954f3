import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { parse as readYaml } from 'yaml'
import { fromEnvironment } from '../../src/cli/options.ts'
import { configure, VERSION } from '../../src/config.ts'
import { startEmulator } from '../../src/index.ts'
import { execute, ROOT } from '../support/child.ts'
import { folder } from '../support/emulate.ts'
import { BLOCKS } from '../support/pages.ts'

const DOCKERFILE = readFileSync(join(ROOT, 'Dockerfile'), 'utf8').replaceAll('\\\n', ' ')

/** What all lines of an instruction say, in order. */
const instruction = (name: string) =>
  [...DOCKERFILE.matchAll(new RegExp(`^${name} +(.*)$`, 'gm'))].map(([, said = '']) => said.trim())
const pairs = (text: string) => Object.fromEntries(text.split(/\s+/).map((pair) => pair.split('=', 2)))

const PORT = instruction('EXPOSE')[0] as string
const ENVIRONMENT: Record<string, string> = pairs(instruction('ENV').join(' '))
/** Where nothing is published we say how it would be called. */
const TAG = /^docker build -t (\S+) \.$/m.exec(BLOCKS.map(({ text }) => text).join('\n'))?.[1]

/** A service of the documentation's, whichever of the three formats says it. */
interface Service {
  file: string
  image: string | undefined
  build: string | undefined
  ports: string[]
  environment: Record<string, string>
  volumes: string[]
  /** Volumes that the file makes. */
  named: object
  options: string
  /** How the job's commands call it. */
  host: string
  job: Record<string, string>
  commands: string[]
}

const NOTHING = {
  image: undefined,
  build: undefined,
  ports: [],
  volumes: [],
  named: {},
  options: '',
  job: {},
  commands: [],
}

/** How each file says what its service is; a block for another file needs a row here. */
const FORMATS: Record<string, (document: any) => Service[]> = {
  'compose.yaml': ({ services, volumes: named }) =>
    Object.values<any>(services).map((service) => ({
      ...NOTHING,
      host: '127.0.0.1',
      file: 'compose.yaml',
      named,
      ...service,
    })),
  '.github/workflows/test.yml': ({ jobs }) =>
    Object.values<any>(jobs).flatMap(({ services, env, steps }) =>
      Object.values<any>(services).map(({ env: environment = {}, ...service }) => ({
        ...NOTHING,
        file: 'GitHub Actions',
        ...service,
        environment,
        host: '127.0.0.1',
        job: env,
        commands: steps.flatMap(({ run }: { run?: string }) => run ?? []),
      })),
    ),
  '.gitlab-ci.yml': (document) =>
    Object.values<any>(document).flatMap(({ services, variables = {}, script }) =>
      services.map(({ name, alias, variables: own }: any) => ({
        ...NOTHING,
        file: 'GitLab CI',
        image: name,
        host: alias,
        // A job's variables reach its services too.
        environment: { ...variables, ...own },
        commands: script,
      })),
    ),
}

const DOCUMENTS = BLOCKS.filter(({ language }) => language === 'yaml').map(({ name, text }) => ({
  name,
  document: readYaml(text, { strict: true, uniqueKeys: true }),
}))
const SERVICES = DOCUMENTS.flatMap(({ name, document }) => FORMATS[name]?.(document) ?? [])

/** The server as an environment sets it, but here: on a free port of loopback, with a database that goes with the test. */
async function serve(test: Test, environment: Record<string, string>) {
  const options = fromEnvironment(environment)
  if (typeof options === 'string') throw new Error(options)
  const emulator = await startEmulator({ ...options, host: '127.0.0.1', port: 0, db: join(folder(test), 'served.db') })
  test.teardown(() => emulator.close())
  return emulator
}

t.test('the image fits the server', async (t) => {
  t.equal(PORT, String(configure({}).port))
  t.match(fromEnvironment(ENVIRONMENT), { host: '0.0.0.0', db: `${instruction('VOLUME')[0]}/scm-emulator.db` })
  t.strictSame(instruction('USER'), ['node'])
  const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n')
  const copied = instruction('COPY').filter((words) => !words.startsWith('--from'))
  for (const path of copied.flatMap((words) => words.split(/\s+/).slice(0, -1))) {
    t.ok(existsSync(join(ROOT, path)) && ignored.includes(`!${path}`), `${path} is there, and let in`)
  }
})

t.test('its health check', async (t) => {
  const [, command = ''] = /CMD (\[.*\])$/.exec(instruction('HEALTHCHECK')[0] ?? '') ?? []
  const [, ...args]: string[] = JSON.parse(command)
  const key = { SCM_EMULATOR_ADMIN_KEY: 'secret' }
  const emulator = await serve(t, key)
  const port = { SCM_EMULATOR_PORT: new URL(emulator.url).port }
  const healthy = async (environment: Record<string, string>) =>
    (await execute(process.execPath, args, { env: environment })).code
  t.equal(await healthy(port), 0, 'without the key')
  await emulator.close()
  t.equal(await healthy(port), 1, 'nobody answers')
})

t.test('the pages say how to use it with compose, GitHub Actions and GitLab CI', async (t) => {
  t.strictSame(
    DOCUMENTS.map(({ name }) => name),
    Object.keys(FORMATS),
  )
  t.equal(SERVICES.length, DOCUMENTS.length)
  t.equal(TAG?.split(':')[1], VERSION)
})

for (const { file, image, build, ports, environment, volumes, named, options, host, job, commands } of SERVICES) {
  t.test(file, async (t) => {
    if (build === undefined) t.equal(image, TAG, 'the image that is built above')
    else t.ok(existsSync(join(ROOT, build, 'Dockerfile')), 'the image that is built from here')
    for (const port of ports) t.match(port, new RegExp(`^(?:127\\.0\\.0\\.1:)?${PORT}:${PORT}$`))
    for (const volume of volumes) {
      const [name = '', path] = volume.split(':')
      t.equal(path, instruction('VOLUME')[0])
      t.ok(name in named, 'a volume with a name belongs to the image’s user')
    }
    t.match(options, /^(?:--health-(?:interval|timeout|retries) \d+s? ?)*$/, 'the check itself is the image’s')
    const emulator = await serve(t, { ...ENVIRONMENT, ...environment })

    // What the job would ask of its service is asked of ours; its own tests are not here, and test/docs tries its gate.
    const ours = commands.filter((command) => !/^npm ci && npm test$|^npx scm-emulator coverage /.test(command))
    const text = ours.join('\n').replaceAll(`http://${host}:${PORT}`, emulator.url)
    const endpoint = Object.entries(job).map(([name, value]) => [
      name,
      value.replace(`http://${host}:${PORT}`, emulator.url),
    ])
    if (!t.notMatch(text, /http:\/\/(?!127\.0\.0\.1)/, 'nobody else is asked')) return
    t.equal(/curl/.test(text), build === undefined, 'a job asks before it tests')
    const { code, out } = await execute('sh', ['-ec', text], { env: Object.fromEntries(endpoint) })
    t.equal(code, 0, out)
    if (text !== '') t.match(out, /"status":"ok"/)
  })
}
