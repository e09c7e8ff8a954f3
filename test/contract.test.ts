import { Ajv2020 } from 'ajv/dist/2020.js'
import t, { type Test } from 'tap'
import { operations as v2 } from '../src/routes/scm/v2/index.ts'
import { operations as v3 } from '../src/routes/scm/v3/index.ts'
import { type Answer, emulate, type Target } from './emulate.ts'
import { V2 } from './operations-v2.ts'
import { V3 } from './operations-v3.ts'

interface Media {
  schema?: object
  examples?: Record<string, { value?: unknown; $ref?: string }>
}
interface Parameter {
  $ref?: string
  name: string
  in: string
  schema: object
  example?: string
}
interface Operation {
  operationId: string
  tags: [string]
  summary: string
  description: string
  parameters?: Parameter[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, { content?: Record<string, Media> }>
}
interface Document {
  tags: { name: string }[]
  paths: Record<string, Record<string, Operation>>
  components: object
}

const DEMO = { project: '0f5181caba0024e72f89c0045e707b91', token: 'scm-emulator-demo-token-000000000001' }

const target = await emulate(t, { fixtures: 'fixtures/demo.json' })
const contract: Document = (await target.ask({ path: '/openapi.json' })).json
const operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, ...operation })),
)
type Published = (typeof operations)[number]
const isScm = ({ tags: [tag] }: Published) => tag.startsWith('SCM ')
const operationOf = (id: string) => operations.find(({ operationId }) => operationId === id) as Published

const ajv = new Ajv2020({ allErrors: true, strict: false, formats: { binary: true, 'date-time': true } })
ajv.addSchema({ $id: 'contract', ...contract })

/** What stands at a JSON pointer of the document. */
function at(pointer: string): any {
  const parts = pointer.replace(/^#\//, '').split('/')
  return parts.reduce<any>((here, part) => here?.[part.replaceAll('~1', '/').replaceAll('~0', '~')], contract)
}

/** Asserts that a value is what a schema of the document says; its references are the document's. */
function fits(t: Test, schema: object, value: unknown, what: string): void {
  const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"contract#/')))
  t.ok(validate(value), `${what}: ${ajv.errorsText(validate.errors)} ${JSON.stringify(value)?.slice(0, 200)}`)
}

/** Every body of a message, by its media type, with its examples. */
const examplesOf = ({ examples = {} }: Media): unknown[] =>
  Object.values(examples).map(({ value, $ref }) => ($ref === undefined ? value : at($ref).value))

t.test('each operation has a name of its own, a title in both languages, and an answer', async (t) => {
  const ids = operations.map(({ operationId }) => operationId)
  t.same(
    ids.filter((id, index) => ids.indexOf(id) !== index),
    [],
    'no name is there twice',
  )
  const tags = contract.tags.map(({ name }) => name)
  for (const { operationId, summary, responses, ...operation } of operations) {
    t.match(operationId, /^[A-Za-z][A-Za-z0-9]+$/, `${operation.method} ${operation.path}`)
    t.match(summary, /^[A-Z][\x20-\x7e]+ · .*\p{Script=Han}/u, operationId)
    t.ok(tags.includes(operation.tags[0]), `${operationId} is in a group that is described`)
    t.ok(
      Object.keys(responses).some((status) => /^2\d\d$/.test(status)),
      `${operationId} says what it answers`,
    )
  }
})

t.test('the whole of both families is published; a name that both have says whose it is', async (t) => {
  const published = operations.filter(isScm)
  t.equal(published.length, v2.length + v3.length)
  const names = (family: typeof v2) => family.map(({ config }) => config?.operation as string)
  for (const name of new Set([...names(v2), ...names(v3)])) {
    const isShared = names(v2).includes(name) && names(v3).includes(name)
    const expected = isShared ? [`${name}V2`, `${name}V3`] : [name]
    const found = published.map(({ operationId }) => operationId).filter((id) => id.replace(/V[23]$/, '') === name)
    t.same(found.sort(), expected)
  }
})

t.test('every reference leads somewhere', async (t) => {
  const pointers = new Set(JSON.stringify(contract).match(/(?<="\$ref":")[^"]+/g))
  t.ok(pointers.size > 50, `${pointers.size} references`)
  for (const pointer of pointers) t.ok(at(pointer) !== undefined, pointer)
})

t.test('every example is what its schema says', async (t) => {
  let count = 0
  for (const { operationId, parameters = [], requestBody, responses } of operations) {
    for (const { name, schema, example } of parameters) {
      if (example === undefined) continue
      fits(t, schema, example, `${operationId} ${name}`)
      count += 1
    }
    const contents = [['body', requestBody?.content] as const, ...Object.entries(responses).map(contentOf)]
    for (const [what, content = {}] of contents) {
      for (const media of Object.values(content)) {
        for (const value of examplesOf(media)) {
          fits(t, media.schema ?? {}, value, `${operationId} ${what}`)
          count += 1
        }
      }
    }
  }
  t.ok(count > 1000, `${count} examples`)
})

const contentOf = ([status, { content }]: [string, { content?: Record<string, Media> }]) => [status, content] as const

t.test('what is sent to the service, and what it answers, is shown by example', async (t) => {
  for (const { operationId, parameters = [], requestBody, responses } of operations.filter(isScm)) {
    for (const one of parameters) {
      if (one.$ref === undefined) t.ok(one.example !== undefined, `${operationId} ${one.in} ${one.name}`)
    }
    const body = requestBody?.content['application/json']
    // Null is its own example.
    if (body && !('type' in (body.schema ?? {}) && (body.schema as { type: string }).type === 'null')) {
      t.ok(examplesOf(body).length > 0, `${operationId} body`)
    }
    const [status, answer] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? []
    const media = answer?.content?.['application/json']
    if (media) t.ok(examplesOf(media).length > 0, `${operationId} ${status}`)
  }
  const sample = operationOf('RevokeCertificate').requestBody?.content['application/json']
  t.same(examplesOf(sample ?? {}), [{ reason: '证书信息填写错误' }], "the vendor's sample of a revoke")
})

/** A request as its examples have it; nothing where one of them is cut short. */
function exampleOf(operation: Published, values: Record<string, string> = {}) {
  const { method, path, parameters = [], requestBody } = operation
  const given: Record<string, string> = {}
  const query = new URLSearchParams()
  for (const { in: place, name, example = '' } of parameters) {
    if (place === 'path') given[name] = values[name] ?? example
    if (place === 'query') query.set(name, example)
  }
  const url = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(given[name] ?? ''))
  const [body] = examplesOf(requestBody?.content['application/json'] ?? {})
  if (JSON.stringify(body)?.includes('…')) return undefined
  return {
    ...{ method, path: query.size > 0 ? `${url}?${query}` : url, headers: { 'x-auth-token': DEMO.token } },
    ...(body !== undefined && { body }),
  }
}

