import t from 'tap'
import { ANSWERS } from '../support/answers.ts'
import { emulate } from '../support/emulate.ts'

interface Row {
  key: string
  code: string
  status: number
  message: string
  message_zh: string
  source: string
  references: string[]
}

interface Rule {
  name: string
  error: string
  source: string
  when: string
}

const SOURCES = ['documented', 'sdk', 'observed', 'assumed', 'contested']

/** The pages whose tables are there whole, and how many rows each kind has in them. */
const PUBLISHED = ['scm-2021', 'ccm-2025', 'ccm-faq', 'apigw-doc']
const SIZES = { SCM: 45, APIGW: 41 }

/** The ladder of rules: each names its error, in the order in which they are judged. */
const LADDER = [
  'path',
  'method',
  'uri_size',
  'header_size',
  'body_size',
  'throttle',
  'credentials_missing',
  'token_unknown',
  'token_expired',
  'access_key_unknown',
  'signature_expired',
  'signature_mismatch',
  'token_unscoped',
  'account_restricted',
  'account_frozen',
  'project_unknown',
  'project_foreign',
  'not_permitted',
  'certificate_id',
  'parameter',
  'certificate_unknown',
  'certificate_foreign',
  'status',
  'renewal_period',
]

t.test('the catalogue', async (t) => {
  const target = await emulate(t)
  const answer = await target.ask({ path: '/_emulator/errors' })
  const { errors, rules, references } = answer.json as {
    errors: Row[]
    rules: Rule[]
    references: Record<string, string>
  }

  await t.test('200 GET /_emulator/errors serves it', async (t) => {
    t.equal(answer.status, 200)
    t.equal(answer.headers['content-type'], 'application/json')
    t.same(Object.keys(answer.json), ['errors', 'rules', 'references', 'contested'])
  })

  await t.test('every row has a code, a status, a message and a source', async (t) => {
    for (const { key, code, status, message, message_zh, source, references: pages } of errors) {
      t.match(code, /^(?:SCM|APIGW|IAM)\.\d{3,4}$/, key)
      t.equal(key.split('/', 1)[0], code, 'the key begins with the code')
      t.ok(Number.isInteger(status) && status >= 400 && status < 600, `${key}: ${status}`)
      t.match(message, /^[\x20-\x7e]+$/, 'the English message')
      t.notMatch(message_zh, /^[\x20-\x7e]+$/, 'the Chinese message is Chinese, or empty')
      t.ok(SOURCES.includes(source), `${key} is ${source}`)
      t.ok(pages.length > 0, `${key} names its pages`)
      for (const page of pages) t.type(references[page], 'string', `${key} refers to ${page}`)
    }
    t.equal(new Set(errors.map(({ key }) => key)).size, errors.length, 'no key is there twice')
    const rows = errors.map(({ status, message, code }) => `${code} ${status} ${message}`)
    t.equal(new Set(rows).size, errors.length, 'no row is there twice')
  })

  await t.test('it has every row of the published tables', async (t) => {
    const published = errors.filter(({ references }) => references.some((page) => PUBLISHED.includes(page)))
    const sizes = Object.keys(SIZES).map((prefix) => [
      prefix,
      published.filter(({ code }) => code.startsWith(`${prefix}.`)).length,
    ])
    t.same(Object.fromEntries(sizes), SIZES)
  })

  await t.test('it agrees with the tables as the tests have them', async (t) => {
    for (const [key, expected] of Object.entries(ANSWERS)) {
      const row = errors.find((row) => row.key === key)
      t.same([row?.status, row?.message, row?.message_zh], expected, key)
    }
  })

  await t.test('every rule has an error of the catalogue, a source and a sentence', async (t) => {
    const keys = new Set(errors.map(({ key }) => key))
    for (const { name, error, source, when } of rules) {
      t.ok(keys.has(error), `${name} answers with ${error}`)
      t.ok(SOURCES.includes(source), `${name} is ${source}`)
      t.match(when, /^[^.]{10,}$/, `${name} says when`)
    }
    t.equal(new Set(rules.map(({ name }) => name)).size, rules.length, 'no name is there twice')
    const names = rules.map(({ name }) => name)
    for (const name of LADDER) t.ok(names.includes(name), `the ladder's ${name} is a rule`)
    t.same(
      names.filter((name) => LADDER.includes(name)),
      LADDER,
      'in this order',
    )
  })
})
