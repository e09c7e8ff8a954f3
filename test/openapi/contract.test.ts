import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import t, { type Test } from 'tap'
import { SPACES } from '../../src/domain/spaces.ts'
import { operations as v2 } from '../../src/routes/scm/v2/index.ts'
import { operations as v3 } from '../../src/routes/scm/v3/index.ts'
import { at, DOCUMENT, OPERATIONS } from '../contract/document.ts'
import { bodiesOf, prepare, requestOf, type Send } from '../contract/examples.ts'
import type { Ask } from '../support/ask.ts'
import { emulate } from '../support/emulate.ts'
import { V2 } from '../support/operations-v2.ts'
import { V3 } from '../support/operations-v3.ts'

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

const operations = OPERATIONS.map(({ id, method, path, spec }) => ({ id, method, path, ...spec }) as Published)
interface Published {
  id: string
  method: string
  path: string
  tags: [string]
  summary: string
  parameters?: Parameter[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, { content?: Record<string, Media> }>
}
const isScm = ({ tags: [tag] }: Published) => tag.startsWith('SCM ')
const operationOf = (wanted: string) => operations.find(({ id }) => id === wanted) as Published

const ajv = new Ajv2020({ allErrors: true, strict: false, formats: { binary: true, 'date-time': true } })
ajv.addSchema({ $id: 'contract', ...DOCUMENT })

/** What a schema of the document says; its references are the document's. Many examples have one schema. */
const compiled = new Map<string, ValidateFunction>()
function validatorOf(schema: object): ValidateFunction {
  const text = JSON.stringify(schema).replaceAll('"#/', '"contract#/')
  const validate = compiled.get(text) ?? ajv.compile(JSON.parse(text))
  compiled.set(text, validate)
  return validate
}

/** Asserts that a value is what a schema of the document says. */
function fits(t: Test, schema: object, value: unknown, what: string): void {
  const validate = validatorOf(schema)
  t.ok(validate(value), `${what}: ${ajv.errorsText(validate.errors)} ${JSON.stringify(value)?.slice(0, 200)}`)
}

/** Every body of a message, by its media type, with its examples. */
const examplesOf = ({ examples = {} }: Media): unknown[] =>
  Object.values(examples).map(({ value, $ref }) => ($ref === undefined ? value : at($ref).value))

t.test('each operation has a name of its own, a title in both languages, and an answer', async (t) => {
  const ids = operations.map(({ id }) => id)
  t.same(
    ids.filter((id, index) => ids.indexOf(id) !== index),
    [],
    'no name is there twice',
  )
  const tags = DOCUMENT.tags.map(({ name }: { name: string }) => name)
  for (const { id, summary, responses, ...operation } of operations) {
    t.match(id, /^[A-Za-z][A-Za-z0-9]+$/, `${operation.method} ${operation.path}`)
    t.match(summary, /^[A-Z][\x20-\x7e]+ · .*\p{Script=Han}/u, id)
    t.ok(tags.includes(operation.tags[0]), `${id} is in a group that is described`)
    t.ok(
      Object.keys(responses).some((status) => /^2\d\d$/.test(status)),
      `${id} says what it answers`,
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
    const found = published.map(({ id }) => id).filter((id) => id.replace(/V[23]$/, '') === name)
    t.same(found.sort(), expected)
  }
})

t.test('every reference leads somewhere', async (t) => {
  const pointers = new Set(JSON.stringify(DOCUMENT).match(/(?<="\$ref":")[^"]+/g))
  t.ok(pointers.size > 50, `${pointers.size} references`)
  for (const pointer of pointers) t.ok(at(pointer) !== undefined, pointer)
})

t.test('every example is what its schema says', async (t) => {
  let count = 0
  for (const { id, parameters = [], requestBody, responses } of operations) {
    for (const { name, schema, example } of parameters) {
      if (example === undefined) continue
      fits(t, schema, example, `${id} ${name}`)
      count += 1
    }
    const contents = [['body', requestBody?.content] as const, ...Object.entries(responses).map(contentOf)]
    for (const [what, content = {}] of contents) {
      for (const media of Object.values(content)) {
        for (const value of examplesOf(media)) {
          fits(t, media.schema ?? {}, value, `${id} ${what}`)
          count += 1
        }
      }
    }
  }
  t.ok(count > 1000, `${count} examples`)
})

const contentOf = ([status, { content }]: [string, { content?: Record<string, Media> }]) => [status, content] as const

t.test('what is sent to the service, and what it answers, is shown by example', async (t) => {
  for (const { id, parameters = [], requestBody, responses } of operations.filter(isScm)) {
    for (const one of parameters) {
      if (one.$ref === undefined) t.ok(one.example !== undefined, `${id} ${one.in} ${one.name}`)
    }
    const body = requestBody?.content['application/json']
    // Null is its own example.
    if (body && !('type' in (body.schema ?? {}) && (body.schema as { type: string }).type === 'null')) {
      t.ok(examplesOf(body).length > 0, `${id} body`)
    }
    const [status, answer] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? []
    const media = answer?.content?.['application/json']
    if (media) t.ok(examplesOf(media).length > 0, `${id} ${status}`)
  }
  const sample = operationOf('RevokeCertificate').requestBody?.content['application/json']
  t.same(examplesOf(sample ?? {}), [{ reason: '证书信息填写错误' }], "the vendor's sample of a revoke")
})

t.test('what the examples ask of the demo world succeeds, and the answer is what the schema says', async (t) => {
  const { ask } = await emulate(t)
  const send: Send = async (request) => (await ask(request)).json
  for (const operation of OPERATIONS) {
    for (const body of bodiesOf(operation)) {
      const { status, text, json, headers } = await ask(requestOf(operation, body, await prepare(operation, send)))
      t.equal(String(status), Object.keys(operation.spec.responses)[0], `${operation.id} ${text.slice(0, 200)}`)
      const type = String(headers['content-type']).split(';', 1)[0] as string
      const media = operation.spec.responses[status]?.content?.[type]
      t.equal(media === undefined, text === '', `${operation.id} answers what it says`)
      if (json !== undefined) fits(t, media?.schema ?? { not: {} }, json, operation.id)
    }
  }
})

const LONG = 'x'.repeat(33 * 1024)
const withHeader = (name: string, value: string) => (request: Ask) => ({
  ...request,
  headers: { ...request.headers, [name]: value },
})

/** How each problem of a control call is provoked: a value of its path, or the request made otherwise. */
const PROVOKED: Record<string, { values?: Record<string, string>; change?: (request: Ask) => Ask }> = {
  key_needed: {},
  foreign_origin: { change: withHeader('origin', 'http://evil.example') },
  unexpected_host: { change: withHeader('host', 'evil.example') },
  headers_too_large: { change: withHeader('x-large', LONG) },
  uri_too_long: { change: (request) => ({ ...request, path: `${request.path}?x=${LONG}` }) },
  too_large: { change: (request) => ({ ...request, body: Buffer.alloc(12 * 1024 * 1024 + 1, ' ') }) },
  unknown_world: { values: { project_id: 'f'.repeat(32) } },
  unknown_fault: { values: { fault_id: '999' } },
  'SCM.0020': { values: { cert_id: 'scs1799999999999' } },
  'SCM.0003': { values: { cert_id: 'scs1700000000101' } },
  'SCM.0010': { values: { cert_id: 'scs1700000000001' } },
}

t.test('every problem that a control call is told to have, it has', async (t) => {
  const open = await emulate(t, { fixtures: 'fixtures/demo.json' })
  const keyed = await emulate(t, { fixtures: 'fixtures/demo.json', adminKey: 'adminKey00000001' })
  const told = new Set<string>()
  for (const operation of OPERATIONS.filter(({ path }) => path.startsWith('/_emulator'))) {
    for (const [status, { content }] of Object.entries<any>(operation.spec.responses)) {
      for (const name of Object.keys(content?.['application/json']?.examples ?? {})) {
        const code = name.replace(/^problem_/, '')
        const how = PROVOKED[code]
        if (!how) continue
        told.add(code)
        const plain = requestOf(operation, bodiesOf(operation)[0], how.values ? { values: how.values } : {})
        const answer = await (code === 'key_needed' ? keyed : open).ask(how.change?.(plain) ?? plain)
        t.match(answer, { status: Number(status), json: { error: { code } } }, `${operation.id} ${code}`)
      }
    }
  }
  t.same([...told].sort(), Object.keys(PROVOKED).sort(), 'each is told of some call')
})

t.test('what the operations refuse by themselves is told', async (t) => {
  for (const { call, refused = [], allowed, body } of [...V2, ...V3]) {
    const [family, method, url] = call.split(' ') as [string, string, string]
    const path = (SPACES[`scm_${family as 'v2'}`].prefix + url).replace(/:(\w+)/g, '{$1}')
    const operation = DOCUMENT.paths[path]?.[method.toLowerCase()] as Published
    const told = JSON.stringify(operation.responses)
    for (const code of new Set(refused.map(([code]) => code))) t.ok(told.includes(`"${code}"`), `${call} ${code}`)
    if (allowed) t.equal(told.includes('"SCM.0010"'), allowed !== 'any', `${call} SCM.0010`)
    const takes = typeof body === 'object' && !/^(?:GET|DELETE)$/.test(method)
    t.equal(operation.requestBody?.content['application/json'] !== undefined, takes || url.endsWith('/export'), call)
    if (takes) t.ok(told.includes('"SCM.0005"'), `${call} SCM.0005`)
  }
})