/** Sends an operation's examples to the demo world as it began. */
async function send(target: Target, operation: Published): Promise<Answer | undefined> {
  await target.control('POST', `/projects/${DEMO.project}/reset`)
  const values: Record<string, string> = {}
  if (operation.path.includes('/csr/{id}')) {
    values.id = (await target.ask(exampleOf(operationOf('CreateCsr')) as { path: string })).json.id
  }
  const request = exampleOf(operation, values)
  return request && target.ask(request)
}

t.test('what the examples ask of the demo world succeeds, and the answer is what the schema says', async (t) => {
  const cut: string[] = []
  for (const operation of operations.filter(isScm)) {
    const { operationId, responses } = operation
    const answer = await send(target, operation)
    if (!answer) {
      cut.push(operationId)
      continue
    }
    const { status, text, json, headers } = answer
    t.equal(String(status), Object.keys(responses)[0], `${operationId} ${text.slice(0, 200)}`)
    const media = responses[status]?.content?.[headers['content-type'] as string]
    t.equal(media === undefined, text === '', `${operationId} answers what it says`)
    if (json !== undefined) fits(t, media?.schema ?? { not: {} }, json, operationId)
  }
  t.same(cut, ['CheckCsr', 'UploadCertificate', 'ImportCertificate', 'UploadCsr'], 'the texts of these are cut short')
})

t.test('what the operations refuse by themselves is told', async (t) => {
  for (const { call, refused = [], allowed, body } of [...V2, ...V3]) {
    const [family, method, url] = call.split(' ') as [string, string, string]
    const path = (family === 'v2' ? '/v2/{project_id}/scm' : '/v3/scm') + url.replace(/:(\w+)/g, '{$1}')
    const operation = contract.paths[path]?.[method.toLowerCase()] as Operation
    const told = JSON.stringify(operation.responses)
    for (const code of new Set(refused.map(([code]) => code))) t.ok(told.includes(`"${code}"`), `${call} ${code}`)
    if (allowed) t.equal(told.includes('"SCM.0010"'), allowed !== 'any', `${call} SCM.0010`)
    const takes = typeof body === 'object' && !/^(?:GET|DELETE)$/.test(method)
    t.equal(operation.requestBody?.content['application/json'] !== undefined, takes || url.endsWith('/export'), call)
    if (takes) t.ok(told.includes('"SCM.0005"'), `${call} SCM.0005`)
  }
})
