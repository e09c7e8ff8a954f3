import { mkdtempSync, rmSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { createEmulator, type Options, startEmulator } from '../src/index.ts'
import { breach } from './contract/document.ts'

export interface Ask {
  method?: string
  path: string
  headers?: Record<string, string>
  /** Text or bytes go as they are, anything else as JSON with its content type. */
  body?: unknown
}

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  text: string
  /** The body where it is JSON; a test says what it expects by asserting on it. */
  json: any
}

export interface World {
  project_id: string
  token: string
  access_key: { ak: string; sk: string }
  users: { id: string; name: string; token: string; access_key: { ak: string; sk: string } }[]
  certificates: { id: string; status: string }[]
  account: { id: string; name: string }
}

/** An emulator under test: the shipped factory behind one of its doors. */
export interface Target {
  /** Where it listens; empty over inject. */
  readonly url: string
  ask(what: Ask): Promise<Answer>
  /** Makes a world by the control call; each test has its own. */
  world(document?: object): Promise<World>
  /** Asks a control call that must succeed; its answer. */
  control(method: string, path: string, body?: unknown): Promise<Answer['json']>
}

/** The three ways in which the API suite runs. */
export const TARGETS = ['inject', 'tcp', 'file'] as const
export type TargetName = (typeof TARGETS)[number]

/** An emulator that ends with the test. `inject` has no socket; `tcp` listens; `file` listens and keeps a database file. */
export async function emulate(test: Test, options: Options = {}, target: TargetName = 'inject'): Promise<Target> {
  const all: Options = { fixtures: 'none', ...(target === 'file' && { db: join(folder(test), 'test.db') }), ...options }
  if (target === 'inject') {
    const emulator = await createEmulator(all)
    test.teardown(() => emulator.close())
    return withVerbs('', async ({ method = 'GET', path, ...rest }) => {
      const { headers, payload } = encode(rest)
      const reply = await emulator.inject({
        method: method as 'GET',
        url: path,
        headers: { host: '127.0.0.1', ...headers },
        ...(payload !== undefined && { payload }),
      })
      return answer(reply.statusCode, reply.headers as IncomingHttpHeaders, reply.payload)
    })
  }
  const emulator = await startEmulator(all)
  test.teardown(() => emulator.close())
  return withVerbs(emulator.url, (what) => askOver(emulator.url, what))
}

/** Runs one suite against each target. */
export function suite(name: string, run: (test: Test, target: Target) => Promise<void>, options: Options = {}): void {
  for (const target of TARGETS) {
    t.test(`${name} (${target})`, async (test) => run(test, await emulate(test, options, target)))
  }
}

/** A folder that goes with the test. */
export function folder(test: Test): string {
  const path = mkdtempSync(join(tmpdir(), 'scm-emulator-'))
  test.teardown(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** Asks over a socket of its own, with path, headers and body just as they are given. */
export function askOver(url: string, { method = 'GET', path, ...rest }: Ask): Promise<Answer> {
  const { headers, payload } = encode(rest)
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, method, path, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('error', reject)
      incoming.on('end', () =>
        resolve(answer(incoming.statusCode ?? 0, incoming.headers, Buffer.concat(chunks).toString())),
      )
    })
    outgoing.on('error', reject)
    outgoing.end(payload)
  })
}

function withVerbs(url: string, send: Target['ask']): Target {
  // Whatever a test asks, and whatever it expects: each reply must be one that the contract promises.
  const ask: Target['ask'] = async (what) => {
    const answered = await send(what)
    const broken = breach(what.method ?? 'GET', what.path, answered)
    if (broken !== undefined) throw new Error(broken)
    return answered
  }
  const control: Target['control'] = async (method, path, body) => {
    const { status, text, json } = await ask({ method, path: `/_emulator${path}`, ...(body !== undefined && { body }) })
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`)
    return json
  }
  return { url, ask, control, world: (document = {}) => control('POST', '/projects', document) }
}

function encode({ headers = {}, body }: Pick<Ask, 'headers' | 'body'>) {
  if (body === undefined) return { headers }
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body)
  const payload = isRaw ? Buffer.from(body as string) : Buffer.from(JSON.stringify(body))
  return {
    headers: {
      ...(!isRaw && { 'content-type': 'application/json' }),
      'content-length': String(payload.length),
      ...headers,
    },
    payload,
  }
}

function answer(status: number, headers: IncomingHttpHeaders, text: string): Answer {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    json = undefined
  }
  return { status, headers, text, json }
}
