import { execFile, execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { type Call, LANGUAGES, type Language, program } from '../../src/console/calls.ts'
import { folder } from '../support/emulate.ts'
import { IS_LONG } from '../support/length.ts'

interface Arrived {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: Buffer
}

/** A server that only keeps what arrives. */
async function listen(t: Test) {
  const arrived: Arrived[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { method = '', url = '', headers } = request
    arrived.push({ method, url, headers, body: Buffer.concat(chunks) })
    response.end('{"message":"success"}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  return { arrived, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** How a program of each language is run: its file, and the command. */
const RUNS: Record<Language, [file: string, ...command: string[]]> = {
  curl: ['call.sh', 'sh'],
  Python: ['call.py', 'python3'],
  Java: ['Call.java', 'java'],
  Go: ['call.go', 'go', 'run'],
  'Node.js': ['call.mjs', process.execPath],
}

const has = (command: string) => {
  try {
    execFileSync('sh', ['-c', `command -v "${command}"`], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** What a client can put into a reason, or into a body by hand: whatever breaks a literal. */
const HARD = `it's "lost" \\ \${HOME} $(id) \`id\` %s 密钥泄露 😀 \u0001 \u2028 \\u000a </script>`

const calls = (url: string): Call[] => [
  {
    method: 'POST',
    url: `${url}/v2/p/scm/cert/scs1700000000001/revoke`,
    headers: { 'content-type': 'application/json', 'x-auth-token': "a'token-$x" },
    body: JSON.stringify({ reason: HARD }),
  },
  { method: 'DELETE', url: `${url}/v3/scm/certificates/scs1?a=1&b=%20`, headers: { 'x-auth-token': 't' } },
]

for (const language of LANGUAGES) {
  const [file, ...command] = RUNS[language]
  // Their compilers take seconds, and no browser is needed for them.
  const isSlow = (language === 'Go' || language === 'Java') && !IS_LONG
  const skip = !has(command[0] as string) ? `there is no ${command[0]}` : isSlow && 'only in a long run'
  t.test(`${language}: the same call, byte for byte`, { skip, timeout: 240_000 }, async (t) => {
    const { arrived, url } = await listen(t)
    for (const call of calls(url)) {
      const path = join(folder(t), file)
      writeFileSync(path, program(language, call))
      const { stdout } = await promisify(execFile)(command[0] as string, [...command.slice(1), path])
      t.match(stdout, /200/, 'says what came back')
      t.match(stdout, '{"message":"success"}')
      const got = arrived.at(-1)
      t.equal(got?.method, call.method)
      t.equal(got?.url, call.url.slice(url.length))
      t.equal(got?.body.toString('utf8'), call.body ?? '')
      for (const [name, value] of Object.entries(call.headers)) t.equal(got?.headers[name], value, name)
    }
  })
}
