import t, { type Test } from 'tap'
import { emulate, type Target, type World } from '../support/emulate.ts'
import { material } from '../support/operations.ts'
import { sign } from '../support/sign.ts'
import { type Asked, FACTS, type Fact, read } from './facts.ts'

/** Each file of `facts` tells what somebody saw of the real service: the emulator does the same. */

const STRANGER = { ak: 'SCMEMULATORFACT00000', sk: 'nobodysSecretKey00000000000000000000000' }

t.test('each recorded fact holds', async (t) => {
  const target = await emulate(t)
  t.ok(FACTS.length > 10)
  for (const [name, fact] of FACTS) await t.test(`${name}: ${fact.title}`, (t) => holds(t, target, fact))
})

async function holds(t: Test, target: Target, { world: document, first = [], request, reply }: Fact) {
  const world = await target.world(document)
  const values: Record<string, string> = {
    project_id: world.project_id,
    certificate: world.certificates[0]?.id ?? '',
    domain_id: world.account.id,
    certificate_pem: material.certificate,
    chain_pem: material.certificate_chain,
    key_pem: material.private_key,
  }
  for (const one of first) {
    const { status, text, json } = await send(target, world, one, values)
    t.ok(status < 300, `${one.path}: ${text.slice(0, 200)}`)
    values.bought = json?.cert?.[0]?.cert_id ?? values.bought ?? ''
  }
  const answer = await send(target, world, request, values)
  t.equal(answer.status, reply.status, `status: ${answer.text.slice(0, 200)}`)
  for (const [header, value] of Object.entries(reply.headers ?? {})) agrees(t, answer.headers[header], value, header)
  if (reply.body !== undefined) agrees(t, answer.json, filled(reply.body, values), 'body')
  if (reply.ends !== undefined) t.ok(answer.text.endsWith(reply.ends), 'how the body ends')
}

function send(target: Target, world: World, { as = 'token', body, ...asked }: Asked, values: Record<string, string>) {
  const headers = filled(asked.headers ?? {}, values) as Record<string, string>
  const text = body === undefined ? undefined : JSON.stringify(filled(body, values))
  const ask = {
    method: asked.method,
    path: filled(asked.path, values) as string,
    headers: { ...headers, ...(text !== undefined && { 'content-type': 'application/json' }) },
    ...(text !== undefined && { body: text }),
  }
  if (as === 'nobody') return target.ask(ask)
  if (as === 'token') return target.ask({ ...ask, headers: { ...ask.headers, 'x-auth-token': world.token } })
  return target.ask(
    sign({ ...ask, headers: { host: '127.0.0.1', ...ask.headers } }, as === 'key' ? world.access_key : STRANGER),
  )
}

/** Puts values where a fact names them. */
function filled(value: unknown, values: Record<string, string>): unknown {
  if (typeof value === 'string') return value.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all)
  if (Array.isArray(value)) return value.map((one) => filled(one, values))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filled(one, values)]))
}

/** Whether a value is what a fact says of it: the fields that it names, the items of a list, a pattern between slashes. */
function agrees(t: Test, value: any, fact: unknown, place: string): void {
  const [, pattern] = typeof fact === 'string' ? (/^\/(.*)\/$/.exec(fact) ?? []) : []
  if (pattern !== undefined) t.match(value, new RegExp(pattern), place)
  else if (Array.isArray(fact)) {
    t.equal(value?.length, fact.length, `${place}: how many`)
    for (const [index, one] of fact.entries()) agrees(t, value?.[index], one, `${place}/${index}`)
  } else if (typeof fact === 'object' && fact !== null) {
    for (const [name, one] of Object.entries(fact)) agrees(t, value?.[name], one, `${place}/${name}`)
  } else t.equal(value, fact, place)
}

t.test('a file that is no fact is refused with its name', async (t) => {
  const [, good] = FACTS[0] ?? []
  const written = (change: object) => JSON.stringify({ ...good, ...change })
  t.throws(() => read('a.json', '{'), { message: /^a\.json is no JSON: / })
  t.throws(() => read('b.json', written({ operation: 'RevokeAll' })), {
    message: 'b.json names an unknown operation: RevokeAll',
  })
  t.throws(() => read('c.json', written({ seen: undefined })), { message: 'c.json lacks seen' })
  t.throws(() => read('d.json', written({ seen: { when: '2025' } })), { message: 'd.json /seen lacks where' })
  t.throws(() => read('e.json', written({ source: 'heard' })), {
    message: /^e\.json \/source must be one of documented/,
  })
  t.throws(() => read('f.json', written({ titel: 'x' })), { message: /^f\.json has an unknown field "titel"/ })
})
