import { OPERATIONS, type Operation } from '../contract/document.ts'
import { bodiesOf, requestOf } from '../contract/examples.ts'
import type { Ask } from '../support/ask.ts'
import { BUY, PASSWORD } from '../support/samples.ts'
import type { Campaign, Given } from './campaign.ts'
import { type Server, start } from './server.ts'

/** Stands in everything of the other world that could be shown. */
const MARK = 'belongs-to-the-other'
/** What a test may know of it: names, which come back to whoever sends them. */
const NAME = 'other-name'

/** The other world, and every identifier that it has. */
interface Other {
  readonly project: string
  readonly identifiers: readonly string[]
  readonly secrets: readonly string[]
}

async function makeOther(server: Server): Promise<Other> {
  const world = await server.world({
    name: NAME,
    users: [{ name: NAME, password: PASSWORD }],
    certificates: [1, 2].map((n) => ({
      id: `scs165000000000${n}`,
      name: MARK,
      description: MARK,
      encrypt_type: 'SHA256withECDSA',
    })),
  })
  const headers = { 'x-auth-token': world.token }
  const ask = async (method: string, path: string, body?: unknown) => {
    const { status, json, text } = await server.ask({ method, path, headers, ...(body !== undefined && { body }) })
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`)
    return json
  }
  const CSR = { name: MARK, domain_name: `${MARK}.example.com`, private_key_algo: 'EC_P256', usage: 'PERSONAL' }
  const csr = await ask('POST', '/v3/scm/csr', CSR)
  const [one = { id: '' }] = world.certificates
  await ask('POST', `/v3/scm/${one.id}/tags`, { tag: { key: NAME, value: MARK } })
  await ask('POST', `/v3/scm/certificates/${one.id}/push`, { target_project: NAME, target_service: 'WAF' })
  const bought = await ask('POST', '/v3/scm/certificates/buy', BUY)
  const { private_key } = await ask('GET', `/v3/scm/csr/${csr.id}/private-key`)
  const exported = await ask('POST', `/v3/scm/certificates/${one.id}/export`)
  const path = `/worlds/${world.project_id}`
  const fault = await server.control('POST', `${path}/faults`, { operation: 'ListProducts', delay: '1ms' })
  const { requests } = await server.control('GET', `${path}/requests`)
  const { events } = await server.control('GET', `${path}/events`)
  const user = world.users[0]
  return {
    project: world.project_id,
    identifiers: [
      ...world.certificates.map(({ id }) => id),
      bought.cert[0].cert_id,
      bought.order_id,
      csr.id,
      NAME,
      world.project_id,
      world.account.id,
      world.account.name,
      user?.id ?? '',
      world.access_key.ak,
      String(fault.id),
      ...[requests, events].flatMap((rows) => [rows[0], rows.at(-1)]).map(({ id }) => String(id ?? '1')),
    ],
    secrets: [
      MARK,
      world.token,
      world.access_key.sk,
      PASSWORD,
      ...[private_key, exported.private_key, exported.certificate].map((pem: string) => pem.slice(40, 100)),
    ],
  }
}

/** Everything of a world that can change; looking at it changes nothing. */
async function stateOf(server: Server, project: string): Promise<string> {
  const { clock: _, ...snapshot } = await server.control('GET', `/worlds/${project}/snapshot`)
  const { events } = await server.control('GET', `/worlds/${project}/events?limit=999`)
  const { faults } = await server.control('GET', `/worlds/${project}/faults`)
  return JSON.stringify({ snapshot, events, faults })
}

/** Every place of a request where an identifier may stand, with each of them in its turn. */
function* attempts(operation: Operation, own: string, { identifiers }: Other): Generator<Ask> {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string)
  const places = names.filter((name) => name !== 'project_id')
  const isOfService = !operation.path.startsWith('/_emulator') && !operation.path.startsWith('/pki')
  for (const example of bodiesOf(operation)) {
    for (const identifier of identifiers) {
      const values = Object.fromEntries(places.map((name) => [name, identifier]))
      const base = requestOf(operation, example, { values: { project_id: own, ...values } })
      yield base
      if (isOfService && names.includes('project_id')) {
        yield requestOf(operation, example, { values: { ...values, project_id: identifier } })
      }
      if (isOfService) {
        const sent = {
          ...base.headers,
          'x-project-id': identifier,
          'x-domain-id': identifier,
          'x-subject-token': identifier,
        }
        yield { ...base, headers: sent }
        yield {
          ...base,
          path: `${base.path}${base.path.includes('?') ? '&' : '?'}name=${identifier}&enterprise_project_id=${identifier}`,
        }
      }
      // In each field of the body, at any depth.
      if (example === undefined || typeof example !== 'object' || example === null) continue
      for (const field of Object.keys(example)) yield { ...base, body: { ...example, [field]: identifier } }
    }
  }
}

/** Control calls about no world, and those that make or read worlds by their id: whoever may call them may see all. */
const ABOUT_ALL = /^\/(?:_emulator\/(?!worlds\/\{project_id\}\/)|openapi|docs|console|llms|pki\/)/

export const isolation: Campaign = {
  does: 'every operation of the contract with every identifier of another world, in its path, query, headers and body: nothing is shown, nothing changes',
  unit: 'requests',
  long: 20_000,
  short: 1_500,
  async run({ count, random, find }: Given) {
    await using server = await start(['--in-memory', '--fixtures', 'none'])
    const other = await makeOther(server)
    const own = await server.world({ certificates: [{}] })
    const before = await stateOf(server, other.project)
    const all = OPERATIONS.filter(({ path }) => !ABOUT_ALL.test(path)).flatMap((operation) =>
      [...attempts(operation, own.project_id, other)].map((ask) => ({ operation, ask })),
    )
    // In an order of chance: what comes first may change what the next one meets.
    const order = all.map((one) => [random.below(2 ** 31), one] as const).sort(([a], [b]) => a - b)
    const tried = order.slice(0, count)
    let project = own.project_id
    let cut = 0
    let token = own.token
    for (const [index, [, { operation, ask }]] of tried.entries()) {
      if (index % 200 === 199) ({ project_id: project, token } = await server.world({ certificates: [{}] }))
      const path = ask.path.replace(own.project_id, project)
      const request = { ...ask, path, headers: { ...ask.headers, 'x-auth-token': token } }
      const answered = await server.ask(request).catch(() => undefined)
      // A fault that this campaign ordered, in its own world, may cut a connection.
      if (!answered) {
        if (!server.isAlive()) throw new Error(`the server ended: ${JSON.stringify(request)}`)
        cut += 1
        continue
      }
      const { status, text, headers } = answered
      // What a client sent may come back to it; nothing else of the other world may.
      const sent = decodeURIComponent(JSON.stringify(request).replaceAll(/%(?![0-9a-f]{2})/gi, ''))
      const shown = `${text}\n${JSON.stringify(headers)}`
      const leak = other.secrets.find((secret) => shown.includes(secret) && !sent.includes(secret))
      if (status >= 500 && status !== 501 && !text.includes('SCM.0007'))
        find(`${operation.id} answers ${status}: ${JSON.stringify(request)}\n${text}`)
      if (leak) find(`${operation.id} answers ${status} and shows ${leak}: ${JSON.stringify(request)}\n${shown}`)
    }
    const after = await stateOf(server, other.project)
    if (after !== before) find(`the other world changed: it was ${before}\nand is ${after}`)
    for (const defect of server.defects()) find(defect)
    return `${tried.length} of ${all.length} requests with ${other.identifiers.length} identifiers of another world, ${cut} cut by faults`
  },
}
