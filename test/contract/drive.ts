import { RULES, type RuleName } from '../../src/domain/rules.ts'
import { OPERATIONS, type Operation, whole } from './document.ts'
import { SETTINGS } from './settings.ts'

/** The demo world, whose values the examples have. */
const PROJECT = '0f5181caba0024e72f89c0045e707b91'
const TOKEN = 'scm-emulator-demo-token-000000000001'

export interface Outcome {
  operations: number
  successes: number
  errors: number
  /** What of the server's answers is not in the document. */
  breaches: string[]
}

/** Sends every example of every operation, and has each documented error answered, through a validator. */
export async function drive(server: string, validator: string): Promise<Outcome> {
  const outcome: Outcome = { operations: OPERATIONS.length, successes: 0, errors: 0, breaches: [] }
  for (const operation of OPERATIONS) {
    await control(server, 'POST', '/reset')
    const { before, values = {} } = SETTINGS[operation.id] ?? {}
    const known = { ...values, ...(await before?.((method, path, body) => ask(server, method, path, body))) }
    for (const body of bodiesOf(operation)) {
      const reply = await send(validator, operation, known, body)
      if (reply.status < 300) outcome.successes += 1
      else outcome.breaches.push(`${operation.id}: its example is answered ${reply.status} ${reply.text}`)
      outcome.breaches.push(...reply.violations)
      await control(server, 'POST', '/reset')
      Object.assign(known, await before?.((method, path, body) => ask(server, method, path, body)))
    }
    for (const rule of rulesOf(operation)) {
      await control(server, 'POST', '/faults', {
        error: RULES[rule].error,
        times: 1,
        operation: operation.spec['x-operation'],
      })
      const reply = await send(validator, operation, known, bodiesOf(operation)[0])
      outcome.errors += 1
      if (reply.status < 400) outcome.breaches.push(`${operation.id}: ${rule} was not answered, but ${reply.status}`)
      outcome.breaches.push(...reply.violations)
    }
  }
  return outcome
}

/** The rules that the document has for an operation. */
function rulesOf({ spec }: Operation): RuleName[] {
  const examples = Object.values(spec.responses as Record<string, any>).flatMap(({ content }) =>
    Object.keys(content?.['application/json']?.examples ?? {}),
  )
  return examples.filter((name): name is RuleName => Object.hasOwn(RULES, name))
}

function bodiesOf({ spec }: Operation): unknown[] {
  const examples = spec.requestBody?.content['application/json']?.examples
  return examples ? Object.values(examples as Record<string, any>).map(({ value }) => value) : [undefined]
}

async function send(base: string, operation: Operation, known: Record<string, string>, body: unknown) {
  const { method, path, spec } = operation
  const parameters = (spec.parameters ?? []).map(whole) as { name: string; in: string; example?: unknown }[]
  const valueFor = (name: string) =>
    encodeURIComponent(known[name] ?? String(parameters.find((one) => one.name === name)?.example ?? name))
  const query = parameters.filter((one) => one.in === 'query' && one.example !== undefined)
  const search = query.map(({ name, example }) => `${name}=${encodeURIComponent(String(example))}`).join('&')
  const url = `${base}${path.replace(/\{(\w+)\}/g, (_, name) => valueFor(name))}${search && `?${search}`}`
  const sent = Object.fromEntries(
    parameters.filter((one) => one.in === 'header' && known[one.name]).map(({ name }) => [name, known[name] as string]),
  )
  const isRaw = known.body !== undefined
  const reply = await fetch(url, {
    method,
    headers: {
      'X-Auth-Token': TOKEN,
      ...sent,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...(isRaw && { 'Content-Type': known.type ?? 'application/octet-stream' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(isRaw && { body: Buffer.from(known.body as string, 'base64') }),
  })
  const violations = JSON.parse(reply.headers.get('sl-violations') ?? '[]') as { location: string[]; message: string }[]
  return {
    status: reply.status,
    text: await reply.text(),
    violations: violations
      .filter(({ location }) => location[0] === 'response')
      .map(({ location, message }) => `${operation.id} ${reply.status}: ${location.join('.')} ${message}`),
  }
}

async function ask(server: string, method: string, path: string, body?: unknown): Promise<any> {
  const reply = await fetch(server + path, {
    method,
    headers: { 'X-Auth-Token': TOKEN, 'Content-Type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await reply.text()
  if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`)
  return text && JSON.parse(text)
}

const control = (server: string, method: string, path: string, body?: unknown) =>
  ask(server, method, `/_emulator/projects/${PROJECT}${path}`, body)
