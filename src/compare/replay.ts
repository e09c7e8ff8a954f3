import type { Emulator } from '../emulator.ts'
import { align } from './align.ts'
import { at, type Call, textAt } from './call.ts'
import { type Exchange, type Fields, field } from './har.ts'
import { createNames, type Names } from './names.ts'
import { type Scene, TOKEN } from './world.ts'

/** A recorded call, and what was answered here. */
export interface Replayed {
  readonly call: Call
  readonly here: Exchange['answer']
  /** What the world was told for the sake of this call. */
  readonly notes: readonly string[]
}

/** Headers of one connection, and credentials: the fresh world has its own. */
const NOT_SENT =
  /^(?:connection|keep-alive|transfer-encoding|te|upgrade|expect|content-length|proxy-.*|cookie|authorization|x-auth-token|x-security-token|x-sdk-.*)$/

/** A value that is neither a token nor a password. */
const WRONG = 'wrong-on-purpose'

/** Plays calls one after another, each at its time. */
export async function replay(emulator: Emulator, scene: Scene, calls: readonly Call[]): Promise<Replayed[]> {
  const names = createNames()
  const done: Replayed[] = []
  for (const call of calls) {
    const notes = await align(emulator, scene, call, (id) => names.get(id) ?? id)
    const body = bodyOf(call, scene)
    const reply = await emulator.inject({
      method: call.method as 'GET',
      url: names.translate(call.url),
      headers: headersOf(call, scene, names),
      ...(body.length > 0 && { payload: isText(call) ? Buffer.from(names.translate(body.toString())) : body }),
    })
    const headers = Object.entries(reply.headers).flatMap(([name, value]) =>
      [value].flat().map((one): Fields[number] => [name.toLowerCase(), String(one)]),
    )
    const here = { status: reply.statusCode, headers, body: Buffer.from(reply.rawPayload) }
    names.learn(call, here)
    done.push({ call, here, notes })
  }
  return done
}

/** Whether the body is text, in which ids can be told. */
function isText({ body = Buffer.alloc(0) }: Call): boolean {
  return body.equals(Buffer.from(body.toString()))
}

/** The headers of a call, with credentials that are as good here as the recorded ones were there. */
function headersOf(call: Call, scene: Scene, names: Names) {
  const headers: Record<string, string[]> = { host: [call.host || 'localhost'] }
  for (const [name, value] of call.headers) {
    if (name === 'host' || NOT_SENT.test(name)) continue
    headers[name] = [...(headers[name] ?? []), names.translate(value)]
  }
  const shown = field(call.headers, 'x-auth-token')
  const signature = call.headers.filter(([name]) => name === 'authorization').map(([, value]) => value)
  if (call.operation === TOKEN) return headers
  if (call.isLetIn) headers['x-auth-token'] = [tokenOf(call, scene, names.get(shown ?? ''))]
  else if (signature.length > 0) headers.authorization = signature
  else if (shown !== undefined) headers['x-auth-token'] = [shown === '' ? '' : WRONG]
  // A token that IAM gave to others is described to whoever may ask: the caller's own stands for it.
  const subject = headers['x-subject-token']?.[0]
  if (call.isDone && subject !== undefined && !names.isOwn(subject)) {
    headers['x-subject-token'] = [scene.tokenOf(call)]
  }
  return headers
}

/** The token that IAM gave here stands for the one that it gave there, unless it would have to have other rights. */
function tokenOf(call: Call, scene: Scene, issued: string | undefined): string {
  return issued === undefined || call.code === 'SCM.4002' ? scene.tokenOf(call) : issued
}

/** The body of a call. A password sent to IAM is replaced by one that is as right or wrong here as it was there. */
function bodyOf(call: Call, scene: Scene): Buffer {
  const { body = Buffer.alloc(0), sent, operation, answer } = call
  const user = at(sent, 'auth', 'identity', 'password', 'user')
  const password = textAt(user, 'password')
  if (operation !== TOKEN || password === undefined) return body
  const right = scene.passwordOf(textAt(user, 'name') ?? '')
  const wanted = call.isDone ? (right ?? password) : answer.status === 401 ? WRONG : password
  if (wanted === password) return body
  const changed = structuredClone(sent) as { auth: { identity: { password: { user: { password: string } } } } }
  changed.auth.identity.password.user.password = wanted
  return Buffer.from(JSON.stringify(changed))
}
