import { mkdtempSync, rmSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { createEmulator, type Emulator, type Options, startEmulator } from '../../src/index.ts'
import { breach } from '../contract/document.ts'
import { type Answer, type Ask, answer, askOver, encode } from './ask.ts'
import { IS_LONG } from './length.ts'
import { gathered } from './met.ts'

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

/** The ways in which the API suite runs; over all three of them in a long run. */
export type TargetName = 'inject' | 'tcp' | 'file'
const TARGETS: TargetName[] = IS_LONG ? ['inject', 'tcp', 'file'] : ['inject']

/** An emulator that ends with the test. `inject` has no socket; `tcp` listens; `file` listens and keeps a database file. */
export async function emulate(test: Test, options: Options = {}, target: TargetName = 'inject'): Promise<Target> {
  const all: Options = { fixtures: 'none', ...(target === 'file' && { db: join(folder(test), 'test.db') }), ...options }
  if (target === 'inject') {
    const emulator = await createEmulator(all)
    test.teardown(() => end(emulator))
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
  test.teardown(() => end(emulator))
  return withVerbs(emulator.url, (what) => askOver(emulator.url, what))
}

async function end(emulator: Emulator): Promise<void> {
  await gathered(emulator)
  await emulator.close()
}

/** Runs one suite against the targets. */
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
  return { url, ask, control, world: (document = {}) => control('POST', '/worlds', document) }
}
