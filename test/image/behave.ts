import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { configure, VERSION } from '../../src/config.ts'
import { createContainer, type Image } from './container.ts'
import { filesOf, megabytes } from './files.ts'

/**
 * Looks at a built image and runs it: `behave.ts IMAGE.json ROOT BASE`, in a network of its own, as root. One line for each
 * thing that holds; the first that does not ends it.
 */
const [description = '', root = '', base = ''] = process.argv.slice(2)
const image: Image = JSON.parse(readFileSync(description, 'utf8')).Docker.config
const url = 'http://127.0.0.1:4640'
const DEMO = '/v2/0f5181caba0024e72f89c0045e707b91/scm/cert/scs1700000000001'
const headers = { 'X-Auth-Token': 'scm-emulator-demo-token-000000000001', 'Content-Type': 'application/json' }

function holds(what: string, seen: unknown, expected: unknown): void {
  const [is, shall] = [JSON.stringify(seen), JSON.stringify(expected)]
  if (is !== shall) {
    console.error(`not so: ${what}\n  expected ${shall}\n  but it is ${is}`)
    process.exit(1)
  }
  console.log(`holds        ${what}`)
}

const container = createContainer(image, root)

holds('its user is node', [image.User, container.uid], ['node', 1000])
holds('it keeps its data in /data', Object.keys(image.Volumes ?? {}), ['/data'])
holds('it exposes the default port', Object.keys(image.ExposedPorts ?? {}), [`${configure({}).port}/tcp`])
holds(
  'it starts the server, and nothing of the base',
  [image.Entrypoint, image.Cmd ?? []],
  [['node', 'dist/main.js'], []],
)
holds('it has a health check', image.Healthcheck?.Test[0], 'CMD')

const app = join(root, image.WorkingDir)
holds('/app holds only this', readdirSync(app).sort(), [
  'LICENSE',
  'clients',
  'dist',
  'fixtures',
  'llms.txt',
  'migrations',
  'node_modules',
  'package.json',
])
holds(
  'of the packages only the database is there',
  readdirSync(join(app, 'node_modules')).filter((name) => !name.startsWith('.')),
  ['better-sqlite3'],
)
const files = filesOf(app)
holds(
  'no sources, no tests',
  files.filter(({ path }) => /\.ts$|\.tsbuildinfo$|\.(?:c|cpp|h)$|(?:^|\/)tests?\//.test(path)),
  [],
)
holds('one binary of the database', files.filter(({ path }) => path.endsWith('.node')).length, 1)
holds(
  'nothing of /app can be changed by its user',
  files.filter(({ uid, mode }) => uid !== 0 || mode & 0o022),
  [],
)
holds('/data is empty and its user’s', [readdirSync(join(root, 'data')), statSync(join(root, 'data')).uid], [[], 1000])
console.log(`size         ${megabytes(files)} MB over the base’s ${megabytes(filesOf(base))} MB`)

const began = Date.now()
holds('no health where nothing runs', (await container.run(image.Healthcheck?.Test.slice(1) ?? [])).code, 1)

async function revoke(): Promise<string> {
  const answer = await fetch(`${url}${DEMO}/revoke`, { method: 'POST', headers, body: '{"reason": "key lost"}' })
  return answer.text()
}
async function version(): Promise<string> {
  const answer = await fetch(`${url}/_emulator/health`)
  return ((await answer.json()) as { version: string }).version
}
async function health(environment: Record<string, string> = {}): Promise<number | null> {
  return (await container.run(image.Healthcheck?.Test.slice(1) ?? [], environment)).code
}

const first = await container.start()
holds('it starts, as process 1 of uid 1000', [first.insidePid, first.uids], ['1', ['1000']])
holds(`healthy by its own check, of version ${VERSION}`, [await health(), await version()], [0, VERSION])
holds('a certificate is revoked', await revoke(), '{"message":"success"}')
const database = statSync(join(root, 'data/scm-emulator.db'))
holds('the database is in /data', [database.uid, database.size > 0], [1000, true])
const written = filesOf(root).filter(({ path, changed }) => changed >= began && !/^(?:data|tmp|proc)\//.test(path))
holds('nothing is written but /data and /tmp', written, [])
const stopped = await first.stop()
holds(`SIGTERM stops it within a second (${stopped.ms} ms), with code 0`, [stopped.code, stopped.ms < 1000], [0, true])

const settings = { SCM_EMULATOR_PORT: '4641', SCM_EMULATOR_ADMIN_KEY: 'secret' }
const second = await container.start(settings)
holds('healthy with another port and an admin key', [await health(settings), await health()], [0, 1])
await second.stop()

const third = await container.start()
holds('what was revoked is so after a restart', JSON.parse(await revoke()).error_code, 'SCM.0010')
holds('SIGTERM stops it again', (await third.stop()).code, 0)
