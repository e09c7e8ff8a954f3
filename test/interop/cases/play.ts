import { readFileSync, writeFileSync } from 'node:fs'
import { ControlError, connect, type World } from '../../../src/client.ts'

/** Plays the cases through the library over HTTP. See cases.ts. */
const { SCM_EMULATOR_ENDPOINT = '', INTEROP_CASES = '', INTEROP_GIVEN = '', INTEROP_RESULTS = '' } = process.env

const { BasicCredentials } = await import('@huaweicloud/huaweicloud-sdk-core')
const { ClientBuilder } = await import('@huaweicloud/huaweicloud-sdk-core/ClientBuilder.js')
const { Logger4jInstance } = await import('@huaweicloud/huaweicloud-sdk-core/logger/log4jLogger.js')
Logger4jInstance.level = 'off'

interface Case {
  world: object
  steps: { call: string; with?: unknown[]; as?: string }[]
}

const emulator = connect(SCM_EMULATOR_ENDPOINT)

/** What a step is given, with what earlier steps gave in place of `$name.field`. */
function resolve(value: any, saved: any): any {
  if (typeof value === 'string' && value.startsWith('$')) {
    return value
      .slice(1)
      .split('.')
      .reduce((found, part) => found[part], saved)
  }
  if (Array.isArray(value)) return value.map((part) => resolve(part, saved))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([field, part]) => [field, resolve(part, saved)]))
}

/** What the vendor's SDK throws where it had no answer, as the other SDKs name it. */
class Lost extends Error {}

async function revoke({ project_id, access_key }: World, cert_id: string, reason: string) {
  const credentials = new BasicCredentials({ ...access_key, projectId: project_id })
  const client = new ClientBuilder((found) => found)
    .withCredential(credentials)
    .withEndpoint(SCM_EMULATOR_ENDPOINT)
    .build()
  const request = {
    method: 'POST',
    url: '/v2/{project_id}/scm/cert/{cert_id}/revoke',
    contentType: 'application/json',
    queryParams: {},
    pathParams: { project_id, cert_id },
    headers: {},
    data: { reason },
  }
  const { httpStatusCode } = (await client.sendRequest(request).catch((error: any) => {
    throw error.errorCode === undefined ? new Lost(error.message) : error
  })) as any
  return { status: httpStatusCode }
}

/** A verb by its name; some belong to the emulator, some to a world. */
async function call(world: World, name: string, given: any[]): Promise<unknown> {
  switch (name) {
    case 'revoke':
      return revoke(world, given[0], given[1])
    case 'verify': {
      const verdict = await world.verify(given[0])
      if (!verdict.verified) throw verdict
      return null
    }
    case 'events':
      return world.events.list(given[0])
    case 'createToken':
      return { token: await world.createToken() }
    case 'createWorld':
      return (await emulator.createWorld(given[0])).project_id
    case 'settingsOf':
      return emulator.world(given[0]).settings()
    case 'worldsAt':
      return connect(given[0]).worlds()
    case 'server.coverage':
      return emulator.coverage()
    default: {
      const [part = '', verb] = name.split('.')
      const owner: any = world
      return verb === undefined ? owner[part](...given) : owner[part][verb](...given)
    }
  }
}

async function play(world: World, step: Case['steps'][number], saved: any) {
  try {
    const result = (await call(world, step.call, resolve(step.with ?? [], saved))) ?? null
    if (step.as !== undefined) saved[step.as] = result
    return { result }
  } catch (error: any) {
    const { message, status, code, verified, nearest, errorCode, httpStatusCode } = error
    if (error instanceof ControlError) return { fails: { kind: 'control', status, code, message } }
    if (error instanceof Lost) return { fails: { kind: 'lost', message } }
    if (verified === false) return { fails: { kind: 'verification', message, nearest: nearest?.differences } }
    if (errorCode !== undefined) return { fails: { kind: 'service', status: httpStatusCode, code: errorCode } }
    return { fails: { kind: 'connection', message } }
  }
}

const results = []
for (const { world: document, steps } of JSON.parse(readFileSync(INTEROP_CASES, 'utf8')) as Case[]) {
  const world = await emulator.createWorld(document)
  const saved = { ...JSON.parse(INTEROP_GIVEN), world }
  const played = []
  for (const step of steps) played.push(await play(world, step, saved))
  results.push(played)
}
writeFileSync(INTEROP_RESULTS, JSON.stringify(results))
